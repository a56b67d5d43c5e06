import type { TemplateViews } from '../../../compiled/templates.js';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { namesOf } from './names.ts';
import { optionsOf } from './options.ts';
import { guardOf, planOf } from './plan.ts';
import { optionRefusals, refusalsOf } from './refusals.ts';
import { scriptView } from './view-script.ts';
import { setView } from './view-set.ts';
import { xmlView } from './view-xml.ts';

/** The views of this target's templates. */
type Views = Pick<TemplateViews, Extract<keyof TemplateViews, `paloalto/${string}`>>;

/**
 * The data of the three files. Refuses invalid options (`optionRefusals`), colliding names (`namesOf`) and files
 * that would not work (`refusalsOf`).
 */
export function view(policy: TargetPolicy): Result<Views, readonly Refusal[]> {
  const options = optionsOf(policy);
  const refused = optionRefusals(options);
  if (refused.length > 0) return failure(refused);
  const parts = planOf(policy);
  const names = namesOf(policy, parts);
  const refusals = [...(names.ok ? [] : names.error), ...refusalsOf(policy, options, parts)];
  if (!names.ok || refusals.length > 0) return failure(refusals);
  const guard = guardOf(policy);
  const context = { policy, options, parts, guard, names: names.value };
  // Made when a file is rendered: a review only asks whether there are refusals.
  return success({
    get 'paloalto/rules.set'() {
      return setView(context);
    },
    get 'paloalto/rules.xml'() {
      return xmlView(context);
    },
    get 'paloalto/api.sh'() {
      return scriptView(context);
    },
  });
}
