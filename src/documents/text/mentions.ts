import { mergePorts, type PortRange } from '../../net/port.ts';
import type { PortTransport } from '../../net/transport.ts';
import { failure, type Result, success } from '../../problem.ts';
import { portsOfWord } from '../kit/port-words.ts';
import { readPorts } from '../kit/ports.ts';
import { type Run, runsIn } from './runs.ts';
import { type Token, tokensIn } from './tokens.ts';

/** Words of a line that name ports. */
export type Mention = {
  readonly at: number;
  readonly end: number;
  /** Whether it has numbers; otherwise it is the word for a protocol, such as HTTPS. */
  readonly isNumbered: boolean;
  /** The transport that it names itself, if any. */
  readonly hasTransport: boolean;
  /** Its ports, with the transport that stands elsewhere; or why it has several readings. */
  readonly read: (transport: string) => Result<readonly PortRange[], string>;
};

/** What a text between destinations says about ports. */
export type Mentions = {
  readonly mentions: readonly Mention[];
  /** The transports that have no number. */
  readonly transports: readonly PortTransport[];
};

/** Finds the ports that a text names. `isWhole`: the text is all of its line that is no destination. */
export function mentionsIn(text: string): Mentions {
  const runs = runsIn(tokensIn(text));
  const mentions = runs.flatMap((run) => mentionOf(run) ?? []);
  const loose = runs.filter((run) => !run.tokens.some(({ kind }) => kind === 'number'));
  return {
    mentions,
    transports: [...new Set(loose.flatMap(({ tokens }) => transportsOf(tokens)))],
  };
}

const bare =
  /^[\s:,|"'`<>)*\u2013\u2014-]*(\d{1,5}(?: ?[,/&-] ?\d{1,5}){0,9})[\s"'`)*]*(?:$|\s[-|\u2013\u2014]\s)/;

/** A number that is all that follows a destination. It is a port if every reader knows what it is for. */
export function numberBehind(text: string): Mention | undefined {
  const [whole, number] = bare.exec(text.length > 200 ? '' : text) ?? [];
  if (number === undefined) return undefined;
  const at = whole?.indexOf(number) ?? 0;
  return {
    at,
    end: at + number.length,
    isNumbered: true,
    hasTransport: false,
    read: (transport) => readPorts(number, transport),
  };
}

function transportsOf(tokens: readonly Token[]): PortTransport[] {
  return tokens.flatMap(({ means }) =>
    means.flatMap(({ isTransport, transports }) => (isTransport ? transports : [])),
  );
}

/** `1024 and above`, `ports below 1024`. */
function isOpenEnded({ before, after }: Run): boolean {
  return (
    /^(?:above|higher|upwards?|up|greater|beyond|h\u00f6her|aufw\u00e4rts)$/i.test(after) ||
    /^(?:above|below|under|than|ab|unter)$/i.test(before)
  );
}

function mentionOf(run: Run): Mention | undefined {
  const { tokens } = run;
  const at = tokens[0]?.at ?? 0;
  const last = tokens.at(-1);
  const end = last === undefined ? at : last.at + last.text.length;
  const hasTransport = transportsOf(tokens).length > 0;
  if (tokens.some(({ kind }) => kind === 'number')) {
    if (!isAboutPorts(run)) return undefined;
    return {
      at,
      end,
      isNumbered: true,
      hasTransport,
      read: (transport) =>
        isOpenEnded(run)
          ? failure('it names no highest or no lowest port')
          : readNumbers(tokens, transport),
    };
  }
  const words = tokens.flatMap(({ means }) => means).filter(({ isTransport }) => !isTransport);
  const ports = words.map(portsOfWord);
  if (words.length === 0 || ports.some((each) => each.length === 0) || !isNamed(run))
    return undefined;
  const named = mergePorts(ports.flat());
  return { at, end, isNumbered: false, hasTransport, read: () => success(named) };
}

/** A port of a device, or of the other side of a connection. */
const otherPort =
  /^(?:usb|lan|wan|ethernet|switch|serial|seriell\w*|parallel|console|hdmi|com|sfp|displayport|rj45|source|src|local|lokal\w*|client|ephemeral|quell\w*|proxy|internal|intern\w*|listening)$/i;

/** Words whose number is not a port. */
const counted =
  /^(?:rfc|step|schritt|page|seite|table|tabelle|figure|abbildung|version|chapter|kapitel|section|abschnitt|note|model|modell|article|kb|id|error|fehler|code|status)$/i;

function isAboutPorts({ tokens, before, isNoteBegun }: Run): boolean {
  const isLabelled = tokens.some(({ kind }) => kind === 'label');
  if (isLabelled && tokens[0]?.kind !== 'open' && otherPort.test(before)) return false;
  if (!isLabelled && tokens[0]?.kind === 'number' && counted.test(before)) return false;
  const isNoted = tokens[0]?.kind === 'open' && tokens.at(-1)?.kind === 'close';
  if (isLabelled || isNoted || isNoteBegun) return true;
  const words = tokens.flatMap(({ means }) => means);
  if (words.length === 0) return false;
  // "HTTP 404" is an answer.
  const [first, second] = tokens.filter(({ kind }) => kind !== 'blank');
  return !(
    /^https?$/i.test(first?.text ?? '') &&
    /^[1-5]\d\d$/.test(second?.text ?? '') &&
    second?.text !== '443'
  );
}

/** A protocol whose name alone says little: as a word, DNS is also a kind of name, and HTTP a kind of API. */
function isNamed({ tokens, before, after, isFirst, isLast }: Run): boolean {
  const shown = tokens.filter(({ kind }) => kind !== 'blank');
  if (shown.some(({ text }) => /^dns$/i.test(text))) return false;
  if (shown[0]?.kind === 'open' && shown.at(-1)?.kind === 'close') return true;
  if (shown.some(({ kind, text }) => kind === 'filler' && !/^(?:only|nur)$/i.test(text)))
    return true;
  if (isFirst || isLast || shown.at(-1)?.kind === 'colon') return true;
  return (
    /^(?:with|mit|by|protocol|protokoll|through)$/i.test(before) ||
    /^(?:access|traffic|connections?|requests?|zugriffe?|verbindung(?:en)?|zu|an)$/i.test(after) ||
    (/^(?:hosts?|endpoints?|urls?|domains?|servers?|addresses)$/i.test(after) &&
      !shown.some(({ text }) => /^http$/i.test(text)))
  );
}

/** Reads a list of ports. A word for a protocol beside a transport, or in a list of its own, only repeats the numbers. */
function readNumbers(
  tokens: readonly Token[],
  transport: string,
): Result<readonly PortRange[], string> {
  const written = textOf(withPlainMarks(tokens));
  const own = [...new Set(transportsOf(tokens))];
  const first = readPorts(written, own.length > 0 ? '' : transport);
  if (first.ok) return first;
  const isTransport = ({ means }: Token) =>
    means.length === 0 || means.every((word) => word.isTransport);
  const named = tokens.flatMap(({ means }) => means);
  const meant = [...new Set(named.flatMap(({ transports }) => transports))];
  const without = textOf(withPlainMarks(tokens).filter(isTransport)).replaceAll(/[()[\]]/g, ' ');
  const numbers = textOf(tokens.filter(({ means }) => means.length === 0)).replaceAll('/', ',');
  const apart = written.replaceAll(/(?<=\d)\s{0,3}\/\s{0,3}(?=(?:tcp|udp)\W{0,3}\d)/gi, ', ');
  const readings = [
    () => readPorts(apart, ''),
    () => readPorts(without, own.length > 0 ? '' : transport),
    () => readPorts(numbers, own.length === 0 && meant.length === 1 ? String(meant[0]) : '//'),
  ];
  for (const read of readings) {
    const ports = read();
    if (ports.ok && ports.value.length > 0) return ports;
  }
  return first;
}

/** Only between numbers is a dash a range: `TCP-Port 443`. Before the word "port", a comma lists nothing: `TCP, port 443`. */
function withPlainMarks(tokens: readonly Token[]): Token[] {
  const shown = tokens.filter(({ kind }) => !['blank', 'filler', 'colon'].includes(kind));
  const silent = new Set(
    shown.filter(({ kind, text }, at) => {
      const [before, after] = [shown[at - 1]?.kind, shown[at + 1]?.kind];
      if (kind === 'dash') return before !== 'number' || after !== 'number';
      return kind === 'joint' && /^[,;]$/.test(text) && before === 'protocol' && after === 'label';
    }),
  );
  return tokens.map((token) => (silent.has(token) ? { ...token, kind: 'blank' } : token));
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(writtenOf)
    .join('')
    .replaceAll(/\(\s*[,/]?\s*\)/g, ' ')
    .trim();
}

function writtenOf({ kind, text, means }: Token): string {
  switch (kind) {
    case 'number':
      return text.replace('.', '');
    case 'label':
    case 'filler':
    case 'colon':
    case 'blank':
      return ' ';
    case 'dash':
      return '-';
    case 'protocol':
      return means.length > 1 ? 'http/https' : text.replace(/^(http)\/[12].*/i, '$1');
    default:
      return text;
  }
}
