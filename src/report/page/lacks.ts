import { visible } from '../../characters.ts';
import type { VerifyReport } from '../../review/verify/report.ts';
import { count } from './words.ts';

/** An output of a default-deny site that leaves endpoints out. */
export type Lacking = VerifyReport['folder']['lacks'][number];

/** One line for each output that leaves endpoints out: a warning if a required one is among them. */
export function lacksText(lacks: readonly Lacking[]): string {
  return lacks.map((lack) => `${lackLine(lack)}\n`).join('');
}

function lackLine({ site, target, leftOut, of, required }: Lacking): string {
  const level = required > 0 ? 'warning' : 'note';
  const which = required > 0 ? `${required} of them required` : 'none of them required';
  return `${level}: ${visible(site)}: ${target}: ${leftOut} of ${count(of, 'endpoint')} left out, ${which}`;
}

/** The same for JSON. */
export function lacksJson(lacks: readonly Lacking[]): readonly Lacking[] {
  return lacks.map(({ site, target, leftOut, of, required }) => ({
    site,
    target,
    leftOut,
    of,
    required,
  }));
}
