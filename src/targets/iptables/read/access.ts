import { getOrAdd } from '../../../maps.ts';
import type { Family } from '../../../net/address.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import type { Access, OutputPlace } from '../../reading.ts';
import type { Files } from './files.ts';
import type { NameLine } from './names-and-sets.ts';
import { acceptsOf, type RulesFile } from './rules.ts';
import type { Accept } from './values.ts';

/** The access that the lines of one family allow, each at its line. */
export function accessOf(files: Files, family: Family): Access[] {
  const clients = files.script.clients.filter((client) => client.family === family);
  const rules = files.rules[family];
  const accepts = acceptsOf(rules).flatMap((accept) => accessOfLine(files, rules, accept, clients));
  const self = rules.self.map(({ ports, line }) =>
    accessTo({ kind: 'resolvers' }, ports, clients, { file: rules.file, line }),
  );
  return [...accepts, ...self];
}

function accessOfLine(
  files: Files,
  rules: RulesFile,
  accept: Accept,
  clients: readonly Network[],
): Access[] {
  const { block, set, networks, ports, line, outside } = accept;
  if (set !== undefined)
    return namesOf(files, set).flatMap((name) => accessOfName(files, name, accept, clients));
  if (networks !== undefined)
    return networks.members.map(({ network, line: at }) =>
      accessTo({ kind: 'network', network }, ports, clients, { file: files.sets.file, line: at }),
    );
  const destination: Destination =
    block === undefined
      ? anyExcept(outside === true ? rules.inner : [])
      : { kind: 'network', network: block };
  return [accessTo(destination, ports, clients, { file: rules.file, line })];
}

const bySet = new WeakMap<Files, ReadonlyMap<string, readonly NameLine[]>>();

/** The names of a set. Each rule has a set of its own, so a search of all names for each would be quadratic. */
function namesOf(files: Files, set: string): readonly NameLine[] {
  const known = getOrAdd(bySet, files, () => {
    const names = new Map<string, NameLine[]>();
    for (const line of files.names.names)
      for (const each of new Set(line.sets)) getOrAdd(names, each, () => []).push(line);
    return names;
  });
  return known.get(set) ?? [];
}

function accessOfName(
  files: Files,
  { name, line }: NameLine,
  accept: Accept,
  clients: readonly Network[],
): Access[] {
  const at = { file: files.names.file, line };
  return [
    accessTo({ kind: 'host', host: { kind: 'exact', name } }, accept.ports, clients, at),
    accessTo({ kind: 'host', host: { kind: 'subdomains', of: name } }, accept.ports, clients, at),
  ];
}

function accessTo(
  destination: Destination,
  ports: Access['ports'],
  clients: readonly Network[],
  at: OutputPlace,
): Access {
  return { destination, path: wholeHost, ports, clients, at };
}
