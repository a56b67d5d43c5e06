import type { Family } from '../../net/address.ts';
import type { Rule } from '../../policy/types.ts';
import type { Options } from './options.ts';

/** Is it a rule for AH? All ports of a rule have the same transport, except TCP and UDP. */
export function isAh({ ports }: Rule): boolean {
  return ports.some(({ transport }) => transport === 'ah');
}

/**
 * The address families in which a rule matches packets; may be empty. In IPv6, AH is one of the extension headers that
 * pf skips: it compares the protocol behind them with its rules, and never AH itself.
 */
export function familiesOfRule(rule: Rule, { families }: Options): readonly Family[] {
  return isAh(rule) ? families.filter((family) => family === 4) : families;
}
