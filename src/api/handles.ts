import type { LoadedExceptions, RefusedExceptions } from '../language/exceptions/load.ts';
import type { LoadedSpec } from '../language/load.ts';
import type { Spec as SpecContent } from '../language/types.ts';
import type { Policy } from '../policy/types.ts';
import type { Result } from '../problem.ts';
import type { RenderedSite } from '../render/site.ts';
import type { Policies, Spec } from './types.ts';

/** What is behind the handle of a spec. */
type SpecParts = {
  /** The root file, as the caller names it. */
  readonly file: string;
  readonly loaded: LoadedSpec;
  /** Only a comparison uses them, so only a comparison reports their problems. */
  readonly exceptions: Result<LoadedExceptions, RefusedExceptions>;
};

/** What is behind the handle of policies. */
type PolicyParts = {
  readonly spec: SpecContent;
  readonly policies: readonly Policy[];
  /** Sites that were rendered to be explained, by id. */
  readonly rendered: Map<string, RenderedSite>;
};

const specs = new WeakMap<Spec, SpecParts>();
const compiled = new WeakMap<Policies, PolicyParts>();

/** A handle of a spec. */
export function specHandle(parts: SpecParts): Spec {
  const { name, sites } = parts.loaded.spec;
  const handle: Spec = { kind: 'spec', name, sites: idsOf(sites) };
  specs.set(Object.freeze(handle), parts);
  return handle;
}

/** A handle of policies. */
export function policiesHandle(parts: PolicyParts): Policies {
  const { name, sites } = parts.spec;
  const handle: Policies = { kind: 'policies', name, sites: idsOf(sites) };
  compiled.set(Object.freeze(handle), parts);
  return handle;
}

/** What is behind a spec. Throws a TypeError for a value that `load` did not make. */
export function partsOfSpec(spec: Spec): SpecParts {
  const parts = specs.get(spec);
  if (parts === undefined) throw new TypeError('expected a spec from load()');
  return parts;
}

/** What is behind policies. Throws a TypeError for a value that `compile` did not make. */
export function partsOfPolicies(policies: Policies): PolicyParts {
  const parts = compiled.get(policies);
  if (parts === undefined) throw new TypeError('expected policies from compile()');
  return parts;
}

function idsOf(sites: readonly { readonly id: string }[]): readonly string[] {
  return Object.freeze(sites.map(({ id }) => id).sort());
}
