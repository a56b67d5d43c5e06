import { needWords } from '../needs.ts';
import type { ImportRecord, RecordGroup, RecordRow } from '../record/record.ts';

/** What the last import wrote: an update changes what is still so, and keeps what people changed. */
export type Former = {
  readonly groups: ReadonlyMap<string, RecordGroup>;
  /** The texts of its needs, with the kind of each. */
  readonly needs: ReadonlyMap<string, 'demanded' | 'declined'>;
  /** The list files, by their paths from the part. */
  readonly lists: ReadonlySet<string>;
};

/** What the record of the last import says. */
export function formerOf({ groups, unresolved, declined, lists }: ImportRecord): Former {
  const textOf = ({ words, reason }: RecordRow) => needWords(words, reason);
  return {
    groups,
    needs: new Map([
      ...unresolved.map((row) => [textOf(row), 'demanded'] as const),
      ...declined.map((row) => [textOf(row), 'declined'] as const),
    ]),
    lists: new Set(lists),
  };
}

/** What the user asks for with options of this run. Without it, an update never widens a group. */
export type Asked = { readonly tier: boolean; readonly inspection: boolean };

/** What an update leaves as people wrote it, against the document. */
export type Kept =
  | {
      readonly kind: 'tier' | 'inspection';
      readonly group: string;
      readonly yours: string;
      readonly document: string;
      /** `edited`: a person changed it. `wider`: the document's would allow more. */
      readonly reason: 'edited' | 'wider';
      /** Form and value of a destination that stays in the group; undefined for the whole group. */
      readonly destination?: string;
      /** The group in which the document has the destination. */
      readonly target?: string;
    }
  | {
      /** A person removed or declined it, and the document still has it. */
      readonly kind: 'removed' | 'declined';
      readonly group: string;
      /** Form and value; undefined for the whole group. */
      readonly destination: string | undefined;
    }
  | {
      /** A person gave the group another id than the document does. */
      readonly kind: 'renamed';
      readonly group: string;
      readonly document: string;
      readonly destination?: undefined;
    };

/** What people wrote on something that the document no longer has. */
export type Lost = {
  readonly group: string;
  /** Form and value; undefined for the group itself. */
  readonly destination: string | undefined;
  /** Keys with their texts, such as note and ticket. */
  readonly notes: readonly (readonly [key: string, text: string])[];
  /** Without their `#`. */
  readonly comments: readonly string[];
};
