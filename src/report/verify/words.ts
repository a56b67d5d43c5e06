import { visible } from '../../characters.ts';
import {
  type Failure,
  qualitiesCheck,
  settingsCheck,
  type VerifyReport,
} from '../../review/verify/report.ts';

/** A failure, and whose it is. */
export type Failed = { readonly site: string; readonly target: string; readonly failure: Failure };

/** All failures, site by site. */
export function failuresOf({ sites }: VerifyReport): Failed[] {
  return [...sites].flatMap(([site, targets]) =>
    [...targets].flatMap(([target, { failed }]) =>
      failed.map((failure) => ({ site, target, failure })),
    ),
  );
}

/** What is wrong with a file that belongs to no site. */
export const unknownWords = 'it belongs to no site of the spec';

/** What is wrong, in one sentence. */
export function whatFailed({ flow, expected, got, check }: Failure): string {
  if (check === qualitiesCheck)
    return `${visible(flow ?? '')}: expected ${visible(expected)}, found ${visible(got)}`;
  if (flow !== null)
    return `${visible(flow)} is ${verdictText(got)}, and should be ${verdictText(expected)}`;
  if (check !== settingsCheck) return visible(got);
  return `it says ${visible(got)}, and should say ${visible(expected)}`;
}

const verdicts: Readonly<Record<string, string>> = {
  allow: 'allowed',
  deny: 'denied',
  'not-applicable': 'not decided here',
};

function verdictText(verdict: string): string {
  return verdicts[verdict] ?? visible(verdict);
}
