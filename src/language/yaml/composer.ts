import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { enoughProblems, type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { Span } from './node.ts';
import { type Property, property } from './refusals.ts';
import type { Run } from './rows.ts';
import { placeAt, type SourceText } from './source.ts';

/** The position of the composer in the events and in the text, and the problems found. */
export type Composer = {
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

/** A composer before the first event of the document. */
export function startOf(
  source: SourceText,
  events: readonly Event[],
  runs: readonly Run[],
): Composer {
  // The document's own event comes first.
  const next = 1;
  const problems: Problem[] = [];
  const nothing = { added: 0, offset: 0, depth: 0, deepest: 0, quiet: false };
  return { source, events, problems, runs, next, ...nothing };
}

/** Refuses an anchor and a tag of a value. */
export function refuseProperties(
  composer: Composer,
  event: ScalarEvent | MappingEvent | SequenceEvent,
): void {
  refuseProperty(composer, 'anchor', event.anchorStart - 1, event.anchorEnd);
  refuseProperty(composer, 'tag', event.tagStart, event.tagEnd);
}

/** Refuses an anchor or a tag. Without one, `end` is -1. */
function refuseProperty(composer: Composer, what: Property, start: number, end: number): void {
  if (end < 0) return;
  composer.offset = Math.max(composer.offset, end);
  refuse(composer, property(what, composer.source.text.slice(start, end)), { start, end });
}

/** Reports a mistake at a span, unless a mistake around it is reported. */
export function refuse(composer: Composer, refusal: Refusal, span: Span): void {
  if (composer.quiet || composer.problems.length >= enoughProblems) return;
  composer.problems.push(problemAt(refusal, placeAt(composer.source, span.start, span.end)));
}
