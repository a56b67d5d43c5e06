import { type ExitCode, exitCode, InvalidSpec, UserError } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { compileSites } from '../policy/compile-sites.ts';
import { explainText } from '../report/explain.ts';
import { explainJson } from '../report/explain-json.ts';
import { explain as explainFlow, readFlow } from '../review/explain/explain.ts';
import { committedFiles } from './committed.ts';
import { outputFolder, readSpec, type SpecOptions } from './common.ts';
import { selectionOf } from './selection.ts';

export type ExplainOptions = SpecOptions & {
  readonly flow: string;
  readonly out: string | undefined;
  /** Empty means every site. */
  readonly sites: readonly string[];
  readonly format: 'text' | 'json';
};

/** Says who allows a flow, or why nobody does: exit 0 when a chosen site allows it, else 1. Writes nothing. */
export function explain(options: ExplainOptions): ExitCode {
  const flow = flowOf(options.flow);
  const { spec, sources } = readSpec(options);
  const { sites } = selectionOf(spec, { sites: options.sites, targets: [] });
  const policies = compileSites(spec);
  if (!policies.ok) throw new InvalidSpec(policies.error, sources);
  const out = outputFolder(options.spec, options.out);
  const chosen = policies.value.filter(({ site }) => sites?.has(site.id) ?? true);
  const files = new Map(chosen.map(({ site }) => [site.id, committedFiles(out, site.id)]));
  const explanation = explainFlow(flow, {
    spec,
    policies: policies.value,
    sites,
    filesOf: (site, target) => files.get(site)?.(target),
  });
  printResult(
    options.format === 'json'
      ? explainJson(explanation, out)
      : explainText(explanation, out, options.paint),
  );
  return explanation.sites.some(({ rules }) => rules.length > 0) ? exitCode.yes : exitCode.no;
}

/** Throws a UserError for what is no flow, with what one looks like. */
function flowOf(text: string) {
  const flow = readFlow(text);
  if (flow.ok) return flow.value;
  throw new UserError(flow.error.message, flow.error.help);
}
