import type { Inspection, Tier } from '../../language/types.ts';
import { tiers } from '../../language/types.ts';
import type { ImportedGroup } from '../part.ts';
import type { RecordGroup } from '../record/record.ts';
import { keyLine, sourceLine } from '../text/items.ts';
import { type Editor, type NewEntry, setEntries } from './editor.ts';
import { type ExistingGroup, textAt } from './existing-part.ts';
import type { Asked, Kept } from './former.ts';
import { isBypass, isStronger } from './wider.ts';

/** Sets the importer's keys of a group. A tier or inspection that a person changed stays, and one that would widen. */
export function updateGroup(
  editor: Editor,
  { node }: ExistingGroup,
  next: ImportedGroup,
  { document, former, asked }: GroupContext,
): void {
  const { purpose } = next;
  const tier = chosen(editor, next.id, {
    kind: 'tier',
    yours: tierOf(textAt(node, 'tier')) ?? next.tier,
    former: former?.tier,
    next: next.tier,
    isWider: asked.tier ? never : isStronger,
  });
  const inspection = chosen(editor, next.id, {
    kind: 'inspection',
    yours: inspectionOf(textAt(node, 'inspection')) ?? former?.inspection ?? next.inspection,
    former: former?.inspection,
    next: next.inspection,
    isWider: asked.inspection ? never : isBypass,
  });
  const entries: NewEntry[] = [
    { key: 'title', line: keyLine('title', next.title) },
    { key: 'tier', line: keyLine('tier', tier) },
    { key: 'inspection', line: keyLine('inspection', inspection) },
    { key: 'purpose', line: purpose === undefined ? undefined : keyLine('purpose', purpose) },
    { key: 'source', line: sourceLine(document, next.section) },
  ];
  setEntries(editor, node, entries);
}

export type GroupContext = {
  /** The id of the document. */
  readonly document: string;
  readonly former: RecordGroup | undefined;
  readonly asked: Asked;
};

type Choice<Value> = {
  readonly kind: Extract<Kept, { readonly yours: string }>['kind'];
  readonly yours: Value;
  readonly former: Value | undefined;
  readonly next: Value;
  /** Whether the document's value would allow more than the part's. */
  readonly isWider: (next: Value, yours: Value) => boolean;
};

/** The value that a group gets: the document's, unless a person changed it or the document's would allow more. */
function chosen<Value extends string>(
  editor: Editor,
  group: string,
  { kind, yours, former, next, isWider }: Choice<Value>,
): Value {
  if (yours === next) return next;
  const isEdited = former === undefined || yours !== former;
  if (!isEdited && !isWider(next, yours)) return next;
  const reason = isEdited ? 'edited' : 'wider';
  editor.kept.push({ kind, group, yours, document: next, reason });
  return yours;
}

function never(): boolean {
  return false;
}

function tierOf(text: string | undefined): Tier | undefined {
  return tiers.find((each) => each === text);
}

function inspectionOf(text: string | undefined): Inspection | undefined {
  return text === 'bypass' || text === 'allow' ? text : undefined;
}
