import { targets } from '../targets/list.ts';

/** The names of the targets that this version renders, sorted. */
export const targetNames: readonly string[] = targets.map((target) => target.name);
