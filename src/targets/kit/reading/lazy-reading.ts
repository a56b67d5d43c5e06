import { once } from '../../../maps.ts';
import type { Access, Reading } from '../../reading.ts';

/** The parts of a reading; a function makes its part when it is first needed. */
type Parts = Omit<Reading, 'access' | 'decide'> & {
  readonly access: () => readonly Access[];
  readonly decider: () => Reading['decide'];
};

/**
 * A reading that lists its access, and prepares its decisions, when they are first needed: `generate` only asks whether
 * the files can be read.
 */
export function lazyReading({ access, decider, ...said }: Parts): Reading {
  const accessOnce = once(access);
  const deciderOnce = once(decider);
  return {
    ...said,
    get access() {
      return accessOnce();
    },
    decide: (flow, client) => deciderOnce()(flow, client),
  };
}
