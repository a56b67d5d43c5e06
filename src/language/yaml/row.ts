import { Entries } from './entries.ts';
import type { MapEntry, MapNode, ScalarNode } from './node.ts';
import {
  closeBrace,
  colon,
  comma,
  doubleQuote,
  isAt,
  isIn,
  keyCharacters,
  letters,
  lineEndAfter,
  minus,
  openBrace,
  plainEnd,
  quotedEnd,
  singleQuote,
  skipSpaces,
  space,
} from './row-text.ts';
import { resolvePlain } from './scalar.ts';

/** A map in braces on one line, all of whose values are texts. Its entries are made when they are asked for. */
export class RowNode implements MapNode {
  readonly kind = 'map';
  readonly start: number;
  readonly end: number;
  readonly texts: { readonly [key: string]: string };
  readonly #text: string;
  #entries: Entries<MapEntry> | undefined;

  constructor(text: string, start: number, end: number, texts: RowNode['texts']) {
    this.start = start;
    this.end = end;
    this.texts = texts;
    this.#text = text;
    this.#entries = undefined;
  }

  get entries(): Entries<MapEntry> {
    this.#entries ??= new RowReader(this.#text).entriesAt(this.start);
    return this.#entries;
  }
}

/** The longest key and value of a row; each is shorter than the limits of YAML and of a spec. */
const longestKey = 100;
const longestValue = 1000;
const mostKeys = 16;

/** A key and its value, as offsets. The value is without its quotes. */
type Field = {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
  quoted: boolean;
};

/** What a row's objects inherit from: nothing, as all maps. Objects with this prototype are small and fast. */
const noKeys: object = Object.freeze(Object.setPrototypeOf({}, null));

/** The texts of a row: one object for each, and all keys and repeated values as the same strings. */
type Texts = { [key: string]: string };

/**
 * Reads lines such as `- { host: www.example.com, service: https }`: an item of a block list that is a map in braces,
 * whose keys are words and whose values are texts of simple ASCII characters, with or without quotes.
 * What YAML reads of such a line depends on nothing before or after it, if the line above it is such an item too.
 */
export class RowReader {
  readonly #text: string;
  readonly #fields: Field[] = [];
  readonly #keys: string[] = [];
  readonly #values: string[] = [];
  #count = 0;
  #at = 0;

  /** The column of the dash of the last line that was read. */
  column = 0;
  /** The offsets of the braces of the last line that was read, the second one past its brace. */
  start = 0;
  end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the line from `start` to `end`, without its line feed, is a row; if so, `node` returns it. */
  readLine(start: number, end: number): boolean {
    const text = this.#text;
    const dash = skipSpaces(text, start);
    if (text.charCodeAt(dash) !== minus || text.charCodeAt(dash + 1) !== space) return false;
    const brace = skipSpaces(text, dash + 1);
    if (text.charCodeAt(brace) !== openBrace || !this.#readFields(brace)) return false;
    if (lineEndAfter(text, this.#at) !== end) return false;
    this.column = dash - start;
    this.start = brace;
    this.end = this.#at;
    return true;
  }

  /** The row that was read last; undefined if YAML reads one of its texts as something else, or a key is repeated. */
  node(): RowNode | undefined {
    const texts: Texts = Object.create(noKeys);
    for (let index = 0; index < this.#count; index += 1) {
      const field = this.#fields[index];
      if (field === undefined) return undefined;
      const key = this.#keyOf(index, field);
      const value = this.#valueOf(index, field);
      if (key === undefined || value === undefined || key in texts) return undefined;
      texts[key] = value;
    }
    return new RowNode(this.#text, this.start, this.end, texts);
  }

  /** The entries of the row whose opening brace is at an offset. */
  entriesAt(brace: number): Entries<MapEntry> {
    if (!this.#readFields(brace)) throw new Error('a row was read before');
    const entries = new Entries<MapEntry>();
    for (const field of this.#fields) {
      const key = { start: field.keyStart, end: field.keyEnd };
      const name = this.#text.slice(key.start, key.end);
      entries.add({ name, key, value: this.#scalarOf(field) });
    }
    return entries;
  }

  #scalarOf({ valueStart, valueEnd, quoted }: Field): ScalarNode {
    const value = this.#text.slice(valueStart, valueEnd);
    const [start, end] = quoted ? [valueStart - 1, valueEnd + 1] : [valueStart, valueEnd];
    const style = quoted ? 'quoted' : 'plain';
    return { kind: 'scalar', value, source: value, style, start, end };
  }

  /** The key of a field. Most rows have the keys of the one before them. */
  #keyOf(index: number, { keyStart, keyEnd }: Field): string | undefined {
    const before = this.#keys[index];
    if (before !== undefined && isAt(this.#text, before, keyStart, keyEnd)) return before;
    const key = this.#text.slice(keyStart, keyEnd);
    if (resolvePlain(key) !== key) return undefined;
    this.#keys[index] = key;
    return key;
  }

  #valueOf(index: number, { valueStart, valueEnd, quoted }: Field): string | undefined {
    const before = this.#values[index];
    // The same characters may be text in quotes and a number without.
    if (!quoted && before !== undefined && isAt(this.#text, before, valueStart, valueEnd))
      return before;
    const value = this.#text.slice(valueStart, valueEnd);
    if (quoted) return value;
    if (resolvePlain(value) !== value) return undefined;
    this.#values[index] = value;
    return value;
  }

  /** Reads the braces at an offset. Afterwards `#at` is past the closing brace. */
  #readFields(brace: number): boolean {
    const text = this.#text;
    this.#count = 0;
    this.#at = skipSpaces(text, brace + 1);
    while (this.#count < mostKeys) {
      const field = this.#fieldAt(this.#count);
      if (!this.#readKey(field) || !this.#readValue(field)) return false;
      this.#count += 1;
      this.#at = skipSpaces(text, this.#at);
      const mark = text.charCodeAt(this.#at);
      this.#at += 1;
      if (mark === closeBrace) return true;
      if (mark !== comma) return false;
      this.#at = skipSpaces(text, this.#at);
    }
    return false;
  }

  #fieldAt(index: number): Field {
    const field = this.#fields[index];
    if (field !== undefined) return field;
    const added = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0, quoted: false };
    this.#fields.push(added);
    return added;
  }

  #readKey(field: Field): boolean {
    const text = this.#text;
    const start = this.#at;
    let end = start;
    while (isIn(text.charCodeAt(end), keyCharacters)) end += 1;
    if (!isIn(text.charCodeAt(start), letters) || end - start > longestKey) return false;
    if (text.charCodeAt(end) !== colon || text.charCodeAt(end + 1) !== space) return false;
    field.keyStart = start;
    field.keyEnd = end;
    this.#at = skipSpaces(text, end + 1);
    return true;
  }

  #readValue(field: Field): boolean {
    const text = this.#text;
    const first = text.charCodeAt(this.#at);
    field.quoted = first === doubleQuote || first === singleQuote;
    field.valueStart = field.quoted ? this.#at + 1 : this.#at;
    const end = field.quoted ? quotedEnd(text, field.valueStart, first) : plainEnd(text, this.#at);
    field.valueEnd = end;
    this.#at = field.quoted ? end + 1 : end;
    return end >= field.valueStart && end - field.valueStart <= longestValue;
  }
}
