import { type Fix, failure, type Refusal, type Result, success } from '../problem.ts';
import { formatPortRange, maxPort, type PortRange } from './port.ts';
import { hasSeveralReadings, readingsOf } from './port-readings.ts';
import { portsMeant } from './port-spelling.ts';
import { protocolMeant } from './protocol-spelling.ts';
import { type PortTransport, portTransports } from './transport.ts';

const longestRange = 40;

function refuseLength(rule: string, length: number): Refusal {
  const message = `invalid port: the text is ${length} characters long`;
  return { rule, message, help: 'write tcp/443, udp/53 or tcp/8000-8010' };
}

/** Reads `tcp/443`, `udp/3478-3481` or `sctp/36412`; only canonical decimal numbers pass. */
export function parsePortRange(text: string): Result<PortRange, Refusal> {
  if (text.length > longestRange) return failure(refuseLength('port-shape', text.length));
  const parts = /^([a-z]+)\/([^/-]+)(?:-([^/-]+))?$/.exec(text);
  const transport = portTransports.find((each) => each === parts?.[1]);
  if (parts === null || transport === undefined) return failure(refuseShape(text));
  const low = parsePort(parts[2] ?? '');
  if (!low.ok) {
    const isOther = hasSeveralReadings(text) || isListOrRange(rightSpelling(text));
    return isOther ? failure(refuseShape(text)) : low;
  }
  if (parts[3] === undefined) return success({ transport, low: low.value, high: low.value });
  const high = parsePort(parts[3]);
  if (!high.ok) return high;
  if (low.value >= high.value) return failure(refuseOrder(text, transport, low.value, high.value));
  return success({ transport, low: low.value, high: high.value });
}

/** Reads one port number as the source writes it, 1 to 65535. */
export function parsePort(text: string): Result<number, Refusal> {
  if (text.length > longestRange) return failure(refuseLength('port-not-canonical', text.length));
  if (!/^(0|[1-9][0-9]*)$/.test(text)) {
    return failure({
      rule: 'port-not-canonical',
      ...suggestDecimal(text),
    });
  }
  const port = Number(text);
  if (port < 1 || port > maxPort) {
    return failure({
      rule: 'port-out-of-range',
      message: `port ${text} is out of range`,
      help: 'use a port from 1 to 65535',
    });
  }
  return success(port);
}

function refuseShape(text: string): Refusal {
  return {
    rule: 'port-shape',
    message: `expected a transport and a port, found "${text}"`,
    help: spellingHelp(text),
    fix: spellingFix(text),
  };
}

/** Whether a text means more than one port: then its first number alone does not explain the mistake. */
function isListOrRange(meant: readonly string[]): boolean {
  return meant.length > 1 || meant.some((each) => each.includes('-'));
}

/** The text in the spelling of a spec; empty if it does not look like ports. */
function rightSpelling(text: string): readonly string[] {
  const meant = onlyDigits.test(text) ? [`tcp/${text}`] : portsMeant(text);
  return meant.every((each) => each !== text && parsePortRange(each).ok) ? meant : [];
}

/** The one right spelling. A port without a transport could be of either one. */
function spellingFix(text: string): Fix | undefined {
  if (onlyDigits.test(text) || hasSeveralReadings(text)) return undefined;
  const meant = rightSpelling(text);
  return meant.length === 0 ? undefined : { from: text, to: meant };
}

const onlyDigits = /^[0-9-]+$/;

function spellingHelp(text: string): string {
  const meant = rightSpelling(text);
  const protocol = protocolMeant(text);
  if (protocol !== undefined) return `it has no ports; write "protocols: [${protocol}]" instead`;
  const several = hasSeveralReadings(text) ? readingsHelp(text) : undefined;
  if (several !== undefined) return several;
  if (meant.length === 0) return numbersHelp(text) ?? 'write tcp/443, udp/53 or tcp/8000-8010';
  return onlyDigits.test(text) ? `${itemsHelp(meant)} or "udp/${text}"` : itemsHelp(meant);
}

/** The help for a text with several readings, which names each that is right; undefined if none is. */
function readingsHelp(text: string): string | undefined {
  const hasTransport = /[a-z]/i.test(text);
  const [only, ...more] = readingsOf(hasTransport ? text : `tcp/${text}`).filter(
    (items) => items.length > 0 && items.every((each) => parsePortRange(each).ok),
  );
  if (only === undefined) return undefined;
  const all = [only, ...more].map((items) => items.map((each) => `"${each}"`).join(', '));
  const which = more.length > 0 ? 'one of these' : 'this';
  if (!hasTransport) return `write ${which}, with its transport, as in ${all.join('; or ')}`;
  return more.length > 0 ? `write ${which}: ${all.join('; or ')}` : itemsHelp(only);
}

function itemsHelp(items: readonly string[]): string {
  const written = items.map((each) => `"${each}"`).join(', ');
  return items.length > 1 ? `write ${items.length} items instead: ${written}` : `write ${written}`;
}

/** The help for several numbers without a transport, as vendors print them: `80, 443`; undefined for other texts. */
function numbersHelp(text: string): string | undefined {
  const items = text.split(/ ?[,;] ?/).map((number) => `tcp/${number}`);
  const isList = items.length > 1 && items.every((each) => parsePortRange(each).ok);
  return isList
    ? `write an item for each, with its transport, as in ${items.map((each) => `"${each}"`).join(', ')}`
    : undefined;
}

function refuseOrder(text: string, transport: PortTransport, low: number, high: number): Refusal {
  const canonical = formatPortRange({
    transport,
    low: Math.min(low, high),
    high: Math.max(low, high),
  });
  return {
    rule: 'port-order',
    message: `the range "${text}" ${low === high ? 'is one port' : 'starts after it ends'}`,
    help: `use "${canonical}" instead`,
    // A range that starts after it ends can have a mistyped number.
    fix: low === high ? { from: text, to: [canonical] } : undefined,
  };
}

function suggestDecimal(text: string): Pick<Refusal, 'message' | 'help'> {
  const value = /^[0-9.a-fx+e_]+$/i.test(text) ? Number(text) : Number.NaN;
  const isPort = Number.isInteger(value) && value >= 1 && value <= maxPort;
  return isPort
    ? { message: `invalid port "${text}": ports are decimal`, help: `use ${value} instead` }
    : { message: `invalid port "${text}"`, help: 'write a decimal number from 1 to 65535' };
}
