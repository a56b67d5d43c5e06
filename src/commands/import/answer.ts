import type { FileChanges } from '../../io/change-files.ts';
import type { ImportAnswer, ImportedFile } from '../../report/import/answer.ts';
import { defaultSpec } from '../shared/options.ts';
import { shellWord } from '../shared/shell.ts';
import { formatWarnings } from './document.ts';
import { nameIn } from './places.ts';
import type { Made, Run } from './state.ts';

/** What the user is told about an import. */
export function answerOf(run: Run, made: Made, changes: FileChanges): ImportAnswer {
  const { words, places, text, former } = run;
  const { part, record, warnings } = made.imported;
  const { unresolved, declined, refused } = record;
  const { leftOut } = made.files;
  return {
    format: words.kind,
    id: part.id,
    title: part.document.title,
    file: text.document.name,
    part: nameIn(places, places.part),
    isFirst: former === undefined,
    written: !words.check,
    files: [...changes].map(([path, { before, after }]): ImportedFile => {
      const replaced = before === undefined ? 'created' : 'changed';
      return { path: nameIn(places, path), change: after === undefined ? 'removed' : replaced };
    }),
    rows: withLeftOut(record.rows, leftOut.length),
    recorded: run.recorded,
    access: made.access,
    kept: made.files.kept,
    lost: changes.size === 0 ? [] : made.files.lost,
    warnings: [...formatWarnings(text.document, words), ...warnings],
    unresolved,
    declined: [...declined, ...leftOut],
    refused,
    next: changes.size === 0 ? null : nextStep(run),
  };
}

/** The sums with rows that people decided to leave out. */
function withLeftOut(rows: ImportAnswer['rows'], count: number): ImportAnswer['rows'] {
  return { ...rows, taken: rows.taken - count, declined: rows.declined + count };
}

/** The next command, or the next edit of a person. */
function nextStep({ words, places, former }: Run): string {
  if (words.check) return 'run the same command without --check';
  if (places.spec !== undefined) {
    const spec = nameIn(places, places.spec);
    return `portolan validate${spec === defaultSpec ? '' : ` ${shellWord(spec)}`}`;
  }
  if (former !== undefined) return 'portolan validate';
  const part = shellWord(nameIn(places, places.part));
  return `add ${part} to "include" of a spec, or run the same command with --into SPEC`;
}
