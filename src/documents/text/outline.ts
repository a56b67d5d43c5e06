import {
  endsInColon,
  fieldIn,
  goesOn,
  isEntry,
  isHead,
  type LineBlock,
  labelLevel,
  levelOf,
} from './bare-lines.ts';
import type { Block } from './blocks.ts';
import { leadsDestinations } from './lead-lines.ts';
import { type LineReading, readLine } from './lines.ts';
import type { Context, Entry, Heading, Part } from './parts.ts';
import { introduces, pointsAtDestinations } from './phrases.ts';
import { takesBack } from './sources.ts';

/** Orders the blocks of a document: which heading, paragraph and bullet each piece stands below. */
export function outlineOf(blocks: readonly Block[]): {
  readonly parts: readonly Part[];
  readonly title: string | undefined;
} {
  const outline = new Outline();
  for (const [at, block] of blocks.entries()) outline.add(block, blocks[at + 1]);
  return { parts: outline.parts, title: titleOf(blocks) };
}

/** The first heading, and on a title page the one right below it. */
function titleOf(blocks: readonly Block[]): string | undefined {
  const at = blocks.findIndex(({ kind }) => kind === 'heading');
  const [first, second, ...rest] = blocks.slice(Math.max(at, 0));
  if (first?.kind !== 'heading') return undefined;
  const isBelow = second?.kind === 'heading' && first.level === 1 && second.level === 2;
  return isBelow && isTitlePage(rest) ? `${first.text} ${second.text}` : first.text;
}

/** Does a heading of the first level come next, with no destination before it? Otherwise the heading is a section. */
function isTitlePage(blocks: readonly Block[]): boolean {
  const at = blocks.findIndex(({ kind }) => kind === 'heading');
  const [next] = blocks.slice(Math.max(at, 0));
  if (next?.kind !== 'heading' || next.level !== 1) return false;
  const lines = blocks
    .slice(0, at)
    .flatMap((each) => (each.kind === 'table' ? each.lines : each.text));
  return lines.every((line) => readLine(line).units.length === 0);
}

type Open = { readonly entry: Entry; readonly indent: number };
type EntryLines = Pick<Extract<Block, { kind: 'item' }>, 'indent' | 'text' | 'line' | 'end'>;

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
  /** Whether the line before was a field that began a record. */
  #isFieldBefore = false;

  add(block: Block, next: Block | undefined): void {
    switch (block.kind) {
      case 'heading':
        this.#addHeading(block.level, block.text);
        break;
      case 'item':
        this.#addEntry(block, { isBullet: true, opens: false });
        break;
      case 'table':
        this.#endList();
        this.parts.push({ ...block, context: this.#context });
        break;
      case 'line':
        this.#addLine(block, next);
        break;
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

  #addEntry({ indent, ...lines }: EntryLines, kind: Pick<Entry, 'isBullet' | 'opens'>): void {
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#open.pop();
    const parent = this.#open.at(-1)?.entry;
    const head = this.#head?.indent === indent ? this.#head.entry : undefined;
    const { line, end, text } = lines;
    const reading = readLine(text);
    const place = { context: this.#context, parent, head };
    const entry: Entry = { line, end, reading, ...place, ...kind, children: [] };
    this.#listOf(parent).push(entry);
    this.#open.push({ entry, indent });
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
    const { text, line } = block;
    const reading = readLine(text);
    if (block.isCode !== this.#isCode) this.#endList();
    this.#isCode = block.isCode;
    const opens = block.opens || this.#isFieldBefore;
    this.#isFieldBefore = false;
    const isTerm = next?.kind === 'item' && next.isDefinition;
    const field = fieldIn(reading);
    const level =
      field?.isName === true && opens ? labelLevel : this.#levelOf(reading, block, next);
    if (leadsDestinations(reading, next)) this.#addHeading(labelLevel, text);
    else if (isTerm || isEntry(reading, block, goesOn(this.#paragraph.at(-1))))
      this.#addEntry({ indent: 0, text, line, end: line }, { isBullet: isTerm, opens });
    else if (this.#isRetraction(reading, opens, field !== undefined))
      this.#addEntry(
        { indent: this.#depth(field !== undefined), text, line, end: line },
        { isBullet: false, opens },
      );
    else if (level !== undefined) this.#addHeading(level, field?.value ?? text);
    else if (field !== undefined) this.#isFieldBefore = opens;
    else this.#addProse(block, reading);
  }

  /** Whether a line takes back the entry that it follows, or the record that it is a field of. */
  #isRetraction(reading: LineReading, opens: boolean, isField: boolean): boolean {
    return (isField || (!opens && this.#open.length > 0)) && takesBack(reading);
  }

  /** A field is an entry beside the others of its record, and what takes back an entry is below it. */
  #depth(isField: boolean): number {
    return isField ? 0 : (this.#open.at(-1)?.indent ?? 0) + 1;
  }

  #levelOf(reading: LineReading, block: LineBlock, next: Block | undefined): number | undefined {
    return endsInColon(block.text) && this.#hasBareHead()
      ? undefined
      : levelOf(reading, block, next);
  }

  #addProse({ text, line, opens, closes }: LineBlock, { units }: LineReading): void {
    if (opens) this.#paragraph = [];
    this.#paragraph.push(text);
    const sentences = units.length > 0 ? text.split(/(?<=[.!?]) +(?=\p{Lu})/u) : [];
    for (const sentence of sentences) {
      const reading = readLine(sentence);
      this.parts.push({ kind: 'sentence', line, reading, context: this.#context });
    }
    if (closes) this.#endParagraph();
  }

  #endParagraph(): void {
    const text = this.#paragraph.join(' ');
    this.#endList();
    const lead = readLine(text);
    const isTaking = takesBack(lead);
    if ((text.length < 1000 && introduces(text)) || (isTaking && pointsAtDestinations(text)))
      this.#setLead(lead);
    // What is taken back stays so up to the next heading or list.
    else if (this.#lead !== undefined && !takesBack(this.#lead)) this.#setLead(undefined);
  }

  /** Whether a bullet waits for the entries that it heads. */
  #hasBareHead(): boolean {
    const { entry } = this.#head ?? {};
    return entry !== undefined && this.#roots?.at(-1) === entry;
  }
}
