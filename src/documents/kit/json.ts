import { type JSONVisitor, visit } from 'jsonc-parser';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { DocumentText } from '../document.ts';
import { quote } from './secrets.ts';

/** A value of a JSON document, with the line on which it begins, from 1. */
export type JsonValue =
  | JsonObject
  | JsonArray
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'number'; readonly number: number; readonly line: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean; readonly line: number }
  | { readonly kind: 'null'; readonly line: number };

export type JsonObject = {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonValue>;
  readonly line: number;
};

export type JsonArray = {
  readonly kind: 'array';
  readonly items: readonly JsonValue[];
  readonly line: number;
};

/** The deepest nesting that is read. */
const deepest = 64;

/** Reads JSON (RFC 8259). Refuses a key that an object has twice, since readers of the file would disagree. */
export function parseJson({ text }: DocumentText): Result<JsonValue, Refusal> {
  const depth = refuseDepth(text);
  if (depth !== undefined) return failure(depth);
  const builder = new Builder();
  let wrongAt: number | undefined;
  const events: JSONVisitor = {
    onObjectBegin: (_offset, _length, line) => builder.open('object', line + 1),
    onArrayBegin: (_offset, _length, line) => builder.open('array', line + 1),
    onObjectEnd: () => builder.close(),
    onArrayEnd: () => builder.close(),
    onObjectProperty: (key, _offset, _length, line) => builder.name(key, line + 1),
    onLiteralValue: (value, _offset, _length, line) => builder.add(scalarOf(value, line + 1)),
    onError: (_error, _offset, _length, line) => {
      wrongAt ??= line + 1;
    },
  };
  visit(text, events, { disallowComments: true });
  if (wrongAt !== undefined || !isJson(text)) return failure(notJson(wrongAt));
  if (builder.refusal !== undefined) return failure(builder.refusal);
  return builder.root === undefined ? failure(notJson(undefined)) : success(builder.root);
}

/** The editor's parser, which gives lines, also accepts texts that are not JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function notJson(line: number | undefined): Refusal {
  return refuse(
    'import-not-json',
    `the document is not valid JSON${line === undefined ? '' : `: see line ${line}`}`,
    'download it again, and check that it is complete',
  );
}

function scalarOf(value: unknown, line: number): JsonValue {
  switch (typeof value) {
    case 'string':
      return { kind: 'text', text: value, line };
    case 'number':
      return { kind: 'number', number: value, line };
    case 'boolean':
      return { kind: 'boolean', boolean: value, line };
    default:
      return { kind: 'null', line };
  }
}

type Open =
  | { readonly kind: 'object'; readonly members: Map<string, JsonValue>; readonly line: number }
  | { readonly kind: 'array'; readonly items: JsonValue[]; readonly line: number };

/** Builds the tree from the events of the parser. */
class Builder {
  root: JsonValue | undefined;
  /** The first key that an object has twice. */
  refusal: Refusal | undefined;
  readonly #open: Open[] = [];
  readonly #names: string[] = [];

  open(kind: Open['kind'], line: number): void {
    const made: Open =
      kind === 'object'
        ? { kind, members: new Map<string, JsonValue>(), line }
        : { kind, items: [], line };
    this.add(made);
    this.#open.push(made);
  }

  close(): void {
    this.#open.pop();
  }

  name(key: string, line: number): void {
    const open = this.#open.at(-1);
    if (open?.kind !== 'object') return;
    if (open.members.has(key)) this.refusal ??= refuseRepeated(key, line);
    this.#names[this.#open.length - 1] = key;
  }

  add(value: JsonValue): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.root ??= value;
    else if (open.kind === 'array') open.items.push(value);
    else open.members.set(this.#names[this.#open.length - 1] ?? '', value);
  }
}

const lineFeed = 0x0a;
const quotes = 0x22;
const backslash = 0x5c;

/** How much deeper the text is after a character; the codes are those of brackets and braces. */
function stepOf(code: number): -1 | 0 | 1 {
  if (code === 0x5b || code === 0x7b) return 1;
  return code === 0x5d || code === 0x7d ? -1 : 0;
}

/** Counts brackets outside of strings. The parser is recursive: a deep document would exhaust the stack. */
function refuseDepth(text: string): Refusal | undefined {
  let [depth, line, inText] = [0, 1, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) line += 1;
    if (code === quotes) inText = !inText;
    else if (!inText) depth += stepOf(code);
    else if (code === backslash) at += 1;
    if (depth > deepest) return tooDeep(line);
  }
  return undefined;
}

function tooDeep(line: number): Refusal {
  return refuse(
    'import-too-deep',
    `line ${line} is nested more than ${deepest} levels deep`,
    'check that the file is the one that the vendor publishes',
  );
}

function refuseRepeated(key: string, line: number): Refusal {
  return refuse(
    'import-repeated-key',
    `line ${line} repeats the key ${quote(key)}`,
    'remove one of the two: programs differ in which one they read',
  );
}
