import type { LiveStatement } from '../../device.ts';
import type { LiveRule } from '../../kit/reading/live-rules.ts';
import type { LiveConfig, LiveFilterRule } from '../read/backup/config.ts';
import { placeOf } from '../read/backup/fields.ts';
import { type Frame, forwardMeaning } from './meaning.ts';
import { groupsOf } from './sequence.ts';

/** Port forwards that pass packets of the interface at once, as rules that come before all others. */
export function passingForwards(config: LiveConfig, key: string, frame: Frame): LiveRule[] {
  return changesAt(config, key, 'forwards')
    .filter(({ change }) => isPassing(change))
    .map(({ change, isReflected }) => {
      const meaning = forwardMeaning(change, frame, forwardText(change));
      // It was not tried whether a reflected port forward passes its packets too.
      return isReflected ? { ...meaning, conditional: true } : meaning;
    });
}

/** What changes the destination of packets of the interface before the rules see them. */
export function forwardNotes(config: LiveConfig, key: string): LiveStatement[] {
  const forwards = changesAt(config, key, 'forwards').filter(({ change }) => !isPassing(change));
  const note = (what: string, change: LiveFilterRule, text: string) => ({
    message: `${what} may change the destination of packets before the rules see them`,
    at: placeOf(config.file, change),
    text,
  });
  return [
    ...forwards.map(({ change, isReflected }) =>
      note(
        isReflected ? 'a port forward with NAT reflection' : 'a port forward',
        change,
        forwardText(change),
      ),
    ),
    ...changesAt(config, key, 'translations').map(({ change }) =>
      note('a 1:1 translation', change, translationText(change)),
    ),
  ];
}

type Change = { readonly change: LiveFilterRule; readonly isReflected: boolean };

/** What changes packets from an interface: its own, that of its groups, and what other interfaces reflect to it. */
function changesAt(config: LiveConfig, key: string, kind: 'forwards' | 'translations'): Change[] {
  const inGroups = groupsOf(config.groups, key);
  const isHere = (name: string) => name === key || name === 'any' || inGroups.has(name);
  return config[kind]
    .filter(({ fields }) => !['disabled', 'nordr', 'nobinat'].some((name) => fields.has(name)))
    .flatMap((change): Change[] => {
      const { fields } = change;
      if ((fields.get('interface') ?? '').split(',').some(isHere))
        return [{ change, isReflected: false }];
      const own = fields.get('natreflection') ?? '';
      const isReflected = own === '' ? config.reflects[kind] : own !== 'disable';
      return isReflected ? [{ change, isReflected }] : [];
    });
}

function isPassing({ fields }: LiveFilterRule): boolean {
  return fields.get('associated-rule-id') === 'pass';
}

/** A 1:1 translation in one line. */
export function translationText({ fields }: LiveFilterRule): string {
  return `1:1 translation on ${fields.get('interface')} of ${fields.get('external') ?? '?'} "${fields.get('descr') ?? ''}"`;
}

/** A port forward in one line: `port forward on lan to 192.0.2.7 "proxy"`. */
export function forwardText({ fields }: LiveFilterRule): string {
  return `port forward on ${fields.get('interface')} to ${fields.get('target') ?? '?'} "${fields.get('descr') ?? ''}"`;
}
