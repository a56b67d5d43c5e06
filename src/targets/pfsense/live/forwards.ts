import type { LiveRule } from '../../kit/reading/live-rules.ts';
import type { LiveStatement } from '../../target.ts';
import type { LiveConfig, LiveFilterRule } from './config.ts';
import { placeOf } from './fields.ts';
import { type Frame, forwardMeaning } from './meaning.ts';
import { groupsOf } from './sequence.ts';

/** Port forwards of the interface that pass their packets at once, as rules that come before all others. */
export function passingForwards(config: LiveConfig, key: string, frame: Frame): LiveRule[] {
  return forwardsAt(config, key)
    .filter(isPassing)
    .map((forward) => forwardMeaning(forward, frame, forwardText(forward)));
}

/** Port forwards of the interface, which change the destination of packets before the rules see them. */
export function forwardNotes(config: LiveConfig, key: string): LiveStatement[] {
  const message = 'a port forward may change the destination of packets before the rules see them';
  return forwardsAt(config, key)
    .filter((forward) => !isPassing(forward))
    .map((forward) => ({
      message,
      at: placeOf(config.file, forward),
      text: forwardText(forward),
    }));
}

/** The forwards that change packets from an interface: its own, and those of its groups. */
function forwardsAt({ forwards, groups }: LiveConfig, key: string): LiveFilterRule[] {
  const inGroups = groupsOf(groups, key);
  const isHere = (name: string) => name === key || name === 'any' || inGroups.has(name);
  return forwards
    .filter(({ fields }) => !fields.has('disabled') && !fields.has('nordr'))
    .filter(({ fields }) => (fields.get('interface') ?? '').split(',').some(isHere));
}

function isPassing({ fields }: LiveFilterRule): boolean {
  return fields.get('associated-rule-id') === 'pass';
}

/** A port forward in one line: `port forward on lan to 192.0.2.7 "proxy"`. */
export function forwardText({ fields }: LiveFilterRule): string {
  return `port forward on ${fields.get('interface')} to ${fields.get('target') ?? '?'} "${fields.get('descr') ?? ''}"`;
}
