import type { Adversary } from './adversaries/adversary.ts';
import { bypasses } from './adversaries/bypasses.ts';
import { files } from './adversaries/files.ts';
import { mistakes } from './adversaries/mistakes.ts';
import { parts } from './adversaries/parts.ts';
import { repeats } from './adversaries/repeats.ts';
import { values } from './adversaries/values.ts';

export type { Adversary } from './adversaries/adversary.ts';

/** Every adversary, by topic. */
export const adversaries: readonly Adversary[] = [
  ...bypasses,
  ...repeats,
  ...parts,
  ...values,
  ...files,
  ...mistakes,
];
