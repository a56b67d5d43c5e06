import type { Network } from '../../../net/network.ts';
import type { SavedRule, SavedTable } from './dumps.ts';
import { meaningOf } from './rule.ts';

/** A rule, with the sources of the rules after it that differ from it only in them. */
export type Joined = { readonly rule: SavedRule; readonly sources: Network[] | undefined };

/** Jumps to one chain that differ only in their source are followed once. */
export function joined(rules: readonly SavedRule[], { family, chains }: SavedTable): Joined[] {
  const found: Joined[] = [];
  let last: string | undefined;
  for (const rule of rules) {
    const [, chain] = /^-A \S+ -s \S+ -j (\S+)$/.exec(rule.text) ?? [];
    const isJump = chain !== undefined && chains.has(chain);
    const sources = isJump ? meaningOf(rule, family).sources : undefined;
    const before = found.at(-1)?.sources;
    if (sources === undefined || before === undefined || chain !== last)
      found.push({ rule, sources: sources && [...sources] });
    else for (const source of sources) before.push(source);
    last = chain;
  }
  return found;
}
