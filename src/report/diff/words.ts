import { getOrAdd, grouped } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Origin } from '../../policy/types.ts';
import { formatPlace, type Place } from '../../problem.ts';
import { annotationTexts, sourceText } from '../../review/annotations.ts';
import type {
  AccessChange,
  DiffReport,
  Gain,
  Loss,
  RuledChange,
} from '../../review/diff/change.ts';
import type { RelatedAccess } from '../../review/diff/related.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import type { ComparedRevision } from './answer.ts';

/** Added or removed access in words: the destination, its path and its ports. */
export function accessText(change: AccessChange<string>): string {
  return `${destinationText(change)} on ${portsText(change)}`;
}

/** The ports of added or removed access in words. */
export function portsText({ ports }: Pick<AccessChange<string>, 'ports'>): string {
  return ports.map(formatPortRange).join(', ');
}

/** The destination of added or removed access, its path and what it excludes. */
export function destinationText(change: AccessChange<string>): string {
  const { destination, path, exceptBelow } = change;
  const except = [
    ...destination.except.map(formatDestination),
    ...exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`),
  ];
  const base = `${formatDestination(destination.base)}${path === wholeHost ? '' : path}`;
  const but = except.length === 0 ? '' : ` except ${someOf(except)}`;
  return `${base}${but}`;
}

const mostNamed = 3;

/** The first names; the JSON report has all of them. */
function someOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${rest}`;
}

/** The clients in words. */
export function clientsText({ clients }: Pick<AccessChange<string>, 'clients'>): string {
  return getOrAdd(clientsTexts, clients, () => clients.map(formatNetwork).join(', '));
}

// Thousands of changes have the same clients.
const clientsTexts = new WeakMap<readonly Network[], string>();

/** Why the spec has the access: groups with tiers, purpose, annotations of the endpoint, source. */
export function reasonsOf({
  origins,
  tier,
}: AccessChange<string>): [label: string, text: string][] {
  const groups = [...new Map(origins.map(({ group }) => [group.id, group])).values()];
  const [first] = origins;
  const source = first?.endpoint.source ?? first?.group.source;
  const purpose = groups[0]?.purpose;
  const words = first === undefined ? [] : annotationTexts(first.endpoint, 'source', 'note');
  const texts: [label: string, text: string | undefined][] = [
    [
      'group',
      groups.length === 0
        ? undefined
        : groups.map(({ id, tier: own }) => `${id} (${own})`).join(', '),
    ],
    ['tier', groups.length > 1 ? (tier ?? undefined) : undefined],
    first?.endpoint.note === undefined ? ['purpose', purpose] : ['note', first.endpoint.note],
    ...words,
    ['applications', first === undefined ? undefined : applicationsText(first)],
    ['source', sourceText(source)],
  ];
  return texts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text]]));
}

/** The application names that the spec adds for an endpoint, by target; undefined if it adds none. */
function applicationsText({ endpoint, group }: Origin): string | undefined {
  const named = [group, endpoint].flatMap(({ applications }) => Object.entries(applications));
  const texts = named.map(([target, names]) => `${target}: ${names.join(', ')}`);
  return texts.length === 0 ? undefined : [...new Set(texts)].join('; ');
}

/** The findings that no exception accepts. */
export function openOf({ findings }: DiffReport): Finding[] {
  return findings.filter(({ exception }) => exception === null);
}

/** Findings that are not printed with added access; those of one list or domain are joined. */
export function otherFindings(report: DiffReport): JoinedFinding[] {
  const gains = [...report.sites.values()].flatMap(({ gained }) => gained);
  const printed = new Set(gains.flatMap(({ findings }) => findings));
  return joinFindings(openOf(report).filter((finding) => !printed.has(finding)));
}

/** Changed settings, tests and exceptions that need approval. */
export function ruledOf({ settings, tests, exceptions }: DiffReport): RuledChange[] {
  return [...settings, ...tests, ...exceptions].filter(({ needsApproval }) => needsApproval);
}

/**
 * Access of the other side in words, and how many more there are. Clients are named only if they differ from those of
 * the change.
 */
export function relatedTexts(change: AccessChange<string>): string[] {
  return someRelated(change, change.related.first.length);
}

function someRelated(change: AccessChange<string>, most: number): string[] {
  const { first, count } = change.related;
  const own = clientsText(change);
  const named = first.slice(0, most);
  const more = count - named.length;
  return [...named.map((each) => textOfRelated(each, own)), ...(more > 0 ? [`${more} more`] : [])];
}

function textOfRelated({ destination, path, ports, clients }: RelatedAccess, own: string): string {
  const below = path === wholeHost ? '' : path;
  const who = clientsText({ clients });
  const from = who === own ? '' : ` for ${who}`;
  return `${formatDestination(destination)}${below} ${ports.map(formatPortRange).join(', ')}${from}`;
}

/** The first few of these as one text; null if there are none. */
export function relatedText(change: AccessChange<string>): string | null {
  return change.related.count === 0 ? null : someRelated(change, mostNamed).join('; ');
}

/** The outputs that add or remove the access; null if all outputs of the site that decide it do. */
export function outputsText({
  outputs,
  byEveryOutput,
  output,
}: AccessChange<string>): string | null {
  if (byEveryOutput || output !== null) return null;
  return outputs.length === 0 ? 'none of them decides it' : `${outputs.join(', ')} only`;
}

/** The verdicts on the example flow of added access. Access to the enforcing device has no example. */
export function addedFlowText(gain: Gain): string {
  return `${gain.witness ?? accessText(gain)} was denied, is now allowed`;
}

/** The verdicts on the example flow of removed access; an output may still allow it. */
export function removedFlowText(loss: Loss): string {
  const { witness, witnessOpenIn } = loss;
  return witnessOpenIn.length === 0
    ? `${witness ?? accessText(loss)} was allowed, is now denied`
    : `the spec no longer allows ${witness}, but ${witnessOpenIn.join(', ')} still ${witnessOpenIn.length === 1 ? 'allows' : 'allow'} it`;
}

/** The outputs that still allow removed access, each with the endpoint that causes it, and the reason. */
export function keptTexts({ keptOpen }: Loss): string[] {
  return keptOpen.map(({ target, destination, reason }) =>
    reason === '' ? `${target}, for ${destination}` : `${target}, for ${destination} (${reason})`,
  );
}

/** Findings of one change that differ only in their locations, as one line each. */
export type MergedFinding = {
  readonly finding: Finding;
  /** Sorted as found; never empty. */
  readonly places: readonly Place[];
};

/** Two origins of the same access raise the same finding: it is printed once, with both locations. */
export function mergedFindings(findings: readonly Finding[]): MergedFinding[] {
  // Most access has no two findings of one rule, which need no keys.
  if (new Set(findings.map(({ rule }) => rule)).size === findings.length)
    return findings.map((finding) => ({ finding, places: [finding.at] }));
  const keyOf = ({ rule, subject, message, exception }: Finding) =>
    JSON.stringify([rule, subject, message, exception !== null]);
  return [...grouped(findings, keyOf).values()].flatMap((same) => {
    const [finding] = same;
    return finding === undefined ? [] : [{ finding, places: same.map(({ at }) => at) }];
  });
}

/** `cleartext: is open in cleartext (accepted by exception)`, with the locations if there are several. */
export function findingText({ finding, places }: MergedFinding): string {
  const { rule, message, exception } = finding;
  const accepted = exception === null ? '' : ' (accepted by exception)';
  const at = places.length === 1 ? '' : ` (${places.map(formatPlace).join(', ')})`;
  return `${rule}: ${message}${at}${accepted}`;
}

const shortHash = 7;

/** What the reader calls a side of a comparison, and the short hash of its commit. */
export function revisionWords({ name, commit }: ComparedRevision): string[] {
  if (commit === undefined) return [name];
  const hash = commit.slice(0, shortHash);
  return commit.startsWith(name) ? [hash] : [name, hash];
}

/** Printed with removed access of a required group. */
export const requiredWarning = 'this tier was required; devices may stop working';
