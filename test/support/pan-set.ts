import { readXml, type XmlElement } from '../engines/xml.ts';

/**
 * The set commands that a device prints for a configuration as XML: a line for each field, one member without brackets.
 * What Panorama pushed is not among them.
 */
export function setLinesOf(text: string): string[] {
  const { root } = readXml(text.startsWith('<?') ? text : `<?xml version="1.0"?>\n${text}`);
  const config = root.name === 'config' ? root : child(child(root, 'result'), 'config');
  const device = child(child(config, 'devices'), 'entry');
  const systems = child(device, 'vsys')?.children ?? [];
  const isNamed = systems.length > 1 || systems.some((each) => nameOf(each) !== 'vsys1');
  return [
    ...(device?.children ?? []).flatMap((part) => {
      if (part.name !== 'vsys' || isNamed) return linesBelow(part, ['set']);
      return systems.flatMap(({ children }) =>
        children.flatMap((each) => linesBelow(each, ['set'])),
      );
    }),
    ...(config?.children ?? [])
      .filter(({ name }) => name !== 'devices' && name !== 'panorama')
      .flatMap((part) => linesBelow(part, ['set'])),
  ];
}

/** The same as a file. */
export function setDumpOf(text: string): string {
  return setLinesOf(text)
    .map((line) => `${line}\n`)
    .join('');
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name);
}

function nameOf({ attributes }: XmlElement): string {
  return attributes.get('name') ?? '';
}

function linesBelow(element: XmlElement, above: readonly string[]): string[] {
  const { name, children, text } = element;
  const words = [...above, quoted(name === 'entry' ? nameOf(element) : name)];
  const members = children
    .filter((each) => each.name === 'member')
    .map((each) => quoted(each.text));
  if (members.length > 0) return [[...words, listOf(members)].join(' ')];
  // A container without entries is not printed, and an entry without fields is.
  if (children.length > 0) return children.flatMap((each) => linesBelow(each, words));
  if (containers.has(name)) return [];
  return [[...words, ...(text.trim() === '' ? [] : [quoted(text)])].join(' ')];
}

const containers = new Set(['rules', 'address', 'address-group', 'service', 'tag']);

function listOf(members: readonly string[]): string {
  return members.length === 1 ? (members[0] ?? '') : `[ ${members.join(' ')} ]`;
}

function quoted(text: string): string {
  return /^[^\s"[\]]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}
