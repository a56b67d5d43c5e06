import { UserError } from '../../errors.ts';
import { textsBelow } from '../../file-set.ts';
import { explain } from '../../review/explain/explain.ts';
import type { Explanation } from '../../review/explain/explanation.ts';
import { readFlow } from '../../review/explain/read-flow.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import { compile, readSpec, type SpecWords } from '../shared/spec.ts';

/**
 * Who allows a flow at the chosen sites, or why nobody does, and what the files below the output folder do with it.
 * Throws a UserError for what is no flow, and InvalidSpec.
 */
export function explanationOf(
  words: SpecWords & Chosen & { readonly flow: string; readonly out: string | undefined },
): Explanation {
  const flow = flowOf(words.flow);
  const loaded = readSpec(words);
  const { sites } = selectionOf(loaded.spec, words);
  const policies = compile(loaded);
  const out = outputFolder(words.spec, words.out);
  const chosen = policies.filter(({ site }) => sites?.has(site.id) ?? true);
  const files = new Map(chosen.map(({ site }) => [site.id, storedSet(out, site.id).files]));
  return explain(flow, {
    spec: loaded.spec,
    policies,
    sites,
    filesOf: (site, target) => {
      const texts = textsBelow(files.get(site) ?? new Map(), target);
      return texts.size === 0 ? undefined : texts;
    },
  });
}

/** Throws a UserError for what is no flow, with what one looks like. */
function flowOf(text: string) {
  const flow = readFlow(text);
  if (flow.ok) return flow.value;
  throw new UserError(flow.error.message, flow.error.help);
}
