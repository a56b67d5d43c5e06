import type { Application } from '../language/types.ts';
import type { PortRange } from '../net/port.ts';
import type { Rule } from './types.ts';

/** The application protocol that clients usually speak on a TCP port. */
type Habit = { readonly port: number; readonly application: Application; readonly spoken: string };

const habits: readonly Habit[] = [
  { port: 80, application: 'http', spoken: 'cleartext HTTP' },
  { port: 443, application: 'tls', spoken: 'TLS' },
];

/** The usual protocols on the ports of a rule whose service has another application; by port. */
export function otherHabits({ service, ports }: Pick<Rule, 'service' | 'ports'>): readonly Habit[] {
  return habits.filter(
    ({ port, application }) =>
      service.application !== application && ports.some((range) => holds(range, port)),
  );
}

/** Why an output that checks the application denies such a protocol. */
export function deniedHabit({ service }: Pick<Rule, 'service'>, { port, spoken }: Habit): string {
  return `the application of its service is "${service.application}", so ${spoken} on tcp/${port} is denied`;
}

function holds({ transport, low, high }: PortRange, port: number): boolean {
  return transport === 'tcp' && low <= port && port <= high;
}
