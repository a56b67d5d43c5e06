import {
  EVENT_ID,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Problem } from '../../problem.ts';
import { composeAlias, composeScalar } from './compose-scalar.ts';
import { type Composer, refuse, refuseProperties, startOf } from './composer.ts';
import { Entries } from './entries.ts';
import { skipGap } from './next-token.ts';
import type { ListNode, MapEntry, MapNode, Node, ScalarNode, Span } from './node.ts';
import { duplicate, maxDepth, mergeKey, notText, tooDeep } from './refusals.ts';
import type { Run } from './rows.ts';
import type { SourceText } from './source.ts';

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
