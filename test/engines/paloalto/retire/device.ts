import { readXml, type XmlElement } from '../../xml.ts';
import { apply, danglingIn } from '../apply.ts';
import { type Command, readCommands } from '../commands.ts';
import { readOneEntry } from '../document.ts';
import {
  type Config,
  type Entry,
  emptyConfig,
  type Kind,
  kindAt,
  kindNames,
  ruleKinds,
  withEntry,
} from '../model.ts';

/**
 * A firewall or Panorama with several locations: objects by the words of a location, and rules by these words and the
 * rulebase.
 */
export type Device = {
  readonly objects: ReadonlyMap<string, Config>;
  readonly rules: ReadonlyMap<string, Config>;
};

export type Played = { readonly device: Device; readonly problems: readonly string[] };

type Target = { readonly words: string; readonly rulebase: string | undefined };

/** What is at a location: its objects, and the rules of one rulebase, or of all of them. */
export function configAt({ objects, rules }: Device, { words, rulebase }: Target): Config {
  const keys = [...rules.keys()].filter((key) =>
    rulebase === undefined ? key.startsWith(`${words}|`) : key === `${words}|${rulebase}`,
  );
  const all = keys.map((key) => rules.get(key) ?? emptyConfig());
  const { entries } = objects.get(words) ?? emptyConfig();
  return {
    location: { words, rulebase },
    entries: {
      ...entries,
      security: all.flatMap((each) => each.entries.security),
      decryption: all.flatMap((each) => each.entries.decryption),
    },
  };
}

function withConfig(device: Device, { words, rulebase }: Target, config: Config): Device {
  if (rulebase === undefined)
    return { ...device, objects: new Map(device.objects).set(words, config) };
  return { ...device, rules: new Map(device.rules).set(`${words}|${rulebase}`, config) };
}

/** A device whose locations have objects and rules of other people, with names like ours. */
export function strangeDevice(targets: readonly Target[]): Device {
  const empty: Device = { objects: new Map(), rules: new Map() };
  return targets.reduce((device, target) => {
    const withObjects = withConfig(device, { ...target, rulebase: undefined }, strangeObjects());
    return withConfig(withObjects, target, strangeRules());
  }, empty);
}

function strangeObjects(): Config {
  const entries: [Kind, string, [string, string[]][]][] = [
    ['tag', 'demo2', [['comments', ['another team']]]],
    ['address', 'demo', [['ip-netmask', ['192.0.2.1']]]],
    ['address', 'demo2-lan', [['ip-netmask', ['192.0.2.0/24']]]],
    ['address-group', 'demo2-clients', [['static', ['demo2-lan']]]],
    ['service', 'demotcp-80', [['protocol tcp port', ['80']]]],
    [
      'custom-url-category',
      'Demo-list',
      [
        ['type', ['URL List']],
        ['list', ['intranet.example/']],
      ],
    ],
  ];
  return entries.reduce(
    (config: Config, [kind, name, fields]) =>
      withEntry(config, kind, { name, fields: new Map(fields) }),
    emptyConfig(),
  );
}

function strangeRules(): Config {
  const names = ['site first', 'marker', 'demo2-web', 'block-all', 'site last'];
  return ruleKinds.reduce(
    (config: Config, kind) =>
      names.reduce(
        (each: Config, name) =>
          withEntry(each, kind, { name, fields: new Map([['source', ['any']]]) }),
        config,
      ),
    emptyConfig(),
  );
}

/** Pastes commands. Says what a firewall would refuse. */
export function paste(device: Device, text: string): Played {
  const { commands, problems } = readCommands(text);
  return commands.reduce((played: Played, command) => playOne(played, command), {
    device,
    problems,
  });
}

function playOne({ device, problems }: Played, command: Command): Played {
  const { words, rulebase } = command.location;
  const { config, problems: more } = apply(configAt(device, { words, rulebase }), [command]);
  return {
    device: withConfig(device, { words, rulebase }, config),
    problems: [...problems, ...more],
  };
}

/** Sends a multi-config request, in which every operation has an own number, counted from 1. */
export function request(device: Device, text: string): Played {
  // The API takes an element, and this reader a document.
  const { root } = readXml(`<?xml version="1.0" encoding="utf-8"?>\n${text}`);
  return root.children.reduce(
    (played: Played, operation, index) => {
      const id = operation.attributes.get('id');
      const wrong = id === `${index + 1}` ? [] : [`operation ${index + 1} has the id ${id}`];
      const next = operate(played, operation);
      return { ...next, problems: [...next.problems, ...wrong] };
    },
    { device, problems: [] },
  );
}

type Subject = { readonly target: Target; readonly kind: Kind; readonly name: string };

function subjectOf(path: string): Subject {
  const [, place = '', rest = '', name = ''] =
    /^\/config\/(shared|devices\/entry\[@name='localhost\.localdomain'\]\/[a-z-]+\/entry\[@name='[^']+'\])\/(.+)\/entry\[@name='([^']+)'\]$/.exec(
      path,
    ) ?? [];
  const found = kindAt(rest.split('/'));
  if (found === undefined) throw new Error(`no entry of ours has the path ${path}`);
  const [, list, own] = /\/([a-z-]+)\/entry\[@name='([^']+)'\]$/.exec(place) ?? [];
  const words = place === 'shared' ? place : `${list} ${own}`;
  const target = { words: words === 'vsys vsys1' ? '' : words, rulebase: found.rulebase };
  return { target, kind: found.kind, name };
}

function operate(played: Played, { name: verb, attributes, children }: XmlElement): Played {
  const { target, kind, name } = subjectOf(attributes.get('xpath') ?? '');
  if (verb === 'edit') return edit(played, { target, kind, name }, children);
  const command = { line: 0, location: target, kind, name };
  if (verb === 'delete') return playOne(played, { ...command, verb, field: '' });
  const where = attributes.get('where');
  if (verb !== 'move' || !isSide(where)) throw new Error(`no operation of ours: ${verb} ${where}`);
  return playOne(played, { ...command, verb, where, anchor: attributes.get('dst') });
}

function isSide(where: string | undefined): where is 'top' | 'bottom' | 'before' | 'after' {
  return ['top', 'bottom', 'before', 'after'].includes(where ?? '');
}

function edit(
  { device, problems }: Played,
  { target, kind, name }: Subject,
  children: readonly XmlElement[],
): Played {
  const [element] = children;
  if (element === undefined || children.length > 1)
    throw new Error('an edit has exactly one entry');
  const { entry, problems: wrong } = readOneEntry(element, kind);
  if (entry?.name !== name) throw new Error(`the path names ${name}, the entry ${entry?.name}`);
  const config = configAt(device, target);
  const missing = [...entry.fields].flatMap(([field, values]) =>
    danglingIn(config, { kind, name, field }, values),
  );
  return {
    device: withConfig(device, target, withEntry(config, kind, entry)),
    problems: [...problems, ...wrong, ...missing.map((each) => `"${name}" names "${each}"`)],
  };
}

/** What a device has, as text to compare: rules in their order, and the rest sorted. */
export function contentOf(device: Device): string[] {
  const rules = [...device.rules].flatMap(([at, { entries }]) =>
    ruleKinds.flatMap((kind) =>
      entries[kind].map((entry, index) => `${at} ${kind} ${index} ${textOf(entry)}`),
    ),
  );
  const objects = [...device.objects].flatMap(([at, { entries }]) =>
    kindNames
      .filter((kind) => kind !== 'security' && kind !== 'decryption')
      .flatMap((kind) => entries[kind].map((entry) => `${at} ${kind} ${textOf(entry)}`)),
  );
  return [...rules, ...objects.sort()];
}

function textOf({ name, fields }: Entry): string {
  const said = [...fields].map(([field, values]) => `${field}=${[...values].sort().join(',')}`);
  return `${name}: ${said.sort().join(' ')}`;
}
