import type { PortRange } from '../net/port.ts';
import type { Explanations } from './explanations.ts';
import type { NamedDestination, NamedRequest } from './named.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import type { Relations } from './relations.ts';

/** What is known of the spec when a destination of the document is judged. */
export type Judging = {
  readonly index: OpenedIndex;
  readonly explanations: Explanations;
  /** Whether the document names ports; otherwise destinations alone are compared. */
  readonly hasPorts: boolean;
  /** The ports on which the document does not name all of an endpoint. */
  widerPorts(opened: Opened): readonly PortRange[];
  /** The port on which a destination is the address of the document itself; undefined if it is another one. */
  ownPort(named: NamedDestination): number | undefined;
};

/** One request of the document, and what of the spec is near to it. */
export type Case = {
  readonly named: NamedDestination;
  readonly request: NamedRequest;
  readonly relations: Relations;
  readonly judging: Judging;
};

/** What every finding about a request has. */
export function base({ named, request }: Case, ports: readonly PortRange[]) {
  return { subject: named.subject, ports, rows: request.rows };
}
