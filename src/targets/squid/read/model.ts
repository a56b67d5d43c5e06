import type { Host } from '../../../net/host.ts';
import type { Network } from '../../../net/network.ts';
import type { UrlPath } from '../../../net/path.ts';
import type { PortRange } from '../../../net/port.ts';
import type { OutputPlace } from '../../reading.ts';

/** A value and its location. */
type Placed<Value> = { readonly value: Value; readonly at: OutputPlace };

/** Destinations with one path. The names of their acls begin with `stem`. */
export type Clause = {
  readonly stem: string;
  path: Placed<UrlPath> | undefined;
  /** Exact hosts and wildcards, in the order of the file. */
  readonly hosts: Placed<Host>[];
  readonly networks: Placed<Network>[];
  /** The location of the line that allows every destination. */
  any: OutputPlace | undefined;
};

/** The lines below the heading of one rule. */
export type Section = {
  readonly id: Placed<string>;
  name: string;
  way: 'plain' | 'tunnel';
  kind: 'bypass' | 'allow';
  readonly ports: PortRange[];
  readonly clauses: Clause[];
};

/** Everything that distinguishes one file of this target from another. */
export type Model = {
  readonly specName: string;
  readonly prefix: string;
  /** The location of the first name with this prefix. */
  readonly prefixAt: OutputPlace;
  readonly options: string;
  /** The location of the line with the options. */
  readonly optionsAt: OutputPlace;
  readonly tlsInspection: string;
  readonly direct: boolean;
  readonly adaptationServices: readonly string[];
  readonly delayPools: readonly string[];
  readonly clients: Network[];
  /** The site's inner networks; `innerAt` is the location of the first one. */
  readonly inner: Network[];
  innerAt: OutputPlace | undefined;
  readonly sections: Section[];
};
