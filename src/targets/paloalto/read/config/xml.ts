import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import {
  childOf,
  childrenOf,
  parseXml,
  type WantedElements,
  type XmlElement,
} from '../../../../xml.ts';
import type { Dump } from '../../../device.ts';
import { Collector, containerPaths, type PanConfig, unseenPushes } from './entries.ts';

const rules: WantedElements = {
  security: { rules: 'all' },
  decryption: { rules: 'all' },
  nat: { rules: 'all' },
};

const contents: WantedElements = {
  tag: 'all',
  address: 'all',
  'address-group': 'all',
  service: 'all',
  'service-group': 'all',
  'application-group': 'all',
  profiles: { 'custom-url-category': 'all' },
  rulebase: rules,
  'pre-rulebase': rules,
  'post-rulebase': rules,
};

// The configuration contains passwords and keys, so only these elements are read.
const config: WantedElements = {
  shared: contents,
  devices: {
    entry: {
      deviceconfig: { system: { hostname: 'all', panorama: {}, 'panorama-server': {} } },
      vsys: { entry: contents },
      'device-group': { entry: contents },
    },
  },
  panorama: { ...contents, vsys: { entry: contents } },
};

const wanted: WantedElements = { config, response: { result: { config } } };

/** Reads a configuration as XML: an export, or the answer of the API. No attribute except `name` is kept. */
export function readXmlConfig({ name: file, text }: Dump): Result<PanConfig, Refusal> {
  const read = parseXml(text, wanted);
  if (!read.ok) {
    const { message, help } = read.error;
    return failure(refuse('live-dump', `${file}: ${message}`, help));
  }
  const root = configIn(read.value);
  if (root === undefined)
    return failure(
      refuse(
        'live-dump',
        `${file} has no element "config" at its top`,
        'export the whole running configuration',
      ),
    );
  const collector = new Collector(file);
  const device = childOf(childOf(root, 'devices') ?? root, 'entry');
  for (const [place, element] of placesIn(root, device)) collect(collector, place, element);
  const system = device && childOf(childOf(device, 'deviceconfig') ?? device, 'system');
  const { places } = collector;
  return success({
    file,
    kind: 'running configuration of PAN-OS, XML',
    host: (system && childOf(system, 'hostname')?.text) || null,
    places,
    notes: unseenPushes(places, isManaged(system)),
  });
}

function isManaged(system: XmlElement | undefined): boolean {
  return system?.children.some(({ name }) => name !== 'hostname') === true;
}

function configIn(root: XmlElement): XmlElement | undefined {
  if (root.name === 'config') return root;
  const result = childOf(root, 'result');
  return root.name === 'response' && result !== undefined ? childOf(result, 'config') : undefined;
}

/** The places by name. What Panorama pushed to a firewall has a place of its own, and one for each virtual system. */
function placesIn(
  root: XmlElement,
  device: XmlElement | undefined,
): (readonly [string, XmlElement])[] {
  const below = (parent: XmlElement | undefined, name: string, start: string) =>
    childrenOf(childOf(parent ?? root, name) ?? empty, 'entry').map(
      (entry) => [`${start} ${entry.label ?? ''}`, entry] as const,
    );
  const shared = childOf(root, 'shared');
  const pushed = childOf(root, 'panorama');
  return [
    ...(shared === undefined ? [] : [['shared', shared] as const]),
    ...(device === undefined ? [] : below(device, 'vsys', 'vsys')),
    ...(device === undefined ? [] : below(device, 'device-group', 'device-group')),
    ...(pushed === undefined ? [] : [['panorama', pushed] as const]),
    ...(pushed === undefined ? [] : below(pushed, 'vsys', 'pushed')),
  ];
}

const empty: XmlElement = { name: '', label: undefined, line: 1, children: [], text: '' };

function collect(collector: Collector, place: string, element: XmlElement): void {
  for (const path of containerPaths) {
    const found = path.reduce<XmlElement | undefined>(
      (at, name) => at && childOf(at, name),
      element,
    );
    for (const entry of childrenOf(found ?? empty, 'entry'))
      collectEntry(collector, [place, path.join('/'), entry.label ?? ''], entry);
  }
}

type Path = readonly [string, string, string];

function collectEntry(collector: Collector, path: Path, entry: XmlElement): void {
  collector.add(path, entry.line);
  collectFields(collector, path, entry, { line: entry.line, field: '' });
}

type At = { readonly line: number; readonly field: string };

/** The members of a list are values of its field, and an empty element is a value of the one around it. */
function collectFields(
  collector: Collector,
  path: Path,
  element: XmlElement,
  { line, field }: At,
): void {
  for (const child of element.children) {
    const word = child.name === 'entry' ? (child.label ?? '') : child.name;
    const below = field === '' ? word : `${field}/${word}`;
    if (child.children.length > 0) collectFields(collector, path, child, { line, field: below });
    else if (child.name === 'member') collector.add(path, line, field, [child.text]);
    else if (child.text === '' && field !== '') collector.add(path, line, field, [word]);
    else collector.add(path, line, below, [child.text]);
  }
}
