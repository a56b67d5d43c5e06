import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { failure, type Refusal, type Result, refuse, success } from './problem.ts';

/** An element that a reader names, with the line on which it begins, from 1. */
export type XmlElement = {
  readonly name: string;
  /** The value of its attribute `name`; no other attribute is kept. */
  readonly label: string | undefined;
  readonly line: number;
  readonly children: readonly XmlElement[];
  /** Its own text, without outer blanks, or as the habits of the device have it. */
  readonly text: string;
};

/**
 * The elements that are kept, by name: with all that they contain, or with some elements. Configurations contain
 * passwords and keys, so all other elements are dropped, with their text, while the document is read.
 */
export type WantedElements = { readonly [name: string]: WantedElements | 'all' };

/** How a device reads its own files, where it differs from others. */
export type XmlHabits = {
  nameOf(name: string): string;
  /** The text of an element, from all that stands in it. */
  textOf(text: string): string;
};

const usual: XmlHabits = { nameOf: (name) => name, textOf: (text) => text.trim() };

/** The deepest nesting that is read. */
const deepest = 64;

/** More elements than any known configuration has. */
const mostElements = 2_000_000;

// The parser cannot stop, so it gets the text in pieces, and none after a mistake.
const pieceLength = 65_536;

/** Reads the wanted elements of an XML document. Refuses declarations of entities; no message quotes the document. */
export function parseXml(
  text: string,
  wanted: WantedElements,
  habits = usual,
): Result<XmlElement, Refusal> {
  const builder = new Builder(wanted, habits);
  const parser = new SaxesParser({ xmlns: false });
  const lineOf = () => parser.line;
  parser.on('doctype', () => builder.refuse(refuseDoctype(lineOf())));
  parser.on('opentag', (tag) => builder.open(tag, lineOf()));
  parser.on('closetag', () => builder.close());
  parser.on('text', (part) => builder.add(part));
  parser.on('cdata', (part) => builder.add(part));
  parser.on('error', () => builder.refuse(refuseXml(lineOf())));
  for (let at = 0; at < text.length && builder.refusal === undefined; at += pieceLength)
    parser.write(text.slice(at, at + pieceLength));
  if (builder.refusal === undefined) parser.close();
  if (builder.refusal !== undefined) return failure(builder.refusal);
  return builder.root === undefined ? failure(refuseXml(lineOf())) : success(builder.root);
}

type OpenElement = {
  readonly element: {
    readonly name: string;
    readonly label: string | undefined;
    readonly line: number;
    readonly children: XmlElement[];
    text: string;
  };
  readonly wanted: WantedElements | 'all';
};

/** Builds the tree of the wanted elements from the events of the parser. */
class Builder {
  root: XmlElement | undefined;
  /** The first mistake. */
  refusal: Refusal | undefined;
  readonly #open: OpenElement[] = [];
  readonly #wanted: WantedElements;
  readonly #habits: XmlHabits;
  /** How many open elements are within one that is dropped, itself included. */
  #dropped = 0;
  #count = 0;

  constructor(wanted: WantedElements, habits: XmlHabits) {
    this.#wanted = wanted;
    this.#habits = habits;
  }

  refuse(refusal: Refusal): void {
    this.refusal ??= refusal;
  }

  open({ name: written, attributes }: SaxesTagPlain, line: number): void {
    const name = this.#habits.nameOf(written);
    this.#count += 1;
    if (this.#count > mostElements) this.refuse(refuseCount());
    if (this.#open.length + this.#dropped >= deepest) this.refuse(refuseDepth(line));
    const above = this.#open.at(-1);
    const wanted = this.#wantedBelow(above?.wanted ?? this.#wanted, name);
    // The root is kept in any case: its name tells what the document is.
    if (this.#dropped > 0 || (wanted === undefined && above !== undefined)) {
      this.#dropped += 1;
      return;
    }
    const label = Object.hasOwn(attributes, 'name') ? attributes['name'] : undefined;
    const element = { name, label, line, children: [], text: '' };
    above?.element.children.push(element);
    this.root ??= element;
    this.#open.push({ element, wanted: wanted ?? {} });
  }

  #wantedBelow(wanted: WantedElements | 'all', name: string): WantedElements | 'all' | undefined {
    if (wanted === 'all') return 'all';
    return Object.hasOwn(wanted, name) ? wanted[name] : undefined;
  }

  close(): void {
    if (this.#dropped > 0) {
      this.#dropped -= 1;
      return;
    }
    const closed = this.#open.pop();
    if (closed !== undefined) closed.element.text = this.#habits.textOf(closed.element.text);
  }

  add(part: string): void {
    const open = this.#open.at(-1);
    if (this.#dropped === 0 && open?.wanted === 'all') open.element.text += part;
  }
}

function refuseXml(line: number): Refusal {
  return refuse(
    'import-not-xml',
    `the document is not valid XML: see line ${line}`,
    'export it again, and check that it is complete',
  );
}

function refuseDoctype(line: number): Refusal {
  return refuse(
    'import-doctype',
    `line ${line} declares a document type, which could replace text by other text`,
    'remove the declaration: no device writes one',
  );
}

function refuseDepth(line: number): Refusal {
  return refuse(
    'import-too-deep',
    `line ${line} is nested more than ${deepest} levels deep`,
    'check that the file is the one that the device wrote',
  );
}

function refuseCount(): Refusal {
  return refuse(
    'import-too-long',
    `the document has more than ${mostElements} elements`,
    'export only the addresses, services and rules',
  );
}

/** Whether an element has two of one name directly below it: readers of the file differ in which one they read. */
export function hasRepeats({ children }: XmlElement): boolean {
  return new Set(children.map(({ name }) => name)).size < children.length;
}

/** The first element of this name directly below another one. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The elements of this name directly below another one. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
