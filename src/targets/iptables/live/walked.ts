import type { Destination } from '../../../net/destination.ts';
import type { Network } from '../../../net/network.ts';
import type { PortRange } from '../../../net/port.ts';
import type { SavedRule, SavedTable } from './dumps.ts';

/** Access by one rule: to a set, or to destinations. */
export type Accepted = {
  readonly rule: SavedRule;
  readonly clients: readonly Network[];
  readonly ports: readonly PortRange[];
  readonly to: { readonly set: string } | { readonly destinations: readonly Destination[] };
  readonly conditional: boolean;
  /** Did a rule on the way name destinations? */
  readonly aimed: boolean;
  /** Is it a rule of another tool, or the policy of the chain? */
  readonly foreign: boolean;
};

/** What the walk found. */
export type Walked = {
  readonly accepted: readonly Accepted[];
  /** Foreign rules that deny something before the rules of the site. */
  readonly denying: readonly SavedRule[];
  /** Foreign rules that accept a protocol that no spec can name. */
  readonly otherProtocols: readonly SavedRule[];
  /** Foreign rules whose target is not known. */
  readonly unknown: readonly SavedRule[];
};

/** What the walk knows of the site. */
export type Ground = {
  readonly table: SavedTable;
  readonly clients: readonly Network[];
  /** Do the packets go to the clients? Else they come from them, and the site's own access shows behind all foreign rules. */
  readonly isInward: boolean;
  /** The destinations of the packets; undefined means any. */
  readonly networks: readonly Network[] | undefined;
  /** The chain of the site that the packets go through, and its end in the same table. */
  readonly entry: string;
  readonly isOwn: (chain: string) => boolean;
  /** Does what comes after the site's chains belong to other tools? */
  readonly additive: boolean;
};
