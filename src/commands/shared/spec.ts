import { basename } from 'node:path';
import { InvalidSpec } from '../../errors.ts';
import { readStandardInput } from '../../io/input.ts';
import { defaultLimit, readerFor } from '../../io/read.ts';
import { counted } from '../../io/terminal.ts';
import { type LoadedSpec, loadSpec } from '../../language/load.ts';
import type { FileReader } from '../../language/spec-folder.ts';
import type { Site } from '../../language/types.ts';
import { type Policies, policiesOf } from '../../policy/compile-sites.ts';
import { problemsOf, renderSites, type Selection } from '../../render/all-sites.ts';
import { provedFiles, renderOutput } from '../../render/render-output.ts';
import type { RenderedSite } from '../../render/site.ts';
import { siteFindings } from '../../review/findings/site-findings.ts';
import type { Given } from '../cli/verb.ts';
import { nameIn } from './format.ts';
import type { maxSize, spec } from './options.ts';
import { parseSize } from './values.ts';

/** The options that say how to read a spec. `format` is missing for a command that has no formats. */
export type SpecWords = Given<typeof spec | typeof maxSize> & {
  readonly format?: string;
  /** The name of a spec that is read from standard input, which `spec` is then too. */
  readonly stdinFilename?: string | undefined;
};

/** Reads a spec. Throws a UserError when its root file cannot be read, and InvalidSpec when it is invalid. */
export function readSpec(words: SpecWords): LoadedSpec {
  const loaded = loadSpec(readerOf(words), nameOf(words));
  if (!loaded.ok) throw new InvalidSpec(loaded.error.problems, loaded.error.sources);
  return loaded.value;
}

/** The name of the spec in reports. */
export function nameOf(words: SpecWords): string {
  return nameIn(words.format ?? 'text', words.spec);
}

/** Reads the spec, from its file or standard input, and the files next to it. */
export function readerOf(words: SpecWords): FileReader {
  const limit = limitOf(words);
  const read = readerFor(words.spec, limit);
  if (words.stdinFilename === undefined) return read;
  const root = basename(words.spec);
  return (path) => (path === root ? readStandardInput(limit) : read(path));
}

/** The size limit of an input file, in bytes. */
export function limitOf(words: SpecWords): number {
  return words.maxSize === undefined ? defaultLimit : parseSize(words.maxSize);
}

/** The policies of the sites, each compiled when it is asked for; throws InvalidSpec when a site does not compile. */
export function compile(loaded: LoadedSpec): Policies {
  const policies = policiesOf(loaded.spec);
  if (!policies.ok) throw new InvalidSpec(policies.error, loaded.sources);
  return policies.value;
}

/** What to render, and how. */
type Rendering = {
  readonly selection: Selection;
  /** What a terminal shows beside the count of sites. */
  readonly phase: string;
  /** Are the files compared, and never written? Then they are not read back. */
  readonly compared?: boolean;
};

/**
 * Renders the selection, with one site in memory at a time, and counts the sites on a terminal. Throws InvalidSpec,
 * after the last site, when the spec does not compile or a target rejects it: until then, no rendered site may be
 * written.
 */
export function* render(
  { spec, sources }: LoadedSpec,
  { selection, phase, compared = false }: Rendering,
): Generator<RenderedSite, void> {
  const walk = (sites: readonly Site[]) => counted(sites, phase);
  const make = compared ? provedFiles : renderOutput;
  const problems = yield* renderSites(spec, siteFindings, { selection, walk, make });
  if (problems.length > 0) throw new InvalidSpec(problems, sources);
}

/** Throws InvalidSpec when `render` would, for the whole spec, and counts the sites on a terminal. */
export function requireRenderable({ spec, sources }: LoadedSpec, phase: string): void {
  const problems = problemsOf(spec, undefined, (sites) => counted(sites, phase));
  if (problems.length > 0) throw new InvalidSpec(problems, sources);
}
