import type { Inspection, Tier } from '../../language/types.ts';
import type { ImportedNeed } from '../part.ts';

/** What the last import wrote: an update changes what is still so, and keeps what people changed. */
export type Former = {
  readonly groups: ReadonlyMap<string, FormerGroup>;
  readonly needs: ReadonlyMap<string, Pick<ImportedNeed, 'kind'>>;
  /** The list files, by their paths from the part. */
  readonly lists: ReadonlySet<string>;
};

export type FormerGroup = {
  readonly tier: Tier;
  readonly inspection: Inspection;
  /** The ports of each destination, by form and value. The lines of lists are destinations too. */
  readonly facts: ReadonlyMap<string, readonly string[]>;
};

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
    }
  | {
      /** The person removed it, and the document still has it. */
      readonly kind: 'removed';
      readonly group: string;
      /** Form and value; undefined for the whole group. */
      readonly destination: string | undefined;
    }
  | {
      /** The document no longer has it, and the person's own content keeps it. */
      readonly kind: 'need';
      readonly id: string;
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
