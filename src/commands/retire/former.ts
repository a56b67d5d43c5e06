import { visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import { type StoredSet, textsBelow } from '../../file-set.ts';
import { foldersIn, kindAt } from '../../io/folder.ts';
import { type LoadedSpec, loadSpec } from '../../language/load.ts';
import { otherOwner } from '../../render/committed.ts';
import { restore } from '../../render/conversion.ts';
import type { Dump, Former, Retiring } from '../../render/retiring.ts';
import { commitRevision, lackOf, ofBase, type Revision } from '../diff/revision.ts';
import { readDump } from '../shared/dump.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { limitOf, type SpecWords } from '../shared/spec.ts';
import { filesOf, hasOutput, type KnownSite, sitesOf } from './sites.ts';

/** The words that say what the device has. */
export type FormerWords = SpecWords & {
  readonly base: string | undefined;
  readonly old: string | undefined;
  readonly live: string | undefined;
};

/** The spec of a commit, and its committed outputs. */
type CommitSource = {
  readonly kind: 'commit';
  readonly spec: LoadedSpec | undefined;
  readonly revision: Revision;
};

/** What tells what the device has: a commit, an output directory, or a dump. */
export type Source =
  | CommitSource
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'dump'; readonly dump: Dump };

/** The source that the user names; without one, the last commit. */
export function sourceOf(words: FormerWords): Source {
  if (words.live !== undefined) return { kind: 'dump', dump: readDump(words.live, limitOf(words)) };
  if (words.old !== undefined) return { kind: 'folder', folder: folderOf(words.spec, words.old) };
  const revision = baseOf(words);
  if (lackOf(revision) !== undefined) return { kind: 'commit', spec: undefined, revision };
  const loaded = loadSpec(revision.read, revision.spec);
  if (loaded.ok) return { kind: 'commit', spec: loaded.value, revision };
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
export type FormerState = {
  readonly former: Former;
  readonly notes: readonly string[];
  /** Another answer to what the device has. */
  readonly other?: OtherState;
};

/** The answer of the spec of a commit, where the commit also has the files. */
export type OtherState = {
  /** Throws InvalidSpec. */
  readonly state: () => FormerState;
  /** The note if the two answers differ. */
  readonly whenDifferent: string;
  /** The note if the files cannot be read, so that this answer is taken; `why` is the reason. */
  whenUnreadable(why: string): string;
};

/** What the device of a site has, according to the source. */
export function formerState(source: Source, site: string, target: Retiring): FormerState {
  switch (source.kind) {
    case 'dump':
      return { former: source, notes: [] };
    case 'folder':
      return stateOf(folderFiles(source.folder, site, target), source.folder, site, target);
    case 'commit':
      return commitState(source, site, target);
  }
}

type Files = ReadonlyMap<string, string> | undefined;

function stateOf(files: Files, from: string, site: string, { name }: Retiring): FormerState {
  if (files !== undefined) return { former: { kind: 'files', files }, notes: [] };
  const note = `${from} has no ${name} files of site "${site}", so nothing is deleted`;
  return { former: { kind: 'nothing' }, notes: [note] };
}

/** The committed files, since another version can have named its objects differently; else those of the former spec. */
function commitState(source: CommitSource, site: string, target: Retiring): FormerState {
  const { label } = source.revision;
  const rendered = () => stateOf(renderedFiles(source, site, target), label, site, target);
  const files = committedFiles(source, site, target);
  if (files === undefined) return rendered();
  const those = `${target.name} files of site "${site}"`;
  const other: OtherState = {
    state: rendered,
    whenDifferent: `the ${those} that ${label} has are not those that this version generates from that spec, and are taken for what the device has: if it has others, use --old or --live`,
    whenUnreadable: (why) =>
      `this version cannot read the ${those} that ${label} has (${why}), and takes those that it generates from that spec for what the device has: if names on the device differ, use --live`,
  };
  return { former: { kind: 'files', files }, notes: [], other };
}

/** The files in the output directory of the commit; undefined if the spec of the commit does not have them. */
function committedFiles({ spec, revision }: CommitSource, site: string, target: Retiring): Files {
  if (spec === undefined || !hasOutput(spec, site, target)) return undefined;
  const files = revision.outputs(site);
  const { stored } = restore({ files, notRegular: [], notExecutable: [] });
  if (otherOwner(stored, { spec: spec.spec.name, site }) !== undefined) return undefined;
  return filesIn(stored, target);
}

/** The files that this version generates from a former spec. */
function renderedFiles({ spec }: CommitSource, site: string, target: Retiring): Files {
  if (spec === undefined) return undefined;
  try {
    return filesOf(spec, site, target);
  } catch (error) {
    throw error instanceof InvalidSpec ? ofBase(error) : error;
  }
}

function folderFiles(folder: string, site: string, target: Retiring): Files {
  return filesIn(restore(storedSet(folder, site)).stored, target);
}

function filesIn({ files }: StoredSet, { name }: Retiring): Files {
  const texts = textsBelow(files, name);
  return texts.size === 0 ? undefined : texts;
}
