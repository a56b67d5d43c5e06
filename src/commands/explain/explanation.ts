import { UserError } from '../../errors.ts';
import { textsBelow } from '../../file-set.ts';
import type { ExplainAnswer } from '../../report/explain/answer.ts';
import { explain, readFlow } from '../../review/explain/explain.ts';
import type { Given } from '../cli/verb.ts';
import type { out } from '../shared/options.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import { compile, readSpec, type SpecWords } from '../shared/spec.ts';

/**
 * Which rules allow a flow at the selected sites, or why it is denied, and what the output files do with it. Throws a
 * UserError for an invalid flow, and InvalidSpec.
 */
export function explainFlow(
  words: SpecWords & Chosen & Given<typeof out> & { readonly flow: string },
): ExplainAnswer {
  const flow = flowOf(words.flow);
  const loaded = readSpec(words);
  const { sites } = selectionOf(loaded.spec, words);
  const policies = loaded.spec.sites.map(compile(loaded).of);
  const folder = outputFolder(words.spec, words.out);
  const chosen = policies.filter(({ site }) => sites?.has(site.id) ?? true);
  const files = new Map(chosen.map(({ site }) => [site.id, storedSet(folder, site.id).files]));
  const explanation = explain(flow, {
    spec: loaded.spec,
    policies,
    sites,
    filesOf: (site, target) => {
      const texts = textsBelow(files.get(site) ?? new Map(), target);
      return texts.size === 0 ? undefined : texts;
    },
  });
  return { explanation, out: folder };
}

/** Parses a flow. Throws a UserError with an example of a valid one. */
function flowOf(text: string) {
  const flow = readFlow(text);
  if (flow.ok) return flow.value;
  throw new UserError(flow.error.message, flow.error.help);
}
