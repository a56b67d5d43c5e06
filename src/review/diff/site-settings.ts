import type { Resolvers, Selection, Site } from '../../language/types.ts';
import { formatDestination } from '../../net/destination.ts';
import { formatNetwork, mergeNetworks, type Network } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { compareText } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import type { AccessSetting } from './change.ts';
import { type Statement, statementsUnder } from './statements.ts';

/** The settings of a site and of its targets, by what they are called in a report. */
export function siteStatements(site: Site): [string, Statement][] {
  const { id, prefix, device, resolvers, enforce, tiers, select, exclude, inner, place } = site;
  const governing: Readonly<Record<string, string | undefined>> = {
    // A new prefix leaves the objects with the old prefix, and what they allow, on the device.
    prefix,
    clients: networksText(site.clients),
    resolvers: resolversText(resolvers),
    enforce,
    tiers: tiers.join(', '),
    select: select && selectText(select),
    exclude: exclude.length === 0 ? undefined : [...exclude].sort().join(', '),
    inner: inner.length === 0 ? undefined : networksText(inner),
  };
  const given = [...site.destinations].map(([name, items]): [string, Statement] => {
    const text = items.map(({ destination }) => formatDestination(destination)).sort(compareText);
    const setting = siteSetting(id, `destinations.${name}`);
    return governed(setting, text.join(', '), items[0]?.place ?? place);
  });
  const values = [...site.variables].map(([name, variable]): [string, Statement] => {
    const texts = variable.values.map(({ text }) => text).sort(compareText);
    const at = variable.values[0]?.place ?? place;
    return governed(siteSetting(id, `variables.${name}`), texts.join(', '), at);
  });
  return [
    ...statementsUnder(`site ${id}`, place, { device }),
    ...Object.entries(governing).flatMap(([name, value]) =>
      value === undefined ? [] : [governed(siteSetting(id, name), value, place)],
    ),
    ...given,
    ...values,
    ...Object.entries(site.targets).flatMap(([target, options]) =>
      targetStatements(site, target, options),
    ),
  ];
}

function selectText({ tags, groups }: Selection): string {
  const parts = [named('tags', tags), named('groups', groups)];
  return parts.flat().join('; ');
}

function named(key: string, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [`${key} ${[...words].sort(compareText).join(', ')}`];
}

function governed(setting: AccessSetting, value: string, at: Place): [string, Statement] {
  return [`site ${setting.site}: ${setting.name}`, { value, at, setting }];
}

/** A setting of a site that governs access, by its name. */
export function siteSetting(site: string, name: string): AccessSetting {
  const kind = name === 'enforce' ? 'default-deny' : 'other';
  return { site, kind, target: null, name, of: null };
}

function targetStatements(site: Site, target: string, options: object): [string, Statement][] {
  const at = site.targetPlaces.get(target) ?? site.place;
  const setting: AccessSetting = { ...siteSetting(site.id, target), kind: 'target', target };
  const given = Object.entries(options).flatMap(([option, value]): [string, Statement][] => {
    const text = optionText(option, value);
    if (option === 'clients' && text === networksText(site.clients)) return [];
    const name = `${target}.${option}`;
    const place = site.targetPlaces.get(name) ?? at;
    return [governed({ ...setting, kind: 'other', name }, text, place)];
  });
  return [governed(setting, 'generated', at), ...given];
}

/** An option's value. Networks are compared by their addresses, so their notation does not matter. */
function optionText(option: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const networks = addressOptions.has(option) ? networksIn(value) : undefined;
  return networks === undefined ? JSON.stringify(value) : networksText(mergeNetworks(networks));
}

const addressOptions: ReadonlySet<string> = new Set(['clients', 'resolvers']);

/** The networks of a list; undefined if the value is not a list of networks. */
function networksIn(value: unknown): Network[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const parsed = value.map((each: unknown) =>
    typeof each === 'string' ? parseNetwork(each) : undefined,
  );
  const networks = parsed.flatMap((each) => (each?.ok === true ? [each.value] : []));
  return networks.length === value.length ? networks : undefined;
}

function networksText(networks: readonly Network[]): string {
  return networks.map(formatNetwork).join(', ');
}

function resolversText(resolvers: Resolvers): string {
  if (resolvers.kind === 'any') return 'any';
  const self = resolvers.self ? ['self'] : [];
  return [...self, ...resolvers.addresses.map(formatNetwork)].join(', ');
}
