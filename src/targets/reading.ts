import type { Address } from '../net/address.ts';
import type { Destination } from '../net/destination.ts';
import type { Flow, UrlScheme } from '../net/flow.ts';
import type { Network } from '../net/network.ts';
import type { UrlPath } from '../net/path.ts';
import type { PathMatching } from '../net/path-matching.ts';
import type { PortRange } from '../net/port.ts';

/** A line of a generated file; `file` is relative to the site's directory. */
export type OutputPlace = { readonly file: string; readonly line: number };

/**
 * Conditions of access that a flow does not show, such as `application` with the names that pass. All of them must
 * match; the device does not check a condition that is missing.
 */
export type Qualities = Readonly<Record<string, readonly string[]>>;

/** The qualities of an endpoint on these ports of its rule. */
export type Passage = { readonly ports: readonly PortRange[]; readonly qualities: Qualities };

/** One destination that an output allows, according to its reader. */
export type Access = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
  readonly clients: readonly Network[];
  readonly at: OutputPlace;
  /** Missing if the files check nothing else. */
  readonly qualities?: Qualities;
  /** The schemes of URLs that the line allows; missing for all. It always allows a flow with only a transport. */
  readonly schemes?: readonly UrlScheme[];
};

/**
 * How the files choose among the lines that contain a flow, for code that has their access and not the reader. What is
 * missing is as in a set: any line that contains the flow allows it.
 */
export type Matching = {
  /** `requests`: the files decide TCP requests to a proxy, and no other flow. DNS does not use the proxy. */
  readonly sees?: 'requests';
  /** `longest`: of all listed names that contain a host, only the lines of the longest one count. */
  readonly names?: 'longest';
  readonly paths?: PathMatching;
};

/** not-applicable: the output does not decide such flows. `at` is the line that decides, or null if no line does. */
export type Decision = {
  readonly verdict: 'allow' | 'deny' | 'not-applicable';
  readonly at: OutputPlace | null;
};

/** The value of one of the site's options in the files, by the name of the option. */
export type Setting = { readonly name: string; readonly value: string; readonly at: OutputPlace };

/** The content of one target's files, read without the spec. */
export type Reading = {
  readonly access: readonly Access[];
  /** The access of disabled rules; missing if a target does not have such rules. */
  readonly dormant?: readonly Access[];
  /** The options in the files; an option that the files do not contain is missing. */
  readonly settings: readonly Setting[];
  /** The names and numbers of the objects on the device, if the target lists the expected ones. */
  readonly identifiers?: readonly Setting[];
  /** How `decide` differs from `access`; missing if it does not. */
  readonly matching?: Matching;
  decide(flow: Flow, client: Address): Decision;
};

/** The first difference of a file from what the tool writes. `line` counts from 1. */
export type NotCanonical = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

/** File name (relative to the site's directory) to content. */
export type TargetFiles = ReadonlyMap<string, string>;
