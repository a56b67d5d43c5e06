import type { Block } from './blocks.ts';
import { type LineReading, readLine } from './lines.ts';
import { introduces } from './phrases.ts';
import type { Layout } from './table-lines.ts';

/** A heading, with what it says about ports. */
export type Heading = { readonly level: number; readonly reading: LineReading };

/** Where a piece of a document stands: the headings above it, outer first, and the paragraph that introduces it. */
export type Context = { readonly headings: readonly Heading[]; readonly lead: LineReading | undefined };

/** An entry of a list, or a line that is one without a mark. */
export type Entry = {
  readonly line: number;
  /** Its last line. */
  readonly end: number;
  readonly reading: LineReading;
  readonly context: Context;
  readonly parent: Entry | undefined;
  readonly children: Entry[];
  /** The entry of the same depth that heads this one, in a text that lost its indentation. */
  readonly head: Entry | undefined;
  readonly isBullet: boolean;
};

/** A piece of a document that can ask for access, in its context. */
export type Part =
  /** Entries of one depth below one parent, in a row. */
  | { readonly kind: 'list'; readonly entries: readonly Entry[] }
  | { readonly kind: 'sentence'; readonly line: number; readonly reading: LineReading; readonly context: Context }
  | {
      readonly kind: 'table';
      readonly layout: Layout;
      readonly line: number;
      readonly lines: readonly string[];
      readonly context: Context;
    };

/** Orders the blocks of a document: which heading, paragraph and bullet each piece stands below. */
export function outlineOf(blocks: readonly Block[]): { readonly parts: readonly Part[]; readonly title: string | undefined } {
  const outline = new Outline();
  for (const [at, block] of blocks.entries()) outline.add(block, blocks[at + 1]);
  return { parts: outline.parts, title: titleOf(blocks) };
}

/** The first heading, and the one right below it. */
function titleOf(blocks: readonly Block[]): string | undefined {
  const at = blocks.findIndex(({ kind }) => kind === 'heading');
  const [first, second] = blocks.slice(Math.max(at, 0), at + 2);
  if (first?.kind !== 'heading') return undefined;
  const isSubtitle = second?.kind === 'heading' && second.level === first.level + 1;
  return isSubtitle && first.level === 1 ? `${first.text} ${second.text}` : first.text;
}

type Open = { readonly entry: Entry; readonly indent: number; readonly entries: Entry[] };
type EntryLines = Pick<Extract<Block, { kind: 'item' }>, 'indent' | 'text' | 'line' | 'end'>;
type LineBlock = Extract<Block, { kind: 'line' }>;

/** A longer heading is none, but its line counts as one. */
const longestHeading = 300;

class Outline {
  readonly parts: Part[] = [];
  #headings: readonly Heading[] = [];
  #lead: LineReading | undefined;
  #context: Context = { headings: [], lead: undefined };
  /** The entries that the next one can be below. */
  #open: Open[] = [];
  #roots: Entry[] | undefined;
  /** The bullet that heads entries of its own depth, and its indentation. */
  #head: { readonly entry: Entry; readonly indent: number } | undefined;
  #paragraph: string[] = [];
  #isCode = false;

  add(block: Block, next: Block | undefined): void {
    switch (block.kind) {
      case 'heading':
        return this.#addHeading(block.level, block.text);
      case 'item':
        return this.#addEntry(block, true);
      case 'table':
        this.#endList();
        this.parts.push({ ...block, context: this.#context });
        return undefined;
      case 'line':
        return this.#addLine(block, next);
    }
  }

  #addHeading(level: number, text: string): void {
    const above = this.#headings.filter((heading) => heading.level < level);
    this.#headings = [...above, { level, reading: readLine(text.slice(0, longestHeading)) }];
    this.#head = undefined;
    this.#setLead(undefined);
    this.#endList();
  }

  #setLead(lead: LineReading | undefined): void {
    this.#lead = lead;
    this.#context = { headings: this.#headings, lead };
  }

  #endList(): void {
    this.#open = [];
    this.#roots = undefined;
    this.#paragraph = [];
  }

  #addEntry({ indent, text, line, end }: EntryLines, isBullet: boolean): void {
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#open.pop();
    const parent = this.#open.at(-1)?.entry;
    const reading = readLine(text);
    const head = this.#head?.indent === indent ? this.#head.entry : undefined;
    const entry = { line, end, reading, context: this.#context, parent, children: [], head, isBullet };
    this.#listOf(parent).push(entry);
    this.#open.push({ entry, indent, entries: entry.children });
    this.#noteHead(entry, indent);
  }

  /** The list that an entry below a parent, or below none, belongs to. */
  #listOf(parent: Entry | undefined): Entry[] {
    if (parent === undefined) {
      if (this.#roots === undefined) {
        this.#roots = [];
        this.parts.push({ kind: 'list', entries: this.#roots });
      }
      return this.#roots;
    }
    if (parent.children.length === 0) this.parts.push({ kind: 'list', entries: parent.children });
    return parent.children;
  }

  #noteHead(entry: Entry, indent: number): void {
    const { reading, parent } = entry;
    if (this.#head !== undefined && indent > this.#head.indent && parent === this.#head.entry)
      this.#head = undefined;
    if (entry.isBullet && isHead(reading)) this.#head = { entry, indent };
  }

  #addLine(block: LineBlock, next: Block | undefined): void {
    const { text, line, opens, closes } = block;
    const reading = readLine(text);
    if (block.isCode !== this.#isCode) this.#endList();
    this.#isCode = block.isCode;
    const isTerm = next?.kind === 'item' && next.isDefinition;
    if (isTerm || isEntry(reading, block, this.#paragraph.length > 0))
      return this.#addEntry({ indent: 0, text, line, end: line }, isTerm);
    if (isRemark(text) && this.#roots !== undefined) return undefined;
    const level = this.#levelOf(reading, block, next);
    if (level !== undefined) return this.#addHeading(level, text);
    if (opens) this.#paragraph = [];
    this.#paragraph.push(text);
    if (reading.units.length > 0)
      for (const sentence of text.split(/(?<=[.!?]) +(?=\p{Lu})/u))
        this.parts.push({ kind: 'sentence', line, reading: readLine(sentence), context: this.#context });
    if (closes) this.#endParagraph();
    return undefined;
  }

  #endParagraph(): void {
    const text = this.#paragraph.join(' ');
    this.#endList();
    if (text.length < 1000 && introduces(text)) this.#setLead(readLine(text));
    else if (this.#lead !== undefined) this.#setLead(undefined);
  }

  /** The level of a line that is a heading without a mark: below all marked ones; undefined if it is none. */
  #levelOf({ text, units }: LineReading, { opens, closes, isCode }: LineBlock, next: Block | undefined): number | undefined {
    if (isCode || units.length > 0 || text.length > 90 || text.split(/\s+/).length > 10) return undefined;
    if (!/\p{L}/u.test(text)) return undefined;
    if (/:[*_\s]*$/.test(text)) return this.#hasBareHead() || text.split(/\s+/).length > 5 ? undefined : 8;
    const isBold = /^\*\*[^*]+\*\*$/.test(text);
    if (!isBold && /[.,;!?][*_\s]*$|^\p{Ll}.* \p{Ll}|^[^:]{1,30}: /u.test(text)) return undefined;
    if (!opens) return undefined;
    const isFollowed = closes || (next !== undefined && (next.kind !== 'line' || readLine(next.text).units.length > 0));
    return isFollowed ? 7 : undefined;
  }

  /** Whether a bullet waits for the entries that it heads. */
  #hasBareHead(): boolean {
    const { entry } = this.#head ?? {};
    return entry !== undefined && this.#roots?.at(-1) === entry;
  }
}

/** Whether a bullet looks like the title of others. */
function isHead({ text, units, isPure }: LineReading): boolean {
  if (units.length > 0 || isPure) return false;
  const plain = text.trim();
  return /^\*\*\S|:[*_\s]*$/.test(plain) || /^\p{L}[\p{L} &/'-]{0,40}$/u.test(plain);
}

/** Whether a line outside of lists is an entry: it begins with a destination, after a label at most, or only names ports. */
function isEntry({ text, units, mentions, isPure, transport }: LineReading, { isCode }: LineBlock, goesOn: boolean): boolean {
  const [first] = units;
  if (first !== undefined) return isPure || (first.isFirst && first.isAdmitted && !goesOn && !isCode);
  const isPorts = isPure && !/:\s*$/.test(text) && (mentions.some((each) => each.isNumbered) || transport !== '');
  return isPorts && /[:=]|^\W*(?:tcp|udp|\d)/i.test(text);
}

/** A field of a record that is neither a destination nor a port. */
function isRemark(text: string): boolean {
  return /^(?:purpose|description|notes?|comment|direction|usage|reason|zweck|beschreibung|hinweis|richtung)\s*[:=]\s/i.test(text);
}
