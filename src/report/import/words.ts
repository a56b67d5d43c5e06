import type { AccessChange, MovedAccess, PartAccess } from '../../import/access.ts';
import type { RecordRow } from '../../import/record/record.ts';
import type { Kept, Lost } from '../../import/update/former.ts';
import { formatPortRange } from '../../net/port.ts';
import { count } from '../page/words.ts';
import type { ImportAnswer } from './answer.ts';

/** The result in one sentence. */
export function headline(answer: ImportAnswer): string {
  const { part, title, files, isFirst, written } = answer;
  if (files.length === 0) return `${part} is up to date with ${title}: no fact changed`;
  const verb = isFirst ? 'create' : 'update';
  const done = written ? `${verb}d` : `would ${verb}`;
  return `${done} ${part} from ${title}: ${changeText(answer)}`;
}

function changeText({ access: { added, removed, moved, rewritten } }: ImportAnswer): string {
  const parts = [
    ...(added.length === 0 ? [] : [`${added.length} added`]),
    ...(removed.length === 0 ? [] : [`${removed.length} removed`]),
    ...(moved.length === 0 ? [] : [`${moved.length} moved`]),
  ];
  const other = rewritten === undefined ? [] : [rewrittenText(rewritten)];
  if (parts.length > 0) return [`access ${parts.join(', ')}`, ...other].join('; ');
  return ['no access change', ...other].join('; ');
}

/** How many destinations stay allowed in other words, as a network and its halves. */
function rewrittenText({ before, after }: NonNullable<AccessChange['rewritten']>): string {
  return `written differently: ${count(before, 'destination')} before, ${after} now`;
}

/** What became of the rows: the sums make up the number of rows that were read. */
export function rowsText({ rows }: ImportAnswer): string {
  const { read, taken, unresolved, declined, refused, filtered } = rows;
  const byFilter = filtered === 0 ? '' : ` (${filtered} by the filter)`;
  return `${count(read, 'row')} read = ${taken} taken + ${unresolved} unresolved + ${declined} declined${byFilter} + ${refused} refused`;
}

/** The options that nobody typed and that count all the same; empty without any. */
export function recordedTexts({ recorded }: ImportAnswer): string[] {
  return recorded.length === 0
    ? []
    : [`with the recorded ${recorded.join(' ')} (--forget-options leaves them out)`];
}

/** `www.example.com on tcp/80, tcp/443 (required)`, and whether it bypasses inspection. */
export function accessText({ tier, inspection, ...place }: PartAccess): string {
  const bypasses = inspection === 'bypass' ? ', bypasses inspection' : '';
  return `${placeText(place)} (${tier}${bypasses})`;
}

/** `www.example.com on tcp/443: required -> optional`. */
export function movedText({ from, to, ...place }: MovedAccess): string {
  return `${placeText(place)}: ${from} -> ${to}`;
}

const mostExcepted = 3;

function placeText({
  destination,
  except = [],
  ports,
}: Pick<PartAccess, 'destination' | 'except' | 'ports'>): string {
  const more = except.length - mostExcepted;
  const named = except.slice(0, mostExcepted).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const but = except.length === 0 ? '' : ` except ${named}`;
  return `${destination}${but} on ${ports.map(formatPortRange).join(', ')}`;
}

/** What an update leaves as a person wrote it. */
export function keptText(kept: Kept): string {
  const { group } = kept;
  if (kept.kind === 'tier' || kept.kind === 'inspection') {
    const { kind, yours, document, reason } = kept;
    const why =
      reason === 'edited' ? ', as in the part' : ' because an update never allows more unasked';
    const what =
      kept.destination === undefined ? `${kind} of ${group}` : `${kept.destination} of ${group}`;
    return `${what} stays ${yours}${why}; the document has ${document}; to take it, ${wayOf(kept)}`;
  }
  if (kept.kind === 'renamed')
    return `group ${group} keeps its id; the import calls it ${kept.document}`;
  const { destination } = kept;
  const what = destination === undefined ? `group ${group}` : `${destination} of ${group}`;
  return kept.kind === 'removed'
    ? `${what} stays removed; the document still has it`
    : `${what} stays declined; the document has it`;
}

/** How a person allows what an update does not allow unasked. */
function wayOf(kept: Extract<Kept, { readonly yours: string }>): string {
  const { kind, destination, target, document } = kept;
  return destination === undefined || target === undefined
    ? `write ${kind}: ${document} in the group`
    : `move it to the group ${target} with ${kind}: ${document}`;
}

/** What people wrote on something that is gone. */
export function lostTexts({ group, destination, notes, comments }: Lost): string[] {
  const what = destination === undefined ? `group ${group}` : `${destination} of ${group}`;
  return [
    ...notes.map(([key, text]) => `${what}: ${key}: ${text}`),
    ...comments.map((text) => `${what}: comment: ${text}`),
  ];
}

/** A row that became no endpoint: `line 93: words (reason)`. */
export function rowText({ line, words, reason }: RecordRow): string {
  return `line ${line}: ${words === '' ? reason : `${words} (${reason})`}`;
}

/** The warnings, one sentence each. */
export function movesOf({ access }: ImportAnswer, what: MovedAccess['what']): MovedAccess[] {
  return access.moved.filter((move) => move.what === what);
}
