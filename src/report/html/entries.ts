import { getOrAdd } from '../../maps.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Labelled, PageCoverage, PageData, PageEntry, SeverityName } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import { annotationTexts, sourceText } from '../../review/annotations.ts';
import type { SiteAccess } from '../../review/explain/site-access.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { type EntryCoverage, entriesOf, type ListEntry } from '../../review/list/entries.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';
import { givenText } from '../page/given.ts';
import { Positions } from './positions.ts';
import { type PackedSites, packSites } from './sets.ts';

/** The part of a page about sites: their endpoints with the coverage of each output, and their access. */
export type SitePart = PackedSites & Pick<PageData, 'entries' | 'reasons'>;

/** The endpoints and the access of sites. An endpoint that several sites have in the same way is one entry. */
export function sitePart(sites: Iterable<SiteAccess>, findings: readonly Finding[]): SitePart {
  const reasons = new Positions<string>();
  const entries = new Map<string, { entry: Omit<PageEntry, 'sites'>; sites: string[] }>();
  const severities = severitiesByPlace(findings);
  const packed = packSites(
    withEach(sites, ({ policy }) => {
      for (const entry of entriesOf(policy, undefined)) {
        const own = packEntry(entry, reasons, severities);
        const known = getOrAdd(entries, JSON.stringify(own), () => ({ entry: own, sites: [] }));
        known.sites.push(policy.site.id);
      }
    }),
  );
  return {
    ...packed,
    entries: [...entries.values()].map(({ entry, sites: own }) => ({
      ...entry,
      sites: [...new Set(own)],
    })),
    reasons: reasons.values,
  };
}

function* withEach<Item>(items: Iterable<Item>, use: (item: Item) => void): Generator<Item> {
  for (const item of items) {
    use(item);
    yield item;
  }
}

function packEntry(
  entry: ListEntry,
  reasons: Positions<string>,
  severities: ReadonlyMap<string, SeverityName>,
): Omit<PageEntry, 'sites'> {
  const { destination, path, ports, origin, coverage } = entry;
  const place = formatPlace(origin.endpoint.place);
  return {
    tier: origin.group.tier,
    group: origin.group.id,
    destination: `${destination}${path ?? ''}`,
    ports: ports.map(formatPortRange).join(', '),
    details: detailsOf(entry),
    severity: severities.get(place) ?? null,
    place,
    coverage: Object.fromEntries(
      coverage.map((each) => [each.target, packCoverage(each, reasons)] as const),
    ),
  };
}

function packCoverage({ kind, reason }: EntryCoverage, reasons: Positions<string>): PageCoverage {
  return [kind, reason === '' ? -1 : reasons.of(reason, reason)];
}

function detailsOf({ destination, origin, rule }: ListEntry): Labelled[] {
  const { endpoint, group, service } = origin;
  const written = givenText(endpoint);
  const purpose = endpoint.note === undefined ? group.purpose : undefined;
  const source = endpoint.source === undefined ? sourceText(group.source) : undefined;
  const texts: [label: string, text: string | undefined][] = [
    ['written', written === destination ? undefined : written],
    ['group', `${group.id}: ${group.title}`],
    ['purpose', purpose],
    ...annotationTexts(endpoint),
    ['source', source],
    ['service', service.name],
    ['inspection', rule.inspection],
  ];
  return texts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

/** The highest severity of the findings at each location that no exception accepts. */
function severitiesByPlace(findings: readonly Finding[]): Map<string, SeverityName> {
  const highest = new Map<string, number>();
  for (const { exception, at, severity } of findings) {
    const place = formatPlace(at);
    if (exception === null) highest.set(place, Math.max(severity, highest.get(place) ?? 0));
  }
  return new Map([...highest].map(([place, severity]) => [place, wordOf(severity)]));
}
