import { grouped } from '../../maps.ts';
import { type FailedFlow, type FailedIn, failedGroups } from '../../review/verify/failed-flows.ts';
import type { Failure, VerifyReport } from '../../review/verify/report.ts';
import { count } from '../page/words.ts';

/** A failure with its site and target. */
export type Failed = { readonly site: string; readonly target: string; readonly failure: Failure };

/** All failures, site by site. */
export function failuresOf({ sites }: VerifyReport): Failed[] {
  return [...sites].flatMap(([site, targets]) =>
    [...targets].flatMap(([target, { failed }]) =>
      failed.map((failure) => ({ site, target, failure })),
    ),
  );
}

/** Each failed test and flow with all outputs that fail it; the tests of the spec first. */
export function flowsOf(report: VerifyReport): FailedFlow[] {
  const failures = failuresOf(report).map(({ failure, ...output }) => ({ ...failure, ...output }));
  return failedGroups(failures).flatMap(({ flows }) => flows);
}

/** The outputs by site, for example `branch iptables, squid`. */
export function outputsTitle(outputs: readonly FailedIn[]): string {
  return [...grouped(outputs, ({ site }) => site)]
    .map(([site, own]) => `${site} ${[...new Set(own.map(({ target }) => target))].join(', ')}`)
    .join('; ');
}

/** The result as a sentence without its full stop. */
export function verifySentence({ checked, failed }: VerifyReport): string {
  if (failed === 0) return `${count(checked, 'check')} passed`;
  return `${failed} of ${count(checked, 'check')} failed`;
}

/** The message about a file that belongs to no site. */
export const unknownWords = 'not in the directory of a site';
