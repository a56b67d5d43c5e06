import type { GrowingCase } from './cases.ts';

/** Specs that are made to be slow: each is a small text whose work could grow with the square of its size. */
export const adversaries: readonly GrowingCase[] = [];
