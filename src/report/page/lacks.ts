import { visible } from '../../characters.ts';
import type { VerifyReport } from '../../review/verify/report.ts';

/** An output of a closed site that leaves endpoints out. */
export type Lacking = VerifyReport['folder']['lacks'][number];

/** One line for each output that leaves endpoints out; what is required makes it a warning. */
export function lacksText(lacks: readonly Lacking[]): string {
  return lacks.map((lack) => `${lackLine(lack)}\n`).join('');
}

function lackLine({ site, target, leftOut, of, required }: Lacking): string {
  const level = required > 0 ? 'warning' : 'note';
  const which = required > 0 ? `${required} required` : 'none required';
  return `${level}: ${visible(site)}: ${target}: ${leftOut} of ${of} left out, ${which}`;
}

/** The same for scripts. */
export function lacksJson(lacks: readonly Lacking[]): readonly Lacking[] {
  return lacks.map(({ site, target, leftOut, of, required }) => ({
    site,
    target,
    leftOut,
    of,
    required,
  }));
}
