import type { Failure, VerifyReport } from '../../review/verify/report.ts';

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

/** The message about a file that belongs to no site. */
export const unknownWords = 'not in the directory of a site';
