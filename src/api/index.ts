import type { DiffReport, ExplainReport } from '../../compiled/reports.js';
import { severityOf } from '../commands/shared/severity.ts';
import { defaultLimit, readerFor } from '../io/read.ts';
import { parseDate } from '../language/date.ts';
import { loadExceptions } from '../language/exceptions/load.ts';
import { loadSpec } from '../language/load.ts';
import { compileSites } from '../policy/compile-sites.ts';
import { problemsOf, renderSpec } from '../render/all-sites.ts';
import { explainJson } from '../report/explain/json.ts';
import { explain as explainFlow, readFlow } from '../review/explain/explain.ts';
import { siteFindings } from '../review/findings/site-findings.ts';
import { compareSpecs } from './compare.ts';
import { filesOf, selectionIn } from './files.ts';
import { partsOfPolicies, partsOfSpec, policiesHandle, specHandle } from './handles.ts';
import { requireOptions } from './options.ts';
import { attempt, mistakes, refused, value } from './results.ts';
import type {
  DiffOptions,
  LoadOptions,
  Policies,
  RenderedSite,
  Result,
  Selection,
  Spec,
} from './types.ts';

export type * from './types.ts';
export type { DiffReport, ExplainReport };

/**
 * Reads a spec, its includes, its lists and its exceptions. Only files in the directory of `file`, and below it, are
 * read. All problems of an invalid spec are found in one run.
 */
export function load(file: string, options: LoadOptions = {}): Result<Spec> {
  requireOptions(options, ['maxSize']);
  const { maxSize = defaultLimit } = options;
  return attempt('spec-unreadable', () => {
    const read = readerFor(file, maxSize);
    const loaded = loadSpec(read, file);
    if (!loaded.ok) return mistakes(loaded.error.problems);
    const exceptions = loadExceptions(read, file);
    return value(specHandle({ file, loaded: loaded.value, exceptions }));
  });
}

/**
 * Computes what every site of a spec allows. Fails with everything that keeps Portolan from generating the files of a
 * site, such as access that a target cannot express.
 */
export function compile(spec: Spec): Result<Policies> {
  const content = partsOfSpec(spec).loaded.spec;
  const problems = problemsOf(content);
  if (problems.length > 0) return mistakes(problems);
  const policies = compileSites(content);
  if (!policies.ok) return mistakes(policies.error);
  return value(policiesHandle({ spec: content, policies: policies.value, rendered: new Map() }));
}

/** Makes the files of the selected sites in memory: the bytes that `portolan generate` writes, as text. */
export function render(
  policies: Policies,
  selection: Selection = {},
): Result<readonly RenderedSite[]> {
  const { spec } = partsOfPolicies(policies);
  requireOptions(selection, ['sites', 'targets']);
  return attempt('unknown-selection', () => {
    const chosen = selectionIn(spec, selection);
    const rendered = renderSpec(spec, siteFindings, chosen);
    if (!rendered.ok) return mistakes(rendered.error);
    return value(rendered.value.map((site) => filesOf(site, chosen.targets !== undefined)));
  });
}

/**
 * Says for each selected site which rule allows a flow, or why none does, and what the generated files do with it. The
 * flow has a form of `portolan explain`, such as `https://www.example.com/` or `udp://192.0.2.53:53`. The files are made
 * in memory; the report names them below `generated`.
 */
export function explain(
  policies: Policies,
  flow: string,
  options: Pick<Selection, 'sites'> = {},
): Result<ExplainReport> {
  requireOptions(options, ['sites']);
  const { spec, policies: all, rendered } = partsOfPolicies(policies);
  const asked = readFlow(flow);
  if (!asked.ok) return refused(asked.error);
  return attempt('unknown-selection', () => {
    const chosen = selectionIn(spec, options);
    const missing = spec.sites
      .map(({ id }) => id)
      .filter((id) => (chosen.sites?.has(id) ?? true) && !rendered.has(id));
    const made = renderSpec(spec, siteFindings, { ...chosen, sites: new Set(missing) });
    if (!made.ok) return mistakes(made.error);
    for (const site of made.value) rendered.set(site.site, site);
    const explanation = explainFlow(asked.value, {
      spec,
      policies: all,
      sites: chosen.sites,
      filesOf: (site, target) => rendered.get(site)?.targets.get(target),
    });
    return value(JSON.parse(explainJson({ explanation, out: 'generated' })));
  });
}

/**
 * The access that `head` adds to `base` and removes from it, with other changes, findings and approvals: the report of
 * `portolan diff --format json`. The exceptions of `base` apply. Generated files are not compared, so `outputs` is empty
 * and `verified` is null.
 */
export function diff(base: Spec, head: Spec, options: DiffOptions = {}): Result<DiffReport> {
  requireOptions(options, ['asOf', 'failOn']);
  const { asOf, failOn = 'high' } = options;
  const day = asOf === undefined ? undefined : parseDate(asOf);
  if (day !== undefined && !day.ok) return refused(day.error);
  return attempt('severity-invalid', () =>
    compareSpecs(base, head, { asOf: day?.value, failOn: severityOf(String(failOn)) }),
  );
}
