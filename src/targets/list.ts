import { iptables } from './iptables/index.ts';
import { pac } from './pac/index.ts';
import { paloalto } from './paloalto/index.ts';
import { pfsense } from './pfsense/index.ts';
import { squid } from './squid/index.ts';
import type { Target } from './target.ts';

/** Every target that this version can render, sorted by name. */
export const targets: readonly Target[] = [iptables, pac, paloalto, pfsense, squid];
