import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { InvalidSpec, UserError } from '../../errors.ts';
import type { FileSet } from '../../file-set.ts';
import { openRevision } from '../../io/git.ts';
import { loadExceptions } from '../../language/exceptions/load.ts';
import { loadSpec } from '../../language/load.ts';
import type { FileReader } from '../../language/spec-folder.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import { sha256 } from '../../policy/digest.ts';
import { refusedBy } from '../../render/refused.ts';
import type { ComparedSpec } from '../../review/diff/change.ts';
import type { Given } from '../cli/verb.ts';
import type { out } from '../shared/options.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { limitOf, nameOf, readerOf, type SpecWords } from '../shared/spec.ts';

/** Where one side of a comparison is read from: the files of a spec, its exceptions, and its committed outputs. */
export type Revision = {
  /** Is it a commit, which may be from before there was a spec? */
  readonly isCommit: boolean;
  /** What it is called in messages. */
  readonly label: string;
  /** What reports call the spec. */
  readonly spec: string;
  readonly read: FileReader;
  /** Everything below the output folder, by its path from there. */
  readonly outputs: () => FileSet;
};

/** The files as they lie on the disk. */
export function diskRevision(words: SpecWords & Given<typeof out>): Revision {
  return {
    isCommit: false,
    label: words.spec,
    spec: nameOf(words),
    read: readerOf(words),
    outputs: () => storedSet(outputFolder(words.spec, words.out), '.').files,
  };
}

/** The same files as a commit has them. */
export function commitRevision(words: SpecWords & Given<typeof out>, revision: string): Revision {
  const folder = dirname(words.spec);
  const { read, below } = openRevision(folder, revision);
  const limit = limitOf(words);
  return {
    isCommit: true,
    label: `${words.spec} at ${revision}`,
    spec: nameOf(words),
    read: (path) =>
      read(normalize(path).split(sep).join('/'), limit, path === basename(words.spec)),
    outputs: () => below(insideOf(folder, outputFolder(words.spec, words.out))),
  };
}

/** What was there before there was a spec: nothing at all. */
export function sideBefore({ spec }: ComparedSpec): ComparedSpec {
  const documents = new Map();
  const lists = { groups: [], unresolved: [], unfinishedLists: [], sites: [], tests: [] };
  return { spec: { ...spec, documents, ...lists }, policies: [], exceptions: [], digest: '' };
}

/**
 * Reads and compiles a side. Throws InvalidSpec for a spec or exceptions that are not valid, and where targets are
 * asked for a spec that one of them refuses: nothing could be generated from it.
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
  const refused = asks === 'targets' ? refusedBy(spec, policies.value) : [];
  if (refused.length > 0) throw new InvalidSpec(refused, sources);
  const excepted = loadExceptions(read, file);
  if (!excepted.ok) throw new InvalidSpec(excepted.error.problems, excepted.error.sources);
  const { exceptions, sources: more } = excepted.value;
  // By their paths from the spec, so that the same files beside one another are the same side.
  const texts = [...sources, ...more].map(([path, text]) => [relative(dirname(file), path), text]);
  return {
    spec,
    policies: policies.value,
    exceptions,
    digest: sha256(JSON.stringify(texts.sort())),
  };
}

/** A folder by its path from another one above it; a commit holds nothing outside of its folder. */
function insideOf(folder: string, path: string): string {
  const inside = relative(folder, path).split(sep).join('/');
  if (inside.startsWith('..') || inside.startsWith('/'))
    throw new UserError(
      `the output folder ${join(path)} is not below the spec's`,
      'name a folder below that of the spec with --out',
    );
  return inside === '' ? '.' : inside;
}
