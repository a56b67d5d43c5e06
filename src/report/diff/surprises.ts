import { withoutCommands } from '../../characters.ts';
import type { ExpectedChange } from '../../review/diff/approvals.ts';
import type { Approval } from '../../review/diff/change.ts';
import { wrap } from '../page/wrap.ts';

/** What a change does beyond `--expect`, as a message. */
export function surprisesText(
  surprises: readonly Approval[],
  expected: ExpectedChange | undefined,
): string {
  const lines = surprises.flatMap(({ what, help }) => [
    ...wrap(what, 2),
    ...wrap(`help: ${help}`, 6),
  ]);
  const head = `--expect ${expected} failed`;
  return `${withoutCommands([head, ...lines].join('\n'))}\n`;
}
