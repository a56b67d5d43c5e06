import { type Config, type Entry, fieldsOf, type Kind, kindNames, ruleKinds } from './model.ts';

/** Differences between the configurations of rules.set (first) and rules.xml. Empty means equal. */
export function differences(set: Config, xml: Config): string[] {
  return [
    ...(placeOf(set) === placeOf(xml)
      ? []
      : [`rules.set is in "${placeOf(set)}", rules.xml in "${placeOf(xml)}"`]),
    ...kindNames.flatMap((kind) => differencesIn(kind, set, xml)),
    ...ruleKinds
      .filter((kind) => namesIn(set, kind).join('\n') !== namesIn(xml, kind).join('\n'))
      .filter((kind) => sortedNames(set, kind) === sortedNames(xml, kind))
      .map((kind) => `the ${kind} rules of rules.xml stand in another order`),
  ];
}

function placeOf({ location }: Config): string {
  return `${location?.words ?? ''} ${location?.rulebase ?? ''}`.trim();
}

function differencesIn(kind: Kind, set: Config, xml: Config): string[] {
  const names = [...new Set([...namesIn(set, kind), ...namesIn(xml, kind)])];
  return names.flatMap((name) => {
    const [left, right] = [set, xml].map((config) =>
      config.entries[kind].find((entry) => entry.name === name),
    );
    if (left === undefined) return [`the ${kind} "${name}" is in rules.xml only`];
    if (right === undefined) return [`the ${kind} "${name}" is in rules.set only`];
    return Object.keys(fieldsOf(kind))
      .filter((field) => textOf(left, field) !== textOf(right, field))
      .map(
        (field) => `the ${field} of the ${kind} "${name}" differs between rules.set and rules.xml`,
      );
  });
}

/** Lists are sets to the firewall; a rule without the switch is on. */
function textOf(entry: Entry, field: string): string {
  const values = entry.fields.get(field) ?? (field === 'disabled' ? ['no'] : []);
  return JSON.stringify([...values].sort());
}

function namesIn(config: Config, kind: Kind): string[] {
  return config.entries[kind].map((entry) => entry.name);
}

function sortedNames(config: Config, kind: Kind): string {
  return namesIn(config, kind).sort().join('\n');
}
