import { basename, dirname, join, normalize, posix, relative, sep } from 'node:path';
import { InvalidSpec, UserError } from '../../errors.ts';
import type { FileSet } from '../../file-set.ts';
import { openRevision } from '../../io/git.ts';
import { counted } from '../../io/terminal.ts';
import { loadExceptions } from '../../language/exceptions/load.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { unknownSubjects } from '../../language/exceptions/unknown.ts';
import { loadSpec } from '../../language/load.ts';
import { baseName, type FileReader } from '../../language/spec-folder.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import { targetNames } from '../../render/all-sites.ts';
import { refusedBy } from '../../render/refused.ts';
import type { ComparedSpec } from '../../review/diff/change.ts';
import { sourcesDigest } from '../../review/diff/review-id.ts';
import type { Given } from '../cli/verb.ts';
import type { out } from '../shared/options.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { limitOf, nameOf, readerOf, type SpecWords } from '../shared/spec.ts';

/** The source of one side of a comparison: a spec, its exceptions, and its committed outputs. */
export type Revision = {
  /** The whole hash of a commit, which may be older than the spec; undefined for files on the disk. */
  readonly commit: string | undefined;
  /** What the user calls it: a revision or a file. */
  readonly name: string;
  /** Its name in messages. */
  readonly label: string;
  /** The name of the spec in reports. */
  readonly spec: string;
  readonly read: FileReader;
  /** All files of the output directory, or of one site's directory in it, by their paths from there. */
  readonly outputs: (site?: string) => FileSet;
};

/** The files on the disk. */
export function diskRevision(words: SpecWords & Given<typeof out>): Revision {
  return {
    commit: undefined,
    name: nameOf(words),
    label: words.spec,
    spec: nameOf(words),
    read: readerOf(words),
    outputs: (site = '.') => storedSet(outputFolder(words.spec, words.out), site).files,
  };
}

/** The same files in a commit. */
export function commitRevision(words: SpecWords & Given<typeof out>, revision: string): Revision {
  const folder = dirname(words.spec);
  const { commit, read, below } = openRevision(folder, revision);
  const limit = limitOf(words);
  return {
    commit,
    name: revision,
    label: `${words.spec} at ${revision}`,
    spec: nameOf(words),
    read: (path) =>
      read(normalize(path).split(sep).join('/'), limit, path === basename(words.spec)),
    outputs: (site = '.') =>
      below(posix.join(insideOf(folder, outputFolder(words.spec, words.out)), site)),
  };
}

/** The side for a commit without a spec: it allows nothing. Its exceptions may be those of other specs beside it. */
export function sideBefore({ spec }: ComparedSpec, exceptions: readonly Exception[]): ComparedSpec {
  const documents = new Map();
  const lists = { groups: [], unresolved: [], unfinishedLists: [], sites: [], tests: [] };
  return { spec: { ...spec, documents, ...lists }, policies: [], exceptions, digest: '' };
}

/**
 * Reads and compiles a side. Throws InvalidSpec for an invalid spec and for invalid exceptions. With `targets`, it also
 * throws for a spec that a target rejects, because nothing could be generated from it.
 */
export function sideOf(
  { spec: file, read }: Revision,
  asks: 'no-target' | 'targets',
): ComparedSpec {
  const loaded = loadSpec(read, file);
  if (!loaded.ok) throw new InvalidSpec(loaded.error.problems, loaded.error.sources);
  const { spec, sources } = loaded.value;
  const policies = compileSites(spec);
  if (!policies.ok) throw new InvalidSpec(policies.error, sources);
  const refused =
    asks === 'targets' ? refusedBy(spec, counted(policies.value, 'Checking sites')) : [];
  if (refused.length > 0) throw new InvalidSpec(refused, sources);
  const excepted = loadExceptions(read, file);
  if (!excepted.ok) throw new InvalidSpec(excepted.error.problems, excepted.error.sources);
  const { exceptions, sources: more } = excepted.value;
  // A commit cannot be repaired: an exception of base for an unknown group only accepts nothing.
  const unknown = asks === 'targets' ? unknownSubjects(exceptions, spec, targetNames) : [];
  if (unknown.length > 0) throw new InvalidSpec(unknown, more);
  return {
    spec,
    policies: policies.value,
    exceptions,
    digest: sourcesDigest(file, [...sources, ...more]),
  };
}

/** Why a commit has no spec. An unreadable link counts too: a commit cannot be repaired, so all access is new. */
export function lackOf({ label, spec, read }: Revision): string | undefined {
  const root = read(baseName(spec));
  if (root.kind === 'missing') return `${label} does not exist`;
  return root.kind === 'unreadable' ? `cannot read ${label}: ${root.reason}` : undefined;
}

/** The same problems, with file names marked as those of the base, whose line numbers differ from head's. */
export function ofBase({ problems, sources }: InvalidSpec): InvalidSpec {
  const nameOf = (file: string) => `${file} (base)`;
  return new InvalidSpec(
    problems.map((problem) => ({
      ...problem,
      at: { ...problem.at, file: nameOf(problem.at.file) },
    })),
    new Map([...sources].map(([file, text]) => [nameOf(file), text])),
  );
}

/** The path of a directory from a directory above it; a commit is read only below the spec's directory. */
function insideOf(folder: string, path: string): string {
  const inside = relative(folder, path).split(sep).join('/');
  if (inside.startsWith('..') || inside.startsWith('/'))
    throw new UserError(
      `the output directory ${join(path)} is not below the directory of the spec`,
      'use a directory below that of the spec, for example --out generated',
    );
  return inside === '' ? '.' : inside;
}
