import { formatPortRange, type PortRange } from '../../net/port.ts';
import { readingsOf } from '../../net/port-readings.ts';
import { parsePortRange } from '../../net/port-text.ts';
import { failure, type Result, success } from '../../problem.ts';
import { type PortWord, portWord } from './port-words.ts';
import { quote } from './secrets.ts';

/** Numbers as a document writes them, without their transport. */
export type Span = Pick<PortRange, 'low' | 'high'>;

export type PortToken =
  /** `tight`: the words behind a slash, as in `443/tcp`. */
  | { readonly kind: 'ports'; readonly spans: readonly Span[]; readonly tight: readonly PortWord[] }
  /** `note`: in parentheses. */
  | { readonly kind: 'word' | 'note'; readonly words: readonly PortWord[] }
  | { readonly kind: 'joint'; readonly isSlash: boolean };

const number = String.raw`\d+(?:[,:-]\d+)*`;
const shapes = new RegExp(
  [
    String.raw`(?<ports>${number}(?: \d+)*)(?<tight>(?:/(?:tcp|udp|sctp)(?![a-z0-9]| ?[:/] ?\d))*)`,
    String.raw`\((?<note>[a-z][a-z0-9 ,/&]*)\)`,
    '(?<word>[a-z][a-z0-9]*)',
    '(?<joint>[,/&+])',
    '(?<nothing>[ :()])',
  ].join('|'),
  'y',
);

/** The tokens of a piece of a cell in plain spelling; or why it is not a list of ports. */
export function portTokens(piece: string): Result<readonly PortToken[], string> {
  const tokens: PortToken[] = [];
  shapes.lastIndex = 0;
  while (shapes.lastIndex < piece.length) {
    const found = shapes.exec(piece)?.groups;
    if (found === undefined) return failure(notPorts(piece));
    const token = tokenOf(found, piece);
    if (!token.ok) return token;
    if (token.value !== undefined) tokens.push(token.value);
  }
  return success(tokens);
}

type Found = Readonly<Record<string, string | undefined>>;

function tokenOf(found: Found, piece: string): Result<PortToken | undefined, string> {
  const { ports, tight = '', note, word, joint } = found;
  if (ports !== undefined) {
    const spans = spansOf(ports);
    return spans.ok ? success({ kind: 'ports', spans: spans.value, tight: wordsIn(tight) }) : spans;
  }
  if (joint !== undefined) return success({ kind: 'joint', isSlash: joint === '/' });
  if (note !== undefined) {
    const words = wordsIn(note);
    const known = words.length === note.match(/[a-z0-9]+/g)?.length;
    return known ? success({ kind: 'note', words }) : failure(notPorts(piece));
  }
  if (word === undefined) return success(undefined);
  if (word === 'and' || word === 'or') return success({ kind: 'joint', isSlash: false });
  const meant = portWord(word);
  return meant === undefined ? failure(notPorts(piece)) : success({ kind: 'word', words: [meant] });
}

/** The words about ports in a text. */
export function wordsIn(text: string): readonly PortWord[] {
  return (text.match(/[a-z][a-z0-9]*/gi) ?? []).flatMap((word) => portWord(word) ?? []);
}

/** Reads numbers and ranges. A comma can separate thousands: what has two readings is refused. */
function spansOf(written: string): Result<readonly Span[], string> {
  // The number of a footnote stands behind a blank too.
  if (/ \d{1,2}(?!\d)/.test(written)) return failure(`${quote(written)} may end in a footnote`);
  // Three and more numbers in a row are a list: no port has two separators of thousands.
  const isList = /^\d+(?:,\d+){2,}$/.test(written);
  const text = isList ? written.replaceAll(',', ', ') : written.replaceAll(':', '-');
  const readings = readingsOf(`tcp/${text}`)
    .map((items) => items.map(parsePortRange))
    .filter((items) => items.length > 0 && items.every(({ ok }) => ok))
    .map((items) => items.flatMap((item) => (item.ok ? [item.value] : [])));
  const [only, other] = readings;
  if (only === undefined) return failure(notPorts(written));
  if (other === undefined) return success(only);
  return failure(`${quote(written)} is either ${spanText(only)} or ${spanText(other)}`);
}

function spanText(spans: readonly PortRange[]): string {
  return spans.map((span) => formatPortRange(span).replace('tcp/', '')).join(' and ');
}

export function notPorts(text: string): string {
  return `${quote(text.trim())} is not a list of ports`;
}
