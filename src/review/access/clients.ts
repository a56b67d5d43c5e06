import type { Network } from '../../net/network.ts';

/** Every address of both families: the clients of what does not look at who asks. */
export const everyClient: readonly Network[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];
