import type { DocumentReading } from '../../documents/document.ts';
import { type ExitCode, exitCode, UserError } from '../../errors.ts';
import { accessChange } from '../../import/access.ts';
import { type Imported, importDocument } from '../../import/import-document.ts';
import {
  existingIn,
  type FormerFiles,
  firstFiles,
  type ImportFiles,
  updatedFiles,
} from '../../import/import-files.ts';
import type { ImportRecord } from '../../import/record/record.ts';
import { refuseLargeFiles } from '../../import/refused-sizes.ts';
import { haveEqualFacts } from '../../import/shrinking.ts';
import { mapAt } from '../../import/update/existing-part.ts';
import { type Asked, formerOf } from '../../import/update/former.ts';
import { formerLayout } from '../../import/update/former-layout.ts';
import { haveEqualOptions, updateWords } from '../../import/update/recorded-options.ts';
import { changeFiles, mendFiles, requireMended } from '../../io/change-files.ts';
import type { Spec } from '../../language/types.ts';
import { formatPlace } from '../../problem.ts';
import type { ImportAnswer } from '../../report/import/answer.ts';
import { readDocument } from '../shared/document.ts';
import { shellWord } from '../shared/shell.ts';
import { requireRenderable } from '../shared/spec.ts';
import { answerOf } from './answer.ts';
import { readRows } from './document.ts';
import { changesOf, contentsOf, formerFiles, readerIn } from './files.ts';
import { specWithPart } from './into.ts';
import {
  declinedIn,
  groupsOfPart,
  load,
  type Overlay,
  placeholderPart,
  servicesFor,
} from './loaded.ts';
import { nameIn, placesOf, specFromPart, usualPart } from './places.ts';
import { withRecordedSpec } from './recorded-spec.ts';
import { refusedDocument, requireNotShrunken } from './refused.ts';
import type { Made, Run } from './state.ts';
import {
  factOptions,
  type ImportWords,
  idOf,
  readerOptions,
  requireOptionsOf,
  settingsOf,
} from './words.ts';

/** The answer of an import, and its exit code. */
export type ImportOutcome = { readonly answer: ImportAnswer; readonly code: ExitCode };

/** Imports a document. Throws a UserError or InvalidSpec if nothing can be written. */
export async function runImport(words: ImportWords): Promise<ImportOutcome> {
  requireOptionsOf(words);
  const run = prepare(words);
  const reading = await readRows(run.text.document, words, readerOptions(run.options));
  const made = make(run, reading);
  const changes = changesOf(run.read, run.places, made.contents, run.former);
  if (changes.size > 0 && words.into !== undefined)
    requireRenderable(made.loaded, 'Checking sites');
  if (!words.check && changes.size > 0) changeFiles(run.places.top, changes);
  const code = words.check && changes.size > 0 ? exitCode.no : exitCode.yes;
  return { answer: answerOf(run, made, changes), code };
}

function prepare(given: ImportWords): Run {
  const id = idOf(given);
  const words = withRecordedSpec(given, id);
  const places = placesOf(words, id);
  const text = readDocument(words.file ?? '', 'nothing was written');
  if (words.check) requireMended(places.top);
  else mendFiles(places.top);
  const read = readerIn(places);
  const former = formerFiles(read, places, { id, format: words.kind });
  const facts = factOptions(words);
  const update =
    former && updateWords(facts, former.record.options, { isForgetting: words.forgetOptions });
  if (update?.ok === false)
    throw new UserError(`${update.error.message}; nothing was written`, update.error.help);
  const decided = update?.value ?? { options: facts, asked: never, recorded: [] };
  return { words, places, read, text, former, ...decided, spec: specWithPart(read, places) };
}

/** A first import has nothing to keep. */
const never: Asked = { tier: false, inspection: false };

function make(run: Run, reading: DocumentReading): Made {
  const { places, read, former } = run;
  const before = load(read, places, contentsBefore(run));
  if (former === undefined) requireNewDocument(idOf(run.words), before.spec);
  const { imported, files } = importRows(run, reading, before.spec);
  if (isUnchanged(run, files.recorded)) {
    const access = { added: [], removed: [], moved: [] };
    return { imported, files, contents: specAlone(run), access, loaded: before };
  }
  const contents = contentsOf(places, files, run.spec);
  const after = load(read, places, new Map([...contentsBefore(run), ...contents]));
  const old = former === undefined ? [] : groupsOfPart(before, places);
  const access = accessChange(old, groupsOfPart(after, places));
  return { imported, files, contents, access, loaded: after };
}

/** Throws a UserError if the spec has a document of this id that no import wrote. */
function requireNewDocument(id: string, { documents }: Spec): void {
  const known = documents.get(id);
  if (known === undefined) return;
  throw new UserError(
    `--id ${id} is already a document: ${formatPlace(known.place)}; nothing was written`,
    `use another id, for example --id ${id}-list`,
  );
}

function importRows(
  run: Run,
  reading: DocumentReading,
  spec: Spec,
): Pick<Made, 'imported' | 'files'> {
  const { words, former, text, options, asked } = run;
  const isRestamped = words.restamp;
  const { known, keyOfServices } = servicesFor(spec, ownServices(former));
  const declined = declinedIn(spec);
  const layout =
    former &&
    formerLayout(existingIn(former), formerOf(former.record), { isRestamped, keyOfServices });
  const settings = settingsOf(words, options, {
    sha256: text.sha256,
    known,
    spec: specFromPart(run.places),
  });
  const imported = importDocument(reading, settings, layout);
  if (!imported.ok) throw refusedDocument(text.document, words, reading, imported.error);
  if (former === undefined)
    return checked(
      run,
      reading,
      imported.value,
      firstFiles(imported.value, declined, outWords(run)),
    );
  if (!words.acceptShrink) requireNotShrunken(run, former.record, imported.value.record);
  const files = updatedFiles(former, imported.value, { asked, keyOfServices, declined });
  return checked(run, reading, imported.value, files);
}

/** Throws a UserError for files that the next import could not read. */
function checked(
  { text, words }: Run,
  reading: DocumentReading,
  imported: Imported,
  files: ImportFiles,
): Pick<Made, 'imported' | 'files'> {
  const large = refuseLargeFiles(files.part, files.record);
  if (large.length > 0) throw refusedDocument(text.document, words, reading, large);
  return { imported, files };
}

/** The option that names the file of a part, if it is not the usual one, from the directory of the spec. */
function outWords({ places, words }: Run): string {
  const file = places.spec === undefined ? nameIn(places, places.part) : places.part;
  return file === usualPart(idOf(words)) ? '' : ` --out ${shellWord(file)}`;
}

/** The spec of `--into` may have no other groups than those of the part. */
function emptyPart({ places }: Run): string {
  return places.spec === undefined ? 'version: 1\n' : placeholderPart;
}

/** The files as they are, with a spec that includes the part; a part that does not exist yet is empty. */
function contentsBefore(run: Run): Overlay {
  const part: [string, string][] =
    run.former === undefined ? [[run.places.part, emptyPart(run)]] : [];
  return new Map([...part, ...specAlone(run)]);
}

function specAlone({ places, spec }: Run): Overlay {
  return new Map(
    places.spec === undefined || spec === undefined ? [] : [[places.spec, spec] as const],
  );
}

/** The names of the services that the part defines. */
function ownServices(former: FormerFiles | undefined): ReadonlySet<string> {
  const services = former && mapAt(former.existing.root, 'services');
  return new Set(Array.from(services?.entries ?? [], ({ name }) => name));
}

/** Whether a new revision changes no fact: then nothing is written, not even its date. */
function isUnchanged({ former, words }: Run, record: ImportRecord): boolean {
  if (former === undefined || words.restamp) return false;
  const { options } = former.record;
  return haveEqualFacts(former.record, record) && haveEqualOptions(options, record.options);
}
