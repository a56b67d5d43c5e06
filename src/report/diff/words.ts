import { formatDestination } from '../../net/destination.ts';
import { formatNetwork } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Origin } from '../../policy/types.ts';
import { annotationTexts, sourceText } from '../../review/annotations.ts';
import { changesAccess, failureText } from '../../review/diff/approvals.ts';
import type {
  AccessChange,
  DiffReport,
  Loss,
  RuledChange,
  VerifiedOutputs,
} from '../../review/diff/change.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { staleText } from '../page/words.ts';

/** The change in one sentence: `2 gained, 1 lost, 3 wording only, 1 needs approval`, or that access stays. */
export function diffSentence(report: DiffReport): string {
  const sites = [...report.sites.values()];
  const sum = (pick: (site: (typeof sites)[number]) => readonly unknown[]) =>
    sites.reduce((total, site) => total + pick(site).length, 0);
  const changes = [
    [sum(({ gained }) => gained), 'gained'],
    [sum(({ lost }) => lost), 'lost'],
    [sum(({ moved }) => moved), 'in another tier'],
    [report.settings.length, report.settings.length === 1 ? 'setting' : 'settings'],
    [report.tests.length, report.tests.length === 1 ? 'test' : 'tests'],
    [report.exceptions.length, report.exceptions.length === 1 ? 'exception' : 'exceptions'],
    [report.unknown.length, report.unknown.length === 1 ? 'unknown file' : 'unknown files'],
    [report.verified?.failures.length ?? 0, 'failed checks of outputs'],
    [report.wording.length, 'wording only'],
    [report.approvals.length, report.approvals.length === 1 ? 'needs approval' : 'need approval'],
  ] as const;
  const parts = changes
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`);
  return [...(changesAccess(report) ? [] : [unchanged(report)]), ...parts].join(', ');
}

/** Settings decide what becomes of access, so they are not to be read over. */
function unchanged({ settings }: DiffReport): string {
  return settings.length === 0 ? 'No access change' : 'No access change by hosts and ports';
}

/** What is gained or lost, in words: the destination, its path and its ports. */
export function accessText(change: AccessChange<string>): string {
  const { destination, path, exceptBelow, ports } = change;
  const except = [
    ...destination.except.map(formatDestination),
    ...exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`),
  ];
  const base = `${formatDestination(destination.base)}${path === wholeHost ? '' : path}`;
  const but = except.length === 0 ? '' : ` but ${someOf(except)}`;
  return `${base}${but} on ${ports.map(formatPortRange).join(', ')}`;
}

const mostNamed = 3;

/** The first of what was open already; the answer for scripts has them all. */
function someOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${rest}`;
}

/** For whom. */
export function clientsText({ clients }: Pick<AccessChange<string>, 'clients'>): string {
  return clients.map(formatNetwork).join(', ');
}

/** Why it is there: groups with tiers, documents, and what the endpoint itself says. */
export function reasonsOf({
  origins,
  tier,
}: AccessChange<string>): [label: string, text: string][] {
  const groups = [...new Map(origins.map(({ group }) => [group.id, group])).values()];
  const [first] = origins;
  const source = first?.endpoint.source ?? first?.group.source;
  const purpose = groups[0]?.purpose;
  const words = first === undefined ? [] : annotationTexts(first.endpoint, 'source', 'note');
  const texts: [string, string | undefined][] = [
    [
      'group',
      groups.length === 0
        ? undefined
        : groups.map(({ id, tier: own }) => `${id} (${own})`).join(', '),
    ],
    ['tier', groups.length > 1 ? (tier ?? undefined) : undefined],
    ['why', first?.endpoint.note ?? purpose],
    ...words,
    ['applications', first === undefined ? undefined : applicationsText(first)],
    ['document', sourceText(source)],
  ];
  return texts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text]]));
}

/** The application names that the spec adds for an endpoint, by target; undefined where it adds none. */
function applicationsText({ endpoint, group }: Origin): string | undefined {
  const named = [group, endpoint].flatMap(({ applications }) => Object.entries(applications));
  const texts = named.map(([target, names]) => `${target}: ${names.join(', ')}`);
  return texts.length === 0 ? undefined : [...new Set(texts)].join('; ');
}

/** The findings that nobody has accepted. */
export function openOf({ findings }: DiffReport): Finding[] {
  return findings.filter(({ exception }) => exception === null);
}

/** Of these the ones that no gain tells already. */
export function elsewhere(report: DiffReport): Finding[] {
  const gains = [...report.sites.values()].flatMap(({ gained }) => gained);
  const told = new Set(gains.flatMap(({ findings }) => findings));
  return openOf(report).filter((finding) => !told.has(finding));
}

/** The changes of how things are judged or enforced that need an approval. */
export function ruledOf({ settings, tests, exceptions }: DiffReport): RuledChange[] {
  return [...settings, ...tests, ...exceptions].filter(({ needsApproval }) => needsApproval);
}

/** Access of the other side in words, as a list that may be cut; its clients are said where they are others. */
export function relatedTexts(change: AccessChange<string>): string[] {
  const own = clientsText(change);
  return change.related.map((each) => {
    const path = each.path === wholeHost ? '' : each.path;
    const who = clientsText(each);
    const from = who === own ? '' : ` for ${who}`;
    return `${formatDestination(each.destination)}${path} ${each.ports.map(formatPortRange).join(', ')}${from}`;
  });
}

/** The same as one text for people, the first few of it; null where there is none. */
export function relatedText(change: AccessChange<string>): string | null {
  const texts = relatedTexts(change);
  if (texts.length === 0) return null;
  const more = texts.length > mostNamed ? [`${texts.length - mostNamed} more`] : [];
  return [...texts.slice(0, mostNamed), ...more].join('; ');
}

/** By which outputs, where it is not by all of the site's; null otherwise. */
export function outputsText({
  outputs,
  byEveryOutput,
  output,
}: AccessChange<string>): string | null {
  return byEveryOutput || output !== null ? null : `${outputs.join(', ')} alone`;
}

/** What became of the witness of a loss: an output may still allow it. */
export function lossWitnessText({ witness, witnessOpenIn }: Loss): string {
  return witnessOpenIn.length === 0
    ? `${witness} was allowed, is now denied`
    : `${witness} was allowed by the spec and is not now, but ${witnessOpenIn.join(', ')} still ${witnessOpenIn.length === 1 ? 'allows' : 'allow'} it`;
}

/** The outputs that still allow what was lost, each with the endpoint for whose sake, and the reason. */
export function keptTexts({ keptOpen }: Loss): string[] {
  return keptOpen.map(({ target, destination, reason }) =>
    reason === '' ? `${target}: ${destination}` : `${target}: ${destination} (${reason})`,
  );
}

const mostFailures = 10;

/** Which outputs are stale, and which checks failed: the first few, and how many more. */
export function verifiedTexts({ failures, stale }: VerifiedOutputs): string[] {
  const more = failures.length - mostFailures;
  return [
    ...stale.map((site) => staleText({ site, command: 'portolan generate' })),
    ...failures.slice(0, mostFailures).map((failure) => `FAIL ${failureText(failure)}`),
    ...(more > 0 ? [`and ${more} more: portolan verify tells all`] : []),
  ];
}
