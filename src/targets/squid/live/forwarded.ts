import type { Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import { about } from '../../kit/reading/live-statement.ts';
import type { Acls } from './acls.ts';
import type { Directive } from './directives.ts';
import { isFor } from './order.ts';

/** Directives by which a request or a connection names the client that the acls compare. */
const naming = new Set(['follow_x_forwarded_for', 'proxy_protocol_access']);

/** How lines of others decide whose requests the site's lines see. */
export type ForwardedReading = {
  readonly differences: readonly LiveStatement[];
  readonly notes: readonly LiveStatement[];
};

/** Lines that believe another address than that of the connection: everybody's, or only that of other proxies. */
export function forwardedClients(
  directives: readonly Directive[],
  acls: Acls,
  clients: readonly Network[],
): ForwardedReading {
  const lines = directives.filter(({ words: [command = '', action] }) => {
    return naming.has(command) && action === 'allow';
  });
  const own = lines.filter((line) => isFor(clients, line, acls));
  return {
    differences: own.map((line) =>
      about(line, 'this line lets a client name any address as its own'),
    ),
    notes: lines
      .filter((line) => !own.includes(line))
      .map((line) => about(line, 'this line lets others name the address of a client')),
  };
}
