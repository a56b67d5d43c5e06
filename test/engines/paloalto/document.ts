import { readXml, type XmlElement, XmlError } from '../xml.ts';
import {
  type Config,
  type Entry,
  emptyConfig,
  type FieldForm,
  fieldsOf,
  forbidden,
  type Kind,
  kindAt,
  named,
  withEntry,
} from './model.ts';

type Reading = { config: Config; readonly problems: string[]; location: string };

const containers = [
  'profiles',
  'rulebase',
  'pre-rulebase',
  'post-rulebase',
  'security',
  'decryption',
];

/** rules.xml as a configuration, and what in it is not of our form. */
export function readDocument(text: string): { config: Config; problems: string[] } {
  const reading: Reading = { config: emptyConfig(), problems: [], location: '' };
  try {
    const { root, prolog } = readXml(text);
    if (!prolog.includes('portolan generate'))
      say(reading, root, 'the header does not name the command "portolan generate"');
    readRoot(reading, root);
  } catch (error) {
    reading.problems.push(explain(error));
  }
  return reading;
}

function explain(error: unknown): string {
  if (error instanceof XmlError) return `rules.xml is no XML: line ${error.line}: ${error.message}`;
  if (error instanceof Misplaced) return `rules.xml: ${error.message}`;
  throw error;
}

function say(reading: Reading, element: XmlElement, what: string): void {
  reading.problems.push(`line ${element.line} of rules.xml: ${what}`);
}

/** A place that leaves nothing to read on. */
class Misplaced extends Error {}

/** /config/shared, or /config/devices/entry[localhost.localdomain]/(vsys|device-group)/entry[NAME]. */
function readRoot(reading: Reading, root: XmlElement): void {
  if (root.name !== 'config') throw new Misplaced(`the root is <${root.name}>, not <config>`);
  const top = only(root);
  if (top.name === 'shared') readPlace(reading, top, 'shared');
  else {
    const tree = only(only(top));
    const place = only(tree);
    checkPath(reading, [top, only(top), tree, place]);
    const words = `${tree.name} ${place.attributes.get('name') ?? ''}`;
    readPlace(reading, place, words === 'vsys vsys1' ? '' : words);
  }
}

function checkPath(reading: Reading, path: readonly XmlElement[]): void {
  const steps = path.map((each) => each.name).join('/');
  const [, device] = path;
  if (!/^devices\/entry\/(vsys|device-group)\/entry$/.test(steps))
    throw new Misplaced(`the path is /config/${steps}, not that of a vsys or a device group`);
  if (device !== undefined && device.attributes.get('name') !== 'localhost.localdomain')
    say(reading, device, 'the device is not localhost.localdomain');
}

function only(element: XmlElement): XmlElement {
  const [first] = element.children;
  if (first === undefined || element.children.length > 1)
    throw new Misplaced(`<${element.name}> does not hold exactly one element`);
  return first;
}

function readPlace(reading: Reading, place: XmlElement, words: string): void {
  reading.location = words;
  reading.config = { ...reading.config, location: { words, rulebase: undefined } };
  for (const element of place.children) readContainer(reading, element, [element.name]);
  checkDoubled(reading, place);
}

function readContainer(reading: Reading, element: XmlElement, path: readonly string[]): void {
  const found = kindAt(path);
  if (element.attributes.size > 0) say(reading, element, `<${element.name}> has attributes`);
  checkDoubled(reading, element);
  if (found !== undefined && found.length === path.length) {
    if (found.rulebase !== undefined) locate(reading, element, found.rulebase);
    for (const entry of element.children) readEntry(reading, entry, found.kind);
  } else if (containers.includes(element.name))
    for (const each of element.children) readContainer(reading, each, [...path, each.name]);
  else say(reading, element, `<${element.name}> is not of our form`);
}

function locate(reading: Reading, element: XmlElement, rulebase: string): void {
  const known = reading.config.location?.rulebase;
  if (known !== undefined && known !== rulebase) say(reading, element, 'there are two rulebases');
  reading.config = { ...reading.config, location: { words: reading.location, rulebase } };
}

/** One entry, and what in it is not of our form. */
export function readOneEntry(
  element: XmlElement,
  kind: Kind,
): { entry: Entry | undefined; problems: string[] } {
  const reading: Reading = { config: emptyConfig(), problems: [], location: '' };
  readEntry(reading, element, kind);
  return { entry: reading.config.entries[kind][0], problems: reading.problems };
}

function checkDoubled(reading: Reading, element: XmlElement): void {
  const names = element.children
    .map((each) => each.name)
    .filter((name) => name !== 'entry' && name !== 'member');
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    say(reading, element, `<${name}> stands twice in <${element.name}>`);
}

function readEntry(reading: Reading, element: XmlElement, kind: Kind): void {
  const name = element.attributes.get('name');
  if (element.name !== 'entry' || name === undefined || element.attributes.size !== 1)
    throw new Misplaced(`<${element.name}> on line ${element.line} is not an entry with a name`);
  if (named(reading.config, kind, name) !== undefined)
    say(reading, element, `two entries of ${kind} are named "${name}"`);
  checkDoubled(reading, element);
  const fields = new Map<string, readonly string[]>();
  for (const each of element.children) readField(reading, each, kind, [each.name], fields);
  const entry: Entry = { name, fields };
  reading.config = withEntry(reading.config, kind, entry);
}

function readField(
  reading: Reading,
  element: XmlElement,
  kind: Kind,
  path: readonly string[],
  fields: Map<string, readonly string[]>,
): void {
  const field = path.join(' ');
  const form = fieldsOf(kind)[field];
  const leads = [...Object.keys(fieldsOf(kind)), ...Object.keys(forbidden)];
  if (element.attributes.size > 0) say(reading, element, `<${element.name}> has attributes`);
  if (form !== undefined) fields.set(field, readValue(reading, element, form));
  else if (leads.some((each) => each.startsWith(`${field} `)) && element.children.length > 0)
    for (const each of element.children)
      readField(reading, each, kind, [...path, each.name], fields);
  else say(reading, element, `there is ${forbidden[field] ?? `the unknown "${field}"`}`);
}

function readValue(reading: Reading, element: XmlElement, form: FieldForm): string[] {
  const { children, text } = element;
  if (form === 'list') return readMembers(reading, element);
  if (form === 'choice') {
    const choice = children[0];
    if (children.length !== 1 || choice?.text !== '' || choice.children.length > 0)
      say(reading, element, `<${element.name}> is not one empty element`);
    return choice === undefined ? [] : [choice.name];
  }
  if (children.length > 0 || text === '') say(reading, element, `<${element.name}> is no text`);
  return [text];
}

function readMembers(reading: Reading, element: XmlElement): string[] {
  const members = element.children.map((each) => each.text);
  const good = element.children.every((each) => each.name === 'member' && each.text !== '');
  if (members.length === 0 || !good)
    say(reading, element, `<${element.name}> is not a list with members`);
  return members;
}
