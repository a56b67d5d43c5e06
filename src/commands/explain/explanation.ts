import { UserError } from '../../errors.ts';
import { textsBelow } from '../../file-set.ts';
import { getOrAdd } from '../../maps.ts';
import { explainFormats, openFormats } from '../../report/explain/index.ts';
import { inFormat } from '../../report/formats.ts';
import type { Paint } from '../../report/page/paint.ts';
import {
  type ExplainInput,
  explain,
  type Question,
  readQuestion,
} from '../../review/explain/explain.ts';
import type { SiteExplanation } from '../../review/explain/explanation.ts';
import { explainOpen } from '../../review/explain/open.ts';
import type { Given } from '../cli/verb.ts';
import type { out } from '../shared/options.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { type Chosen, selectionOf } from '../shared/selection.ts';
import { generateCommand } from '../shared/shell.ts';
import { compile, readSpec, type SpecWords } from '../shared/spec.ts';

type Words = SpecWords & Chosen & Given<typeof out>;

/** An answer in one of the formats, and whether a selected site allows anything that was asked about. */
type Answered = {
  readonly print: (format: keyof typeof explainFormats, paint: Paint) => Promise<string>;
  readonly allowed: boolean;
};

/**
 * Which rules allow a flow, or any flow to a host, at the selected sites, or why it is denied, and what the output files
 * do with it. Throws a UserError for an invalid flow, and InvalidSpec.
 */
export function answerTo(words: Words & { readonly flow: string }): Answered {
  const question = questionOf(words.flow);
  const { input, out } = groundsOf(words);
  if (question.kind === 'flow') {
    const explanation = explain(question.flow, input);
    return {
      print: (format, paint) => inFormat(explainFormats[format], { explanation, out }, paint),
      allowed: explanation.sites.some(isAllowed),
    };
  }
  const explanation = explainOpen(question.host, input);
  return {
    print: (format, paint) => inFormat(openFormats[format], { explanation, out }, paint),
    allowed: explanation.sites.some(({ open }) => open.some(({ site }) => isAllowed(site))),
  };
}

function isAllowed({ rules }: SiteExplanation): boolean {
  return rules.length > 0;
}

/** The spec and the output files that explain a flow. Throws a UserError for an unknown site, and InvalidSpec. */
function groundsOf(words: Words): { readonly input: ExplainInput; readonly out: string } {
  const loaded = readSpec(words);
  const { sites } = selectionOf(loaded.spec, words);
  const policies = loaded.spec.sites.map(compile(loaded).of);
  const folder = outputFolder(words.spec, words.out);
  const chosen = policies.filter(({ site }) => sites?.has(site.id) ?? true);
  const files = new Map(chosen.map(({ site }) => [site.id, storedSet(folder, site.id).files]));
  const outputs = new Map<string, ReadonlyMap<string, string>>();
  const filesOf = (site: string, target: string) => {
    const texts = getOrAdd(outputs, `${site}/${target}`, () =>
      textsBelow(files.get(site) ?? new Map(), target),
    );
    return texts.size === 0 ? undefined : texts;
  };
  const generate = generateCommand(words.spec, words.out);
  return { input: { spec: loaded.spec, policies, sites, filesOf, generate }, out: folder };
}

/** Parses a flow, or a host without a port. Throws a UserError with an example of a valid one. */
function questionOf(text: string): Question {
  const question = readQuestion(text);
  if (question.ok) return question.value;
  throw new UserError(question.error.message, question.error.help);
}
