import { type PortWord, portWord } from '../kit/port-words.ts';

/** A word or a mark of a line, by what it can be beside a port number. */
export type Token = {
  readonly kind: Kind;
  readonly text: string;
  readonly at: number;
  /** What a `protocol` says about ports: one word, or two for `HTTP(S)`. */
  readonly means: readonly PortWord[];
};

type Kind =
  | 'number'
  | 'label'
  | 'protocol'
  | 'filler'
  | 'joint'
  | 'dash'
  | 'colon'
  | 'open'
  | 'close'
  | 'blank'
  | 'word'
  | 'mark';

const end = String.raw`(?![\p{L}\p{N}_])`;
const shapes = new RegExp(
  [
    String.raw`(?<label>port\(s\)|ports?(?:nummern?|bereiche?)?${end})`,
    String.raw`(?<either>https?\(s\)|http\[s\])`,
    String.raw`(?<version>https?\/[123](?:\.\d)?${end}|(?:tls|ssl) ?v?[123](?:\.\d)?\+?${end})`,
    String.raw`(?<filler>(?:range|ranges|bereich|numbers?|nummern?|nr\.?|no\.|from|von|over|via|on|using|per|\u00fcber|auf|only|nur|between|zwischen)${end})`,
    String.raw`(?<dash>[-\u2010-\u2015\u2212]|\.{2,3}|(?:to|bis|through|thru)${end})`,
    String.raw`(?<joint>[,;/&+]|(?:and|or|und|oder|sowie|bzw\.?)${end})`,
    String.raw`(?<number>\d{1,2}[.,]\d{3}(?![\p{L}\p{N}_]|[.,]\d)|\d{1,5}(?![\p{L}\p{N}_]|\.\d|,\d{3}(?!\d)|-\p{L}))`,
    String.raw`(?<word>(?:tcp|udp|sctp|https?)(?=-ports?${end})|[\p{L}\p{N}_]+(?:[.'\u2019@%#-][\p{L}\p{N}_]+)*)`,
    '(?<colon>[:=])',
    '(?<open>[([])',
    String.raw`(?<close>[)\]])`,
    String.raw`(?<blank>[\s*\u0060"']+)`,
    '(?<mark>[^])',
  ].join('|'),
  'iuy',
);

/** The tokens of a text, in order and without a gap. */
export function tokensIn(text: string): Token[] {
  const tokens: Token[] = [];
  shapes.lastIndex = 0;
  while (shapes.lastIndex < text.length) {
    const at = shapes.lastIndex;
    const found = shapes.exec(text);
    if (found === null) break;
    tokens.push(tokenOf(found, at));
  }
  return tokens.map((token, index) =>
    isRangeJoint(tokens, index) ? { ...token, kind: 'dash' } : token,
  );
}

/** `and` in "between 20000 and 20100". */
function isRangeJoint(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.kind !== 'joint' || !/^(?:and|und)$/i.test(tokens[at].text)) return false;
  const before = tokens.slice(Math.max(0, at - 4), at).filter(({ kind }) => kind !== 'blank');
  return (
    before.at(-1)?.kind === 'number' && /^(?:between|zwischen)$/i.test(before.at(-2)?.text ?? '')
  );
}

const kinds: readonly Kind[] = [
  'number',
  'label',
  'filler',
  'joint',
  'dash',
  'colon',
  'open',
  'close',
  'blank',
  'mark',
];

function tokenOf({ 0: text, groups = {} }: RegExpExecArray, at: number): Token {
  const means = meaningOf(text, groups);
  if (means.length > 0) return { kind: 'protocol', text, at, means };
  return { kind: kinds.find((kind) => groups[kind] !== undefined) ?? 'word', text, at, means };
}

function meaningOf(text: string, groups: Readonly<Record<string, string | undefined>>): PortWord[] {
  if (groups['either'] !== undefined) return wordsOf(['http', 'https']);
  if (groups['version'] !== undefined)
    return wordsOf([/^http\/3/i.test(text) ? 'quic' : (/^[a-z]+/i.exec(text)?.[0] ?? '')]);
  return groups['word'] === undefined ? [] : wordsOf([text]);
}

function wordsOf(names: readonly string[]): PortWord[] {
  return names.flatMap((name) => portWord(name) ?? []);
}
