import type { PortTransport } from '../../net/transport.ts';
import type { PortToken, Span } from './port-tokens.ts';
import { type PortWord, portsOfWord } from './port-words.ts';

/** Words about transports before or behind numbers, or of another column. */
export type Heading = {
  readonly words: readonly PortWord[];
  /** Whether they are listed, so that they can mean the numbers one by one: `TCP, UDP`, not `TCP/UDP`. */
  readonly isListed: boolean;
};

/** Numbers, and what their cell says about their transport. */
export type PortItem = {
  readonly span: Span;
  readonly said: readonly (readonly PortTransport[])[];
};

type Words = {
  readonly kind: 'words';
  readonly words: PortWord[];
  isListed: boolean;
  /** Whether a joint is between them and the numbers behind them. */
  isJoined: boolean;
};
type Numbers = {
  readonly kind: 'numbers';
  readonly items: PortItem[];
  /** Whether slashes are between them: `80/443`. */
  isSlashed: boolean;
};

/**
 * The transports that words mean for a number of spans; undefined if they can mean different spans, as in
 * `TCP, UDP 443, 3478`. Beside a transport, the protocol above it (`UDP (DNS)`) adds none.
 */
export function transportsFor(
  { words, isListed }: Heading,
  count: number,
): readonly PortTransport[] | undefined {
  const named = words.filter(({ isTransport }) => isTransport);
  const isMixed = named.length > 0 && named.length < words.length;
  const meant = named.length > 0 ? named : words;
  const differ = new Set(meant.map(({ transports }) => transports.join())).size > 1;
  if (isMixed && isListed) return undefined;
  if (differ && count > 1 && (isListed || named.length === 0)) return undefined;
  return [...new Set(meant.flatMap(({ transports }) => transports))];
}

/** The numbers of a piece of a cell, with what it says about each; undefined if it has several readings or none. */
export function itemsOf(tokens: readonly PortToken[]): readonly PortItem[] | undefined {
  const groups = groupsOf(tokens);
  const [first, ...more] = groups;
  if (first === undefined || more.length === 0)
    return first?.kind === 'numbers' ? first.items : itemsOfWords(first?.words ?? []);
  return first.kind === 'numbers' ? readBehind(groups) : readFront(groups);
}

/** The numbers that words mean without any: 443 for `HTTPS`. A transport alone means none. */
function itemsOfWords(words: readonly PortWord[]): readonly PortItem[] | undefined {
  if (words.some(({ port }) => port === undefined)) return undefined;
  return words.flatMap((word) => {
    const [span] = portsOfWord(word);
    return span === undefined ? [] : [{ span, said: [word.transports] }];
  });
}

type Joint = Extract<PortToken, { kind: 'joint' }>;

/** Words and numbers in turn. */
function groupsOf(tokens: readonly PortToken[]): readonly (Words | Numbers)[] {
  const groups: (Words | Numbers)[] = [];
  let joint: Joint | undefined;
  for (const token of tokens) {
    if (token.kind === 'joint') {
      joint = token;
      continue;
    }
    if (token.kind === 'ports') addNumbers(groups, token, joint);
    else addWords(groups, token, joint?.isSlash === false);
    joint = undefined;
  }
  return groups;
}

function addNumbers(
  groups: (Words | Numbers)[],
  { spans, tight }: Extract<PortToken, { kind: 'ports' }>,
  joint: Joint | undefined,
): void {
  const items = spans.map((span) => ({ span, said: saidBy(tight) }));
  const last = groups.at(-1);
  if (last?.kind === 'numbers') {
    for (const item of items) last.items.push(item);
    last.isSlashed ||= joint?.isSlash === true;
    return;
  }
  if (last !== undefined) last.isJoined = joint !== undefined;
  groups.push({ kind: 'numbers', items, isSlashed: false });
}

function addWords(
  groups: (Words | Numbers)[],
  { kind, words }: Extract<PortToken, { kind: 'word' | 'note' }>,
  isListed: boolean,
): void {
  const last = groups.at(-1);
  if (last?.kind === 'words') {
    last.isListed ||= isListed;
    for (const word of words) last.words.push(word);
  } else if (last !== undefined && kind === 'note' && !hasTransport(words)) {
    annotateLast(last.items, words);
  } else {
    groups.push({ kind: 'words', words: [...words], isListed: false, isJoined: false });
  }
}

function hasTransport(words: readonly PortWord[]): boolean {
  return words.some(({ isTransport }) => isTransport);
}

function saidBy(words: readonly PortWord[]): readonly (readonly PortTransport[])[] {
  const transports = transportsFor({ words, isListed: false }, 1) ?? [];
  return transports.length === 0 ? [] : [transports];
}

function annotateLast(items: PortItem[], words: readonly PortWord[]): void {
  const last = items.pop();
  if (last !== undefined) items.push({ ...last, said: [...last.said, ...saidBy(words)] });
}

/** `TCP 80, 443 UDP 3478`: words, then their numbers. */
function readFront(groups: readonly (Words | Numbers)[]): readonly PortItem[] | undefined {
  const items: PortItem[][] = [];
  for (let at = 0; at < groups.length; at += 2) {
    const [words, numbers] = groups.slice(at, at + 2);
    if (words?.kind !== 'words' || numbers?.kind !== 'numbers') return undefined;
    const transports = transportsFor(headingOf(words, numbers), numbers.items.length);
    if (transports === undefined) return undefined;
    items.push(withTransports(numbers.items, transports));
  }
  return items.flat();
}

/** `TCP/UDP 443/3478` can mean the numbers one by one, as `TCP, UDP 443, 3478` can. */
function headingOf({ words, isListed }: Words, { isSlashed }: Numbers): Heading {
  return { words, isListed: isListed || isSlashed };
}

/** `443 TCP, 3478 UDP`: numbers, then their words. */
function readBehind(groups: readonly (Words | Numbers)[]): readonly PortItem[] | undefined {
  const items: PortItem[][] = [];
  for (let at = 0; at < groups.length; at += 2) {
    const [numbers, words] = groups.slice(at, at + 2);
    if (numbers?.kind !== 'numbers' || words?.kind !== 'words') return undefined;
    // In "443 TCP, UDP 3478 TCP" the second word may be that of the next number.
    if (words.isListed && !words.isJoined && at + 2 < groups.length) return undefined;
    // "8080, 443 HTTPS" says nothing about the first number.
    const meant = hasTransport(words.words) ? numbers.items : numbers.items.slice(-1);
    const transports = transportsFor(headingOf(words, numbers), meant.length);
    if (transports === undefined) return undefined;
    const others = numbers.items.slice(0, numbers.items.length - meant.length);
    items.push([...others, ...withTransports(meant, transports)]);
  }
  return items.flat();
}

function withTransports(
  items: readonly PortItem[],
  transports: readonly PortTransport[],
): PortItem[] {
  return items.map(({ span, said }) => ({ span, said: [...said, transports] }));
}
