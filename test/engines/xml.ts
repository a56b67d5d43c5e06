/** An element of the file. `line` counts from 1. */
export type XmlElement = {
  readonly name: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The decoded text; empty if there are children. */
  readonly text: string;
  /** Whether the text was in a CDATA section. */
  readonly cdata: boolean;
};

export type XmlDocument = {
  readonly root: XmlElement;
  /** The text before the root's tag, including comments. */
  readonly prolog: string;
  readonly comments: readonly XmlComment[];
};

export type XmlComment = { readonly text: string; readonly insideRoot: boolean };

/** An XML error with its line. */
export class XmlError extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

type Token =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: string;
      readonly empty: boolean;
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string; readonly cdata: boolean }
  | { readonly kind: 'comment'; readonly text: string };

type Placed = { readonly token: Token; readonly line: number; readonly offset: number };

const declaration = /^<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"utf-8"|'utf-8'))?\?>\n/i;
const name = '[A-Za-z_][A-Za-z0-9_.-]*';
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const tokenAt = new RegExp(
  [
    `<(${name})((?:${attribute})*)\\s*(/?)>`,
    `</(${name})\\s*>`,
    '<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>',
    '<!--((?:(?!--)[\\s\\S])*)-->',
    '([^<]+)',
  ].join('|'),
  'y',
);
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Reads a document strictly: a declaration, one root, matching tags, no DTD, no processing instruction, no mixed
 * content, only the five named entities. Throws XmlError.
 */
export function readXml(text: string): XmlDocument {
  if (!declaration.test(text))
    throw new XmlError(1, 'the file does not begin with an XML declaration');
  const tokens = tokenize(text);
  const first = tokens.find(({ token }) => token.kind === 'open');
  if (first === undefined) throw new XmlError(1, 'expected a root element');
  const depths = build(tokens);
  return {
    root: depths.root,
    prolog: text.slice(0, first.offset),
    comments: depths.comments,
  };
}

function tokenize(text: string): Placed[] {
  const placed: Placed[] = [];
  let offset = declaration.exec(text)?.[0].length ?? 0;
  let line = 2;
  while (offset < text.length) {
    tokenAt.lastIndex = offset;
    const match = tokenAt.exec(text);
    if (match === null) throw new XmlError(line, 'this is neither a tag, nor text, nor a comment');
    placed.push({ token: tokenOf(match, line), line, offset });
    offset += match[0].length;
    line += match[0].split('\n').length - 1;
  }
  return placed;
}

function tokenOf(match: RegExpExecArray, line: number): Token {
  const [, open, attributes = '', slash, close, cdata, comment, text = ''] = match;
  if (open !== undefined) return { kind: 'open', name: open, attributes, empty: slash === '/' };
  if (close !== undefined) return { kind: 'close', name: close };
  if (cdata !== undefined) return { kind: 'text', text: cdata, cdata: true };
  if (comment !== undefined) return { kind: 'comment', text: comment };
  return { kind: 'text', text: decode(text, line), cdata: false };
}

type Open = {
  readonly name: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly texts: { readonly text: string; readonly cdata: boolean }[];
};

type Building = {
  readonly open: Open[];
  readonly roots: XmlElement[];
  readonly comments: XmlComment[];
};

function build(tokens: readonly Placed[]): { root: XmlElement; comments: XmlComment[] } {
  const state: Building = { open: [], roots: [], comments: [] };
  for (const placed of tokens) take(state, placed);
  const left = state.open.at(-1);
  if (left !== undefined) throw new XmlError(left.line, `<${left.name}> is never closed`);
  const [root, second] = state.roots;
  if (root === undefined || second !== undefined)
    throw new XmlError(second?.line ?? 1, 'expected exactly one root element');
  return { root, comments: state.comments };
}

function take(state: Building, { token, line }: Placed): void {
  const current = state.open.at(-1);
  if (token.kind === 'comment')
    state.comments.push({ text: token.text, insideRoot: current !== undefined });
  else if (token.kind === 'text') takeText(current, token, line);
  else if (token.kind === 'open') {
    const attributes = attributesOf(token.attributes, line);
    state.open.push({ name: token.name, line, attributes, children: [], texts: [] });
    if (token.empty) close(state, token.name, line);
  } else close(state, token.name, line);
}

function takeText(current: Open | undefined, token: Open['texts'][number], line: number): void {
  if (current !== undefined) current.texts.push({ text: token.text, cdata: token.cdata });
  else if (token.text.trim() !== '') throw new XmlError(line, 'text outside the root element');
}

function close(state: Building, closing: string, line: number): void {
  const open = state.open.pop();
  if (open === undefined || open.name !== closing)
    throw new XmlError(line, `</${closing}> closes <${open?.name ?? 'nothing'}>`);
  const text = open.texts.map((each) => each.text).join('');
  if (open.children.length > 0 && text.trim() !== '')
    throw new XmlError(open.line, `<${open.name}> contains text beside elements`);
  const { name: opened, children, attributes } = open;
  const element: XmlElement = {
    name: opened,
    line: open.line,
    attributes,
    children,
    text: children.length > 0 ? '' : text,
    cdata: open.texts.some((each) => each.cdata),
  };
  (state.open.at(-1)?.children ?? state.roots).push(element);
}

function attributesOf(text: string, line: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const [, key = '', double, single = ''] = match;
    if (found.has(key)) throw new XmlError(line, `duplicate attribute ${key}`);
    found.set(key, decode(double ?? single, line));
  }
  return found;
}

function decode(text: string, line: number): string {
  return text.replace(/&([^;&]{0,10});?/g, (whole, entity: string) => {
    const character = whole.endsWith(';') ? entities[entity] : undefined;
    if (character === undefined) throw new XmlError(line, `unknown entity "${whole}"`);
    return character;
  });
}
