import type { Flow } from '../../net/flow.ts';

/** Is it the same connection, perhaps in another spelling? Both have the peer itself, and not an equal one. */
export function isSameFlow(one: Flow, other: Flow): boolean {
  return (
    one.peer === other.peer &&
    one.scheme === other.scheme &&
    one.port === other.port &&
    one.transport === other.transport &&
    one.path === other.path
  );
}
