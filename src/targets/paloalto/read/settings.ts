import type { Setting } from '../../reading.ts';
import type { RuleRecord } from './model.ts';
import type { Placed } from './set.ts';

/** The settings of the rules: their location, position and zone, logging and profiles. */
export function settingsOf(file: string, model: Placed): Setting[] {
  const { place, rulebase, position, security, tag } = model;
  const allowing = security.filter(({ fields }) => fields.get('action')?.[0] === 'allow');
  const deny = security.find(({ name }) => name === `${tag}-deny`);
  const location = place.startsWith('device-group ') ? `${place} ${rulebase}` : place;
  const end = { file, line: (deny ?? security.at(-1))?.line ?? 1 };
  return [
    { name: 'location', value: location, at: { file, line: 3 } },
    { name: 'position', value: position.text, at: { file, line: position.line } },
    { name: 'enforce', value: deny === undefined ? 'additive' : 'closed', at: end },
    ...innerOf(file, model),
    ...distinct(file, 'from', 'from', security),
    ...distinct(file, 'logSetting', 'log-setting', security),
    ...distinct(file, 'profileGroup', 'profile-setting group', allowing),
  ];
}

/** The header names the spec. Every name begins with the tag. */
export function identifiersOf(file: string, { spec, tag }: Placed): Setting[] {
  return [
    { name: 'spec', value: spec, at: { file, line: 1 } },
    { name: 'prefix', value: tag, at: { file, line: 3 } },
  ];
}

/** The networks that the guard denies to rules that resolve names. */
function innerOf(file: string, { tag, security, addressGroups, addresses }: Placed): Setting[] {
  const guard = security.find(({ name }) => name === `${tag}-inner`);
  const group = addressGroups.find(({ name }) => name === `${tag}-inner`);
  if (guard === undefined || group === undefined) return [];
  const networks = group.members.map(({ text }) => addresses.get(text)?.split(' ')[1] ?? '');
  return [{ name: 'inner', value: networks.join(', '), at: { file, line: guard.line } }];
}

/** The different values of a field in the rules; empty if no rule has the field. */
function distinct(
  file: string,
  name: string,
  field: string,
  rules: readonly RuleRecord[],
): Setting[] {
  const found = new Map<string, Setting>();
  for (const { fields, line } of rules) {
    const value = fields.get(field)?.join(', ') ?? '';
    if (!found.has(value)) found.set(value, { name, value, at: { file, line } });
  }
  return found.size === 1 && found.has('') ? [] : [...found.values()];
}
