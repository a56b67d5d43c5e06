import type { Application } from '../language/types.ts';
import type { PortRange } from '../net/port.ts';
import type { Rule } from './types.ts';

/** What clients speak by habit on a port of TCP. */
type Habit = { readonly port: number; readonly application: Application; readonly spoken: string };

const habits: readonly Habit[] = [
  { port: 80, application: 'http', spoken: 'cleartext HTTP' },
  { port: 443, application: 'tls', spoken: 'TLS' },
];

/** The habits on ports of a rule whose service says that another protocol is spoken there; by port. */
export function otherHabits({ service, ports }: Pick<Rule, 'service' | 'ports'>): readonly Habit[] {
  return habits.filter(
    ({ port, application }) =>
      service.application !== application && ports.some((range) => holds(range, port)),
  );
}

/** What an output that looks at the application does with such a habit, as a reason. */
export function deniedHabit({ service }: Pick<Rule, 'service'>, { port, spoken }: Habit): string {
  return `the application of its service is "${service.application}", so ${spoken} on tcp/${port} is denied`;
}

function holds({ transport, low, high }: PortRange, port: number): boolean {
  return transport === 'tcp' && low <= port && port <= high;
}
