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

/** The result as a sentence without its full stop. */
export function verifySentence({ checked, failed }: VerifyReport): string {
  if (failed === 0) return `${count(checked, 'check')} passed`;
  return `${failed} of ${count(checked, 'check')} failed`;
}

/** The message about a file that belongs to no site. */
export const unknownWords = 'not in the directory of a site';
