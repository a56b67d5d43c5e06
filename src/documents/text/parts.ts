import type { LineReading } from './lines.ts';
import type { Layout } from './table-lines.ts';

/** A heading, with what it says about ports. */
export type Heading = { readonly level: number; readonly reading: LineReading };

/** Where a piece of a document stands: the headings above it, outer first, and the paragraph that introduces it. */
export type Context = {
  readonly headings: readonly Heading[];
  readonly lead: LineReading | undefined;
};

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
  /** Whether a blank line, or another break of a paragraph, is before it. */
  readonly opens: boolean;
};

/** A piece of a document that can ask for access, in its context. */
export type Part =
  /** Entries of one depth below one parent, in a row. */
  | { readonly kind: 'list'; readonly entries: readonly Entry[] }
  | {
      readonly kind: 'sentence';
      readonly line: number;
      readonly reading: LineReading;
      readonly context: Context;
    }
  | {
      readonly kind: 'table';
      readonly layout: Layout;
      readonly line: number;
      readonly lines: readonly string[];
      readonly context: Context;
    };
