import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { enoughProblems, type Problem, problemAt, type Refusal } from '../../problem.ts';
import { Entries } from './entries.ts';
import { blockHeader, skipGap } from './next-token.ts';
import type { ListNode, MapEntry, MapNode, Node, ScalarNode, Span } from './node.ts';
import {
  alias,
  duplicate,
  longestText,
  maxDepth,
  mergeKey,
  notText,
  type Property,
  property,
  textTooLong,
  tooDeep,
} from './refusals.ts';
import type { Run } from './rows.ts';
import { scalarNode, scalarRefusal } from './scalar.ts';
import { placeAt, type SourceText } from './source.ts';

/** The position of the composer in the events and in the text, and the problems found. */
type Composer = {
  readonly source: SourceText;
  readonly events: readonly Event[];
  readonly problems: Problem[];
  readonly runs: readonly Run[];
  /** How many runs were added to their lists. */
  added: number;
  next: number;
  /** The end of the text that was read. Empty scalars and ends of collections have no offset of their own. */
  offset: number;
  /** How many maps and lists are open. */
  depth: number;
  deepest: number;
  /** Inside a value that is refused as a whole. */
  quiet: boolean;
};

/** The tree of the first document, and the problems: features of YAML that a spec does not support. */
export type Composed = {
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  /** Whether each run is below an item of a block list, and is in the tree. */
  readonly complete: boolean;
};

/** Composes the events of a text without the lines of its runs. Without a document, or with an empty one, `root` is undefined. */
export function compose(
  source: SourceText,
  events: readonly Event[],
  runs: readonly Run[] = [],
): Composed {
  const composer = startOf(source, events, runs);
  const first = events[composer.next];
  const root = first === undefined || isNothing(first) ? undefined : composeNode(composer);
  return { root, problems: composer.problems, complete: composer.added === runs.length };
}

function startOf(source: SourceText, events: readonly Event[], runs: readonly Run[]): Composer {
  // The document's own event comes first.
  const next = 1;
  const problems: Problem[] = [];
  const nothing = { added: 0, offset: 0, depth: 0, deepest: 0, quiet: false };
  return { source, events, problems, runs, next, ...nothing };
}

function isNothing(event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && event.valueStart < 0 && !hasProperties(event);
}

function hasProperties(event: ScalarEvent): boolean {
  return event.anchorStart >= 0 || event.tagStart >= 0;
}

function composeNode(composer: Composer): Node {
  const event = composer.events[composer.next];
  composer.next += 1;
  switch (event?.type) {
    case EVENT_ID.MAPPING:
      return composeMap(composer, event);
    case EVENT_ID.SEQUENCE:
      return composeList(composer, event);
    case EVENT_ID.SCALAR:
      return composeScalar(composer, event);
    case EVENT_ID.ALIAS:
      return composeAlias(composer, event);
    default:
      throw new Error('expected an event of a value from the parser');
  }
}

function composeList(composer: Composer, event: SequenceEvent): ListNode {
  open(composer, event);
  const items: Node[] = [];
  const isBlock = !isBracket(composer.source.text.charAt(event.start));
  while (hasMore(composer)) {
    const item = composeNode(composer);
    items.push(item);
    if (isBlock && isFirstOfRun(composer, item)) addRun(composer, items);
  }
  return { kind: 'list', items, start: event.start, end: close(composer, event) };
}

/** Whether the next run is below an item. A map that begins with the same braces as a key is longer. */
function isFirstOfRun({ runs, added }: Composer, { kind, start, end }: Node): boolean {
  const run = runs[added];
  return run !== undefined && kind === 'map' && start === run.first && end === run.firstEnd;
}

/** Adds the rows of the next run, and reads past them. */
function addRun(composer: Composer, items: Node[]): void {
  for (const row of composer.runs[composer.added]?.rows ?? []) items.push(row);
  composer.added += 1;
  composer.offset = items.at(-1)?.end ?? composer.offset;
}

function composeMap(composer: Composer, event: MappingEvent): MapNode {
  open(composer, event);
  const entries = new Entries<MapEntry>();
  while (hasMore(composer)) composeEntry(composer, entries);
  return { kind: 'map', entries, start: event.start, end: close(composer, event) };
}

/** Whether the collection has more items. */
function hasMore(composer: Composer): boolean {
  return composer.events[composer.next]?.type !== EVENT_ID.POP;
}

function isBracket(character: string): boolean {
  return character === '[' || character === '{';
}

function open(composer: Composer, event: MappingEvent | SequenceEvent): void {
  refuseProperties(composer, event);
  const bracket = isBracket(composer.source.text.charAt(event.start));
  composer.offset = bracket ? event.start + 1 : event.start;
  composer.depth += 1;
  if (composer.depth > maxDepth && composer.deepest <= maxDepth) {
    refuse(composer, tooDeep, { start: event.start, end: event.start + 1 });
  }
  composer.deepest = Math.max(composer.deepest, composer.depth);
}

/** Reads past the end of a collection. Its event has no offset, so this looks for the bracket. */
function close(composer: Composer, event: MappingEvent | SequenceEvent): number {
  const { text } = composer.source;
  composer.next += 1;
  composer.depth -= 1;
  if (!isBracket(text.charAt(event.start))) return composer.offset;
  const end = skipGap(text, composer.offset);
  if (']}'.includes(text.charAt(end) || ' ')) composer.offset = end + 1;
  return composer.offset;
}

function composeEntry(composer: Composer, entries: Entries<MapEntry>): void {
  const found = isScalarNext(composer) ? composeNode(composer) : composeQuietly(composer);
  const key = keyOf(composer, found);
  const value = isMerge(found) ? composeQuietly(composer) : composeNode(composer);
  if (key === undefined) return;
  const first = entries.get(key.text)?.key;
  if (first === undefined) entries.add({ name: key.text, key: spanOf(key.node), value });
  else refuse(composer, duplicate(composer.source, key.text, first), key.node);
}

/** Without the text of the node, for which a spec with a hundred thousand keys would need much memory. */
function spanOf({ start, end }: Span): Span {
  return { start, end };
}

type Key = { readonly text: string; readonly node: ScalarNode };

function isMerge(key: Node): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.value === '<<';
}

function keyOf(composer: Composer, node: Node): Key | undefined {
  const isText = node.kind === 'scalar' && typeof node.value === 'string';
  if (isText && !isMerge(node)) return { text: String(node.value), node };
  // An alias has its own problem already.
  if (!isAlias(composer, node)) refuse(composer, isText ? mergeKey : notText(node), node);
  return undefined;
}

function isAlias(composer: Composer, node: Node): boolean {
  return node.kind === 'scalar' && composer.source.text.charAt(node.start) === '*';
}

function isScalarNext(composer: Composer): boolean {
  const type = composer.events[composer.next]?.type;
  return type === EVENT_ID.SCALAR || type === EVENT_ID.ALIAS;
}

/** Composes a key that is a collection, or the value of a merge key, without reporting mistakes inside it. */
function composeQuietly(composer: Composer): Node {
  const before = composer.quiet;
  composer.quiet = true;
  const node = composeNode(composer);
  composer.quiet = before;
  return node;
}

function composeScalar(composer: Composer, event: ScalarEvent): ScalarNode {
  refuseProperties(composer, event);
  const { text } = composer.source;
  if (event.valueStart < 0) return emptyScalar(composer);
  if (event.valueEnd - event.valueStart > longestText) return longScalar(composer, event);
  const isBlock = event.style >= SCALAR_STYLE.LITERAL_BLOCK;
  const header = isBlock ? blockHeader(text, composer.offset) : event.valueStart;
  const node = scalarNode(text, event, header);
  composer.offset = node.end;
  const refusal = scalarRefusal(node, event);
  if (refusal !== undefined) refuse(composer, refusal, node);
  return node;
}

/** Replaces a text that is too long by an empty one, and reports it. */
function longScalar(composer: Composer, { valueStart, valueEnd }: ScalarEvent): ScalarNode {
  const span = { start: valueStart, end: valueEnd };
  composer.offset = valueEnd;
  refuse(composer, textTooLong(valueEnd - valueStart), span);
  return { kind: 'scalar', value: '', source: '', style: 'quoted', ...span };
}

/** An empty value, located at the `:` or `-` before it. */
function emptyScalar(composer: Composer): ScalarNode {
  const { text } = composer.source;
  const start = skipGap(text, composer.offset);
  const announced = ':-?'.includes(text.charAt(start) || ' ');
  if (announced) composer.offset = start + 1;
  const at = announced ? start : composer.offset;
  return { kind: 'scalar', value: null, source: '', style: 'plain', start: at, end: at + 1 };
}

/** Replaces an alias by null, and reports it. */
function composeAlias(composer: Composer, event: AliasEvent): ScalarNode {
  const start = event.anchorStart - 1;
  const end = event.anchorEnd;
  const source = composer.source.text.slice(start, end);
  const node: ScalarNode = { kind: 'scalar', value: null, source, style: 'plain', start, end };
  composer.offset = end;
  refuse(composer, alias(source), node);
  return node;
}

function refuseProperties(composer: Composer, event: ScalarEvent | MappingEvent | SequenceEvent) {
  refuseProperty(composer, 'anchor', event.anchorStart - 1, event.anchorEnd);
  refuseProperty(composer, 'tag', event.tagStart, event.tagEnd);
}

/** Refuses an anchor or a tag. Without one, `end` is -1. */
function refuseProperty(composer: Composer, what: Property, start: number, end: number): void {
  if (end < 0) return;
  composer.offset = Math.max(composer.offset, end);
  refuse(composer, property(what, composer.source.text.slice(start, end)), { start, end });
}

function refuse(composer: Composer, refusal: Refusal, span: Span): void {
  if (composer.quiet || composer.problems.length >= enoughProblems) return;
  composer.problems.push(problemAt(refusal, placeAt(composer.source, span.start, span.end)));
}
