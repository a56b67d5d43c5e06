import type { FileSet } from '../file-set.ts';
import type { Site, Spec } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { digest, sha256 } from '../policy/digest.ts';
import type { Policy } from '../policy/types.ts';
import {
  addProblems,
  failure,
  type Place,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
  success,
} from '../problem.ts';
import { type Output, outputsOf } from '../targets/output.ts';
import type { TargetFiles } from '../targets/reading.ts';
import type { Target } from '../targets/target.ts';
import { coverage, type SiteFinding } from './coverage.ts';
import { formatManifest, type Manifest, manifestName, targetDigest, toolName } from './manifest.ts';
import { assertCanonicalText, type MakeFiles, refusalsOf, renderOutput } from './render-output.ts';
import { type Lack, lacksOf } from './totals.ts';
import { enforcedBy } from './verdicts.ts';

/** One site, rendered in memory. */
export type RenderedSite = {
  readonly site: string;
  readonly spec: string;
  /** The policy's digest. */
  readonly policy: string;
  /** Only the selected targets. */
  readonly targets: ReadonlyMap<string, TargetFiles>;
  /** Warnings of the targets, each a sentence. */
  readonly warnings: readonly string[];
  /** The text of coverage.md, about every target of the site. */
  readonly coverage: string;
  /** Endpoints of the spec that the selected targets deny. */
  readonly lacks: readonly Lack[];
};

/** The name of the page in a site's directory. */
export const coverageName = 'coverage.md';

/**
 * Renders the targets of the site that `wanted` contains (default: all), and the coverage page with the findings.
 * Fails with what the targets cannot express, at the location of the option or the target. `make` makes the files.
 */
export function renderSite(
  known: readonly Target[],
  policy: Policy,
  spec: Spec,
  findings: readonly SiteFinding[],
  wanted?: ReadonlySet<string>,
  make: MakeFiles = renderOutput,
): Result<RenderedSite> {
  const outputs = outputsOf(policy, known);
  const rendered = new Map<string, TargetFiles>();
  const problems: Problem[] = [];
  for (const output of outputs.filter(({ target }) => wanted?.has(target.name) ?? true)) {
    const files = make(output);
    if (files.ok) rendered.set(output.target.name, files.value);
    else addProblems(problems, problemsOf(output, files.error));
  }
  if (problems.length > 0) return failure(problems);
  const enforced = enforcedBy(outputs);
  const page = coverage(outputs, policy, spec, findings, enforced);
  assertCanonicalText(coverageName, page);
  return success({
    site: policy.site.id,
    spec: spec.name,
    policy: digest(policy),
    targets: rendered,
    warnings: outputs.flatMap((output) => warningsOf(output, rendered)),
    coverage: page,
    lacks: lacksOf(policy, enforced).filter(({ target }) => rendered.has(target)),
  });
}

function warningsOf(
  { target, policy }: Output,
  rendered: RenderedSite['targets'],
): readonly string[] {
  const files = rendered.get(target.name);
  if (files === undefined) return [];
  return target.warnings?.(files, policy) ?? [];
}

/** The problems for which `renderSite` fails. */
export function siteProblems(known: readonly Target[], policy: Policy): Problem[] {
  const problems: Problem[] = [];
  for (const output of outputsOf(policy, known))
    addProblems(problems, problemsOf(output, refusalsOf(output)));
  return problems;
}

function problemsOf({ target, policy }: Output, refusals: readonly Refusal[]): Problem[] {
  return refusals.map((refusal) => problemOf(refusal, policy.site, target.name));
}

/** A refusal of a target as a problem, at the location of the option or the target. */
export function problemOf(refusal: Refusal, site: Site, target: string): Problem {
  return problemAt(refusal, placeOfRefusal(site, target, refusal));
}

function placeOfRefusal(site: Site, target: string, { option }: Refusal): Place {
  return site.targetPlaces.get(`${target}.${option}`) ?? placeOfTarget(site, target);
}

function placeOfTarget({ targetPlaces, place }: Site, target: string): Place {
  return targetPlaces.get(target) ?? place;
}

/** What is kept from stored files: the files themselves, and their entries in the manifest. */
export type Carried = {
  readonly files: FileSet;
  readonly targets: Readonly<Record<string, string>>;
  readonly digests: Readonly<Record<string, string>>;
};

const nothing: Carried = { files: new Map(), targets: {}, digests: {} };

/** All files of a site's directory, including the manifest. */
export function siteFiles(site: RenderedSite, carried: Carried = nothing): FileSet {
  const own = getOrAdd(made, site, () => ownFiles(site));
  const files = new Map<string, Uint8Array>(carried.files);
  for (const [path, { bytes }] of own) files.set(path, bytes);
  files.set(manifestName, Buffer.from(formatManifest(manifestOf(site, own, carried))));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type OwnFiles = ReadonlyMap<string, { readonly bytes: Uint8Array; readonly digest: string }>;

// Kept because a run plans its changes twice: before it has the lock, and with it.
const made = new WeakMap<RenderedSite, OwnFiles>();

function ownFiles({ coverage, targets }: RenderedSite): OwnFiles {
  const texts = new Map([
    [coverageName, coverage],
    ...[...targets.values()].flatMap((files) => [...files]),
  ]);
  return new Map(
    [...texts].map(([path, text]) => {
      const bytes = Buffer.from(text);
      return [path, { bytes, digest: sha256(bytes) }];
    }),
  );
}

function manifestOf(site: RenderedSite, own: OwnFiles, carried: Carried): Manifest {
  const digestsOf = (paths: Iterable<string>) =>
    Object.fromEntries([...paths].map((path) => [path, own.get(path)?.digest ?? '']));
  const targets = [...site.targets].map(([name, files]) => [
    name,
    targetDigest(digestsOf(files.keys())),
  ]);
  return {
    tool: { name: toolName, version: PORTOLAN_VERSION },
    spec: site.spec,
    site: site.site,
    policy: site.policy,
    targets: { ...carried.targets, ...Object.fromEntries(targets) },
    files: { ...carried.digests, ...digestsOf(own.keys()) },
  };
}
