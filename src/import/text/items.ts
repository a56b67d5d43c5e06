import type { PrintedText } from '../../documents/document.ts';
import type {
  ImportedDocument,
  ImportedEndpoint,
  ImportedGroup,
  ImportedNeed,
  ImportedService,
} from '../part.ts';
import { scalar, scalarInBraces } from './scalar.ts';

// Each function writes one item of the part as lines of YAML that end with a line feed. `indent` is the column of the
// item's own key, or of the hyphen of an item of a list. An update puts single items into a text of which it keeps all
// the rest.

/** An item of `documents`. */
export function documentText(id: string, document: ImportedDocument, indent: number): string {
  const { title, publisher, revision, date, sha256 } = document;
  const keys = [
    keyLine('title', title),
    ...optionalLine('publisher', publisher),
    ...optionalLine('revision', revision),
    ...optionalLine('date', date),
    keyLine('sha256', sha256),
  ];
  return lines(indent, [`${scalarInBraces(id)}:`, ...inside(keys)]);
}

/** An item of `services`. */
export function serviceText({ name, ports, application }: ImportedService, indent: number): string {
  const ranges = ports.filter((port) => port.includes('/'));
  const protocols = ports.filter((port) => !port.includes('/'));
  const keys = [
    ...(ranges.length === 0 ? [] : [`ports: [${ranges.join(', ')}]`]),
    ...(protocols.length === 0 ? [] : [`protocols: [${protocols.join(', ')}]`]),
    `application: ${application}`,
  ];
  return lines(indent, [`${scalarInBraces(name)}:`, ...inside(keys)]);
}

/** The beginning of an item of `groups`, up to the line `endpoints:`; they follow at `indent + 4`. */
export function groupText(document: string, group: ImportedGroup, indent: number): string {
  const { id, title, tier, inspection, purpose, section } = group;
  return item(indent, [
    keyLine('id', id),
    keyLine('title', title),
    `tier: ${tier}`,
    `inspection: ${inspection}`,
    ...optionalLine('purpose', purpose),
    sourceLine(document, section),
    'endpoints:',
  ]);
}

/** An item of `endpoints`. */
export function endpointText(endpoint: ImportedEndpoint, indent: number): string {
  const { form, value, services, printed, note } = endpoint;
  return item(indent, [
    keyLine(form, value),
    `services: [${services.map(scalarInBraces).join(', ')}]`,
    ...(printed === undefined ? [] : [`printed: { ${printedKeys(printed).join(', ')} }`]),
    ...optionalLine('note', note),
  ]);
}

/** An item of `unresolved`. */
export function needText(document: string, need: ImportedNeed, indent: number): string {
  const { id, kind, text, section } = need;
  return item(indent, [
    keyLine('id', id),
    `kind: ${kind}`,
    keyLine('text', text),
    sourceLine(document, section),
  ]);
}

/** The key `source` of a group or a need. */
export function sourceLine(document: string, section: string | undefined): string {
  const keys = [
    `document: ${scalarInBraces(document)}`,
    ...(section === undefined ? [] : [`section: ${scalarInBraces(section)}`]),
  ];
  return `source: { ${keys.join(', ')} }`;
}

function printedKeys({ url, text, port }: PrintedText): string[] {
  return [
    ...(url === undefined ? [] : [`url: ${scalarInBraces(url)}`]),
    ...(text === undefined ? [] : [`text: ${scalarInBraces(text)}`]),
    ...(port === undefined ? [] : [`port: ${port}`]),
  ];
}

/** A key and its text on one line. */
export function keyLine(key: string, text: string): string {
  return `${key}: ${scalar(text)}`;
}

function optionalLine(key: string, text: string | undefined): string[] {
  return text === undefined ? [] : [keyLine(key, text)];
}

function item(indent: number, [first = '', ...rest]: readonly string[]): string {
  return lines(indent, [`- ${first}`, ...inside(rest)]);
}

function inside(keys: readonly string[]): string[] {
  return keys.map((key) => `  ${key}`);
}

function lines(indent: number, texts: readonly string[]): string {
  const before = ' '.repeat(indent);
  return texts.map((text) => `${before}${text}\n`).join('');
}
