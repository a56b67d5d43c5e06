import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Result } from '../../problem.ts';
import type { RowVerdict } from '../document.ts';

/** The verdict on words about DNS with these ports: access to the resolvers, if they are port 53 alone. */
export function dnsOn(ports: Result<readonly PortRange[], string>): RowVerdict | undefined {
  if (!ports.ok || ports.value.length === 0) return undefined;
  if (ports.value.some(({ low, high }) => low !== 53 || high !== 53)) return undefined;
  const destination = { kind: 'resolvers' } as const;
  const entry = { path: wholeHost, scheme: undefined, printed: undefined, note: undefined };
  return { kind: 'facts', facts: [{ destination, ...entry, ports: ports.value }] };
}
