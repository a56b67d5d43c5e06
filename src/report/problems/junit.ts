import { formatPlace } from '../../problem.ts';
import { junitText } from '../page/junit.ts';
import { moreText, type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as failed test cases of the command that they stopped. */
export function problemsJunit({ problems, command }: ProblemsAnswer): string {
  const { shown, more } = shownOf(problems);
  const cases = shown.map(({ rule, message, help, at }) => ({
    name: `${formatPlace(at)} ${rule}`,
    failure: `${message}\nhelp: ${help}`,
  }));
  const rest = more > 0 ? [{ name: 'more problems', failure: moreText }] : [];
  return junitText([{ name: `${command}: invalid spec`, cases: [...cases, ...rest] }]);
}
