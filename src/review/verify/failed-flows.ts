import { getOrAdd } from '../../maps.ts';
import type { Failure } from './report.ts';

/** A failed check, and the output that it failed in. */
export type FailedIn = Failure & {
  readonly site: string;
  readonly target: string;
  /** Is its origin in the base of a comparison? */
  readonly isOfBase?: boolean;
};

/** A check of one flow, or of one setting or file, with all outputs that fail it in the same way. */
export type FailedFlow = Pick<
  FailedIn,
  'check' | 'flow' | 'expected' | 'got' | 'origin' | 'isOfBase'
> & {
  /** Never empty. */
  readonly outputs: readonly FailedIn[];
};

/** All failed flows of one check. */
export type FailedGroup = {
  readonly check: string;
  /** Is it a test of the spec? */
  readonly isTest: boolean;
  readonly flows: readonly FailedFlow[];
};

/** The name of the check that a test of the spec is. */
export function testCheck(name: string): string {
  return `${testPrefix}${name}"`;
}

const testPrefix = 'test "';

/** Failures that say the same of several outputs, as one. In the order of the first ones. */
function failedFlows(failures: readonly FailedIn[]): FailedFlow[] {
  const units = new Map<string, [FailedIn, ...FailedIn[]]>();
  for (const failure of failures) {
    const { check, flow, expected, got } = failure;
    const key = JSON.stringify([check, flow, expected, got]);
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [failure]);
    else unit.push(failure);
  }
  return [...units.values()].map((outputs) => {
    const [{ check, flow, expected, got, origin, isOfBase }] = outputs;
    return { check, flow, expected, got, origin, outputs, ...(isOfBase === true && { isOfBase }) };
  });
}

/** The failed flows by their check: tests of the spec first, otherwise in the order of the first ones. */
export function failedGroups(failures: readonly FailedIn[]): FailedGroup[] {
  const groups = new Map<string, FailedFlow[]>();
  for (const each of failedFlows(failures))
    getOrAdd(groups, each.check, (): FailedFlow[] => []).push(each);
  const all = [...groups].map(([check, flows]) => {
    return { check, isTest: check.startsWith(testPrefix), flows };
  });
  return [...all.filter(({ isTest }) => isTest), ...all.filter(({ isTest }) => !isTest)];
}
