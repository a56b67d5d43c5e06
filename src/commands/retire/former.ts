import { visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import { textsBelow } from '../../file-set.ts';
import { foldersIn, kindAt } from '../../io/folder.ts';
import { type LoadedSpec, loadSpec } from '../../language/load.ts';
import { restore } from '../../render/conversion.ts';
import type { Dump, Former, Retiring } from '../../render/retiring.ts';
import { commitRevision, lackOf, ofBase, type Revision } from '../diff/revision.ts';
import { readDump } from '../shared/dump.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { limitOf, type SpecWords } from '../shared/spec.ts';
import { filesOf, type KnownSite, sitesOf } from './sites.ts';

/** The words that say what the device has. */
export type FormerWords = SpecWords & {
  readonly base: string | undefined;
  readonly old: string | undefined;
  readonly live: string | undefined;
};

/** What tells what the device has: the spec of a commit, an output directory, or a dump. */
export type Source =
  | { readonly kind: 'commit'; readonly spec: LoadedSpec | undefined; readonly label: string }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'dump'; readonly dump: Dump };

/** The source that the user names; without one, the last commit. */
export function sourceOf(words: FormerWords): Source {
  if (words.live !== undefined) return { kind: 'dump', dump: readDump(words.live, limitOf(words)) };
  if (words.old !== undefined) return { kind: 'folder', folder: folderOf(words.spec, words.old) };
  const revision = baseOf(words);
  const { label } = revision;
  if (lackOf(revision) !== undefined) return { kind: 'commit', spec: undefined, label };
  const loaded = loadSpec(revision.read, revision.spec);
  if (loaded.ok) return { kind: 'commit', spec: loaded.value, label };
  throw ofBase(new InvalidSpec(loaded.error.problems, loaded.error.sources));
}

function baseOf(words: FormerWords): Revision {
  try {
    return commitRevision({ ...words, out: undefined }, words.base ?? 'HEAD');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, helpOfRetire(error.help), error.code);
  }
}

/** The help about a revision, whose fixes are those of `diff`. */
function helpOfRetire(help: string): string {
  return help
    .replace(/compare two files(?: instead)?: portolan diff OLD NEW/, sayWhat)
    .replace(/portolan diff$/, 'portolan retire');
}

const sayWhat = 'say what the device has with --old DIR or --live FILE';

/** The output directory that the user names. A wrong name must not mean that the device has nothing. */
function folderOf(spec: string, old: string): string {
  const folder = outputFolder(spec, old);
  if (kindAt(folder) !== 'missing') return folder;
  throw new UserError(
    `directory not found: ${visible(folder)}`,
    'pass the output directory that contains a directory for each site',
  );
}

/** The sites with the target that the source has. A dump does not name sites. */
export function formerSites(source: Source, target: Retiring): KnownSite[] {
  switch (source.kind) {
    case 'commit':
      return source.spec === undefined ? [] : sitesOf(source.spec.spec, target);
    case 'folder':
      return foldersIn(source.folder).flatMap((id) => {
        const files = folderFiles(source.folder, id, target);
        if (files === undefined) return [];
        return [{ id, prefix: undefined, place: target.retire.namesIn(files), device: null }];
      });
    case 'dump':
      return [];
  }
}

/** What the device has, and notes about it. */
export type FormerState = { readonly former: Former; readonly notes: readonly string[] };

/** What the device of a site has, according to the source. */
export function formerState(source: Source, site: string, target: Retiring): FormerState {
  if (source.kind === 'dump') return { former: source, notes: [] };
  const [files, from] =
    source.kind === 'commit'
      ? [baseFiles(source.spec, site, target), source.label]
      : [folderFiles(source.folder, site, target), source.folder];
  if (files !== undefined) return { former: { kind: 'files', files }, notes: [] };
  const note = `${from} has no ${target.name} files of site "${site}", so nothing is deleted`;
  return { former: { kind: 'nothing' }, notes: [note] };
}

type Files = ReadonlyMap<string, string> | undefined;

/** The files that this version generates from a former spec. */
function baseFiles(spec: LoadedSpec | undefined, site: string, target: Retiring): Files {
  if (spec === undefined) return undefined;
  try {
    return filesOf(spec, site, target);
  } catch (error) {
    throw error instanceof InvalidSpec ? ofBase(error) : error;
  }
}

function folderFiles(folder: string, site: string, target: Retiring): Files {
  const { stored } = restore(storedSet(folder, site));
  const files = textsBelow(stored.files, target.name);
  return files.size === 0 ? undefined : files;
}
