import type { TargetFiles } from '../../../src/targets/reading.ts';
import { committedFiles } from '../../support/committed.ts';
import { type Internet, internetOf, type Pair, type Port } from './internet.ts';

/** What one committed site promises, written by hand from its spec. */
export type Promised = {
  /** Where its files are. */
  readonly folder: string;
  readonly chains: string;
  readonly enforce: 'closed' | 'additive';
  /** The ports that are asked everywhere. */
  readonly ports: readonly Port[];
  /** Names, each with a separate address in both families, and the ports on which it must be allowed. */
  readonly names: Readonly<Record<string, string>>;
  /** Names whose owner points them at addresses that are not theirs. */
  readonly pointing: Readonly<Record<string, { readonly addresses: Pair; readonly open: string }>>;
  /** Addresses without a name. */
  readonly places: Readonly<Record<string, string>>;
  /** The listed resolvers; the site's own router is always one. */
  readonly resolvers: readonly string[];
  /** A listed host that is allowed on tcp/443. */
  readonly listed: string;
  /** A name below a listed host that points inside a network. */
  readonly inner: string;
};

/** The committed files of the site. */
export function filesOf({ folder }: Promised): TargetFiles {
  const files = new Map(committedFiles('iptables')).get(folder);
  if (files === undefined) throw new Error(`there are no files in ${folder}`);
  return files;
}

/** A test network with all requested hosts. */
export function internetAround({ names, pointing, places, resolvers, ports }: Promised): Internet {
  const pairs = Object.entries(pointing).map(([name, { addresses }]) => [name, addresses] as const);
  return internetOf({
    names: Object.keys(names),
    pointing: Object.fromEntries(pairs),
    places: Object.keys(places),
    resolvers,
    ports,
  });
}

/** The ports that must be allowed at each name and address once all names are resolved. */
export function promisedTo({ names, pointing, places }: Promised): Record<string, string> {
  const others = Object.entries(pointing).map(([name, { open }]) => [name, open] as const);
  return { ...names, ...Object.fromEntries(others), ...places };
}
