import { withoutCommands } from '../../characters.ts';
import type { ExpectedChange } from '../../review/diff/approvals.ts';
import type { Approval } from '../../review/diff/change.ts';
import { wrap } from '../page/wrap.ts';

/** What a change does that `--expect` does not, for whoever reads the messages. */
export function surprisesText(
  surprises: readonly Approval[],
  expected: ExpectedChange | undefined,
): string {
  const lines = surprises.flatMap(({ what, help }) => [
    ...wrap(what, 2),
    ...wrap(`help: ${help}`, 6),
  ]);
  const head = `--expect ${expected}: the change does more`;
  return `${withoutCommands([head, ...lines].join('\n'))}\n`;
}
