import { iptables } from './iptables/index.ts';
import { pac } from './pac/index.ts';
import type { Target } from './target.ts';

/** Every target that this version can render, sorted by name. */
export const targets: readonly Target[] = [iptables, pac];
