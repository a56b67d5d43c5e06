import { mergePorts, type PortRange } from '../../net/port.ts';
import { protocolMeant } from '../../net/protocol-spelling.ts';
import type { PortTransport } from '../../net/transport.ts';
import { failure, type Result, success } from '../../problem.ts';
import { type Heading, itemsOf, type PortItem, transportsFor } from './port-groups.ts';
import { notPorts, portTokens, wordsIn } from './port-tokens.ts';
import { portsOfWord, usualTransports } from './port-words.ts';
import { quote } from './secrets.ts';

type Ports = Result<readonly PortRange[], string>;

/**
 * Reads ports as documents print them: `443, 80`, `TCP/443 TCP, UDP/5228-5230`, `443/tcp`, `**TCP:** 443`,
 * `50,000 – 53,000`, `443 (HTTPS)`. `transport` is the text of another column of the row. Returns merged ranges, none for
 * texts that name none; or why they are unresolved, in words: what has two readings, or no transport, is.
 */
export function readPorts(written: string, transport = ''): Ports {
  if (written.length + transport.length > longestCell)
    return failure('the text of its ports is too long');
  const text = plainSpelling(written);
  if (/\d\+(?=$|[\s,;)])/.test(text))
    return failure(`${quote(written.trim())} names no highest port`);
  const column = readTransport(transport, /\d ?\/ ?\d/.test(text));
  if (!column.ok) return column;
  if (namesNothing(text)) return portsOfColumn(column.value);
  const items: PortItem[][] = [];
  for (const piece of text.split(/[;|\n]/).filter((each) => each.trim() !== '')) {
    const tokens = portTokens(piece);
    if (!tokens.ok) return tokens;
    const found = itemsOf(tokens.value);
    if (found === undefined) return failure(notPorts(written));
    items.push([...found]);
  }
  return items.length === 0 ? failure(notPorts(written)) : rangesOf(items.flat(), column.value);
}

const longestCell = 400;

/** One spelling for blanks, dashes, joints and line breaks; no emphasis, and no marks of footnotes. */
function plainSpelling(written: string): string {
  return written
    .toLowerCase()
    .replaceAll(/<br {0,2}\/? {0,2}>/g, '\n')
    .replaceAll(/[`\\_]|\*\*/g, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/(?<=\d) ?\*(?!\w)|(?<=\d) \(\d\)|\[\d\]/g, '')
    .replaceAll(/\bports?(?:\(s\))?(?![a-z])/g, ' ')
    .replaceAll(/\btcp\/ip\b/g, 'tcp')
    .replaceAll(/\bhttp ?\/ ?3(?![\d.])/g, 'quic')
    .replaceAll(/\b(?:tls|ssl) ?v?[123](?:\.\d)?\+?(?![\d.])/g, 'tls')
    .replaceAll(/\b(tcp|udp|sctp)(?=\d)/g, '$1 ')
    .replaceAll(/(?<=\d)(?=(?:tcp|udp|sctp)\b)/g, ' ')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/(?<=\d) ?(?:-|\.\.|to |bis |through ) ?(?=\d)/g, '-')
    .replaceAll(/\bund\b/g, 'and')
    .replaceAll(/\boder\b/g, 'or');
}

function namesNothing(text: string): boolean {
  return /^(?:-+|n\/a|none|keine?)?$/.test(text.trim());
}

const noHeading: Heading = { words: [], isListed: false };

/** The words of the column of transports. With `hasSlash`, a slash between them can mean the numbers one by one. */
function readTransport(written: string, hasSlash: boolean): Result<Heading, string> {
  const text = plainSpelling(written).trim();
  if (namesNothing(text) || /^(?:any|ip|\*|alle?)$/.test(text)) return success(noHeading);
  const parts = [text, ...text.split(/[,;/&+\n]/)].map((part) => part.trim());
  const other = parts.find((part) => part.length <= 40 && protocolMeant(part) !== undefined);
  if (other !== undefined) return failure(`the protocol ${quote(other)} has no ports`);
  const words = wordsIn(text);
  if (words.length === 0) return failure(`${quote(written.trim())} names no transport`);
  const isJoined = /^\w+(?: ?\/ ?\w+)*$/.test(text.replaceAll(/ ?\([^()]*\)/g, ''));
  return success({ words, isListed: hasSlash || !isJoined });
}

/** The ports that the column means without a number: tcp/443 for `HTTPS`. An option could choose other ones. */
function portsOfColumn({ words }: Heading): Ports {
  if (words.some(({ port }) => port === undefined))
    return failure('the row names a transport and no port');
  return success(mergePorts(words.flatMap(portsOfWord)));
}

function rangesOf(items: readonly PortItem[], column: Heading): Ports {
  const ofColumn = transportsFor(column, items.filter(({ said }) => said.length === 0).length);
  const ranges: PortRange[][] = [];
  for (const { span, said } of items) {
    if (ofColumn === undefined && said.length === 0)
      return failure('the row does not say which of its ports has which transport');
    const all = column.words.length === 0 ? said : [...said, ofColumn ?? transportsOf(column)];
    const transports = all.length === 0 ? usual(span) : sharedBy(all);
    const text = span.low === span.high ? `port ${span.low}` : `ports ${span.low}-${span.high}`;
    if (transports === undefined) return failure(`the document names no transport for ${text}`);
    if (transports.length === 0) return failure(`the row names two transports for ${text}`);
    ranges.push(transports.map((each) => ({ transport: each, low: span.low, high: span.high })));
  }
  return success(mergePorts(ranges.flat()));
}

function transportsOf({ words }: Heading): readonly PortTransport[] {
  return words.flatMap(({ transports }) => transports);
}

function usual({ low, high }: PortItem['span']): readonly PortTransport[] | undefined {
  return low === high ? usualTransports(low) : undefined;
}

/** The transports that are in all of some sets. */
function sharedBy(sets: readonly (readonly PortTransport[])[]): readonly PortTransport[] {
  const [first = [], ...others] = sets;
  return first.filter((each) => others.every((set) => set.includes(each)));
}
