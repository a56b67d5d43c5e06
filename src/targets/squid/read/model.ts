import type { Host } from '../../../net/host.ts';
import type { Network } from '../../../net/network.ts';
import type { UrlPath } from '../../../net/path.ts';
import type { PortRange } from '../../../net/port.ts';
import type { OutputPlace } from '../../target.ts';

/** A value, and the line that holds it. */
type Placed<Value> = { readonly value: Value; readonly at: OutputPlace };

/** Destinations under one path. `stem` begins the names of their acls. */
export type Clause = {
  readonly stem: string;
  path: Placed<UrlPath> | undefined;
  /** Exact hosts and wildcards, in the order of the file. */
  readonly hosts: Placed<Host>[];
  readonly networks: Placed<Network>[];
  /** The line that lets every destination through. */
  any: OutputPlace | undefined;
};

/** What the file says under the name of one rule. */
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
  /** The line of the first name that has it. */
  readonly prefixAt: OutputPlace;
  readonly options: string;
  /** The line that says the options. */
  readonly optionsAt: OutputPlace;
  readonly tlsInspection: string;
  readonly direct: boolean;
  readonly adaptationServices: readonly string[];
  readonly delayPools: readonly string[];
  readonly clients: Network[];
  /** The site's own networks, and the line of the first of them. */
  readonly inner: Network[];
  innerAt: OutputPlace | undefined;
  readonly sections: Section[];
};
