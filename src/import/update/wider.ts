import { type Inspection, type Tier, tiers } from '../../language/types.ts';

/** Whether a tier reaches more sites than another one. */
export function isStronger(next: Tier, yours: Tier): boolean {
  return tiers.indexOf(next) < tiers.indexOf(yours);
}

/** Whether an inspection lets more through than the other one. */
export function isBypass(next: Inspection): boolean {
  return next === 'bypass';
}

/** The tier that a group of the part has after an update. */
export function tierAfter(
  written: string | undefined,
  former: Tier | undefined,
  next: Tier,
  isAsked: boolean,
): Tier {
  const yours = tiers.find((each) => each === written);
  if (yours === undefined) return next;
  const isKept = yours !== former || (!isAsked && isStronger(next, yours));
  return isKept ? yours : next;
}

/** The inspection that a group of the part has after an update. */
export function inspectionAfter(
  written: string | undefined,
  former: Inspection | undefined,
  next: Inspection,
  isAsked: boolean,
): Inspection {
  const yours = written === 'bypass' || written === 'allow' ? written : former;
  if (yours === undefined) return next;
  const isKept = yours !== former || (!isAsked && isBypass(next));
  return isKept ? yours : next;
}
