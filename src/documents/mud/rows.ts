import type { Refusal, Result } from '../../problem.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../document.ts';
import { memberOf, scalarText } from '../kit/fields.ts';
import type { JsonObject, JsonValue } from '../kit/json.ts';
import { unresolved } from '../kit/rows.ts';
import { plainWords } from '../kit/words.ts';
import { matchVerdict } from './matches.ts';

/** What the rows of an access list share. */
type Around = {
  readonly section: DocumentSection;
  readonly list: string;
  /** Whether an entry before this one denies traffic: then what this one allows is less than its words. */
  readonly isNarrowed: boolean;
};

/** The row of an entry, and whether the entry denies traffic. */
export function entryRow(
  entry: JsonObject,
  around: Around,
): { readonly row: DocumentRow; readonly denies: boolean } {
  const forwarding = forwardingOf(entry);
  const denies = forwarding.ok && forwarding.value !== undefined && forwarding.value !== 'accept';
  const row = {
    line: entry.line,
    words: wordsOf(entry),
    section: around.section,
    labels: labelsOf(entry, around.list),
    verdict: forwarding.ok
      ? verdictOf(entry, forwarding.value, around.isNarrowed)
      : refused(forwarding.error),
  };
  return { row, denies };
}

/** The access list, the address family and the transport, as the entry names them. */
function labelsOf(entry: JsonObject, list: string): Labels {
  const matches = entry.members.get('matches');
  const has = (key: string) => matches?.kind === 'object' && matches.members.has(key);
  return new Map([
    ['acl', [list]],
    ['family', ['ipv4', 'ipv6'].filter(has)],
    ['transport', ['tcp', 'udp'].filter(has)],
  ]);
}

/** `accept`, `drop` or `reject`, also with the name of their module in front. */
function forwardingOf(entry: JsonObject): Result<string | undefined, Refusal> {
  const actions = memberOf(entry, 'actions', 'object');
  if (!actions.ok) return actions;
  if (actions.value === undefined) return { ok: true, value: undefined };
  const forwarding = memberOf(actions.value, 'forwarding', 'text');
  if (!forwarding.ok) return forwarding;
  return { ok: true, value: forwarding.value?.text.replace(/^ietf-access-control-list:/, '') };
}

function verdictOf(
  entry: JsonObject,
  forwarding: string | undefined,
  isNarrowed: boolean,
): RowVerdict {
  if (forwarding === undefined) return unresolved('the entry has no action');
  if (forwarding !== 'accept') return { kind: 'declined', reason: 'the entry denies traffic' };
  const matches = memberOf(entry, 'matches', 'object');
  if (!matches.ok) return refused(matches.error);
  if (matches.value === undefined) return unresolved('the entry names no destination');
  const verdict = matchVerdict(matches.value);
  if (!isNarrowed || verdict.kind !== 'facts') return verdict;
  return unresolved('an entry before it denies traffic, which may be a part of it');
}

function refused(refusal: Refusal): RowVerdict {
  return { kind: 'refused', refusal };
}

/** The conditions of an entry without its name, which often contains its position. */
function wordsOf(entry: JsonObject): string {
  const matches = entry.members.get('matches');
  const words = matches === undefined ? [] : conditionsOf(matches, '');
  return plainWords(words.join(', ')) || `the entry on line ${entry.line}`;
}

/** Enough for every condition that words can show. */
const mostConditions = 40;

function conditionsOf(value: JsonValue, name: string): string[] {
  if (value.kind === 'object') {
    return [...value.members]
      .slice(0, mostConditions)
      .flatMap(([key, member]) => conditionsOf(member, key.replace(/^[a-z-]+:/, '')));
  }
  const text = scalarText(value);
  return [text === undefined ? name : `${name} ${text}`];
}
