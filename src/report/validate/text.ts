import { visible, withoutCommands } from '../../characters.ts';
import type { Spec } from '../../language/types.ts';
import type { Problem } from '../../problem.ts';
import { jsonText } from '../page/json.ts';
import { count } from '../page/words.ts';
import { shownOf } from '../problems/text.ts';

/** One sentence for a spec without a mistake. */
export function validText(file: string, spec: Spec): string {
  const endpoints = spec.groups.flatMap((group) => group.endpoints);
  const counts = [
    count(spec.groups.length, 'group'),
    count(endpoints.length, 'endpoint'),
    count(spec.sites.length, 'site'),
    ...(spec.tests.length > 0 ? [count(spec.tests.length, 'test')] : []),
  ];
  return `${withoutCommands(visible(file))} is valid: ${counts.join(', ')}\n`;
}

/** The answer of `validate` for scripts; schema/report.schema.json describes it. */
export function validationJson(problems: readonly Problem[]): string {
  const { shown, more } = shownOf(problems);
  const report = {
    schemaVersion: 1,
    valid: problems.length === 0,
    problems: shown.map(({ rule, message, help, at: { file, line, column, length } }) => {
      return { rule, message, help, file, line, column, length };
    }),
    more,
  };
  return jsonText(report);
}
