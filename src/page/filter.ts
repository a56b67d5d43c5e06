import type { ChangedAccess, PageData, PageEntry, PageFailure, PageFinding } from './data.ts';

/** What is selected; an empty text selects everything. */
export type Filters = Readonly<Record<FilterName, string>>;

export type FilterName = 'text' | 'site' | 'group' | 'tier' | 'severity' | 'output';

export const noFilters: Filters = {
  text: '',
  site: '',
  group: '',
  tier: '',
  severity: '',
  output: '',
};

/** What a row of the page is about. Without a site or an output, it is about all of them. */
export type Facets = {
  readonly text: string;
  readonly sites: readonly string[];
  readonly outputs: readonly string[];
  readonly groups: readonly string[];
  readonly tiers: readonly string[];
  readonly severity: string | null;
};

/** A row with its facets, which are made once, because there may be many thousand rows. */
export type Row<Item> = { readonly item: Item; readonly facets: Facets; readonly key: number };

/** The rows that the filters select. Each word of the text must be in the row. */
export function selected<Item>(rows: readonly Row<Item>[], filters: Filters): readonly Row<Item>[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { site, group, tier, severity, output } = filters;
  if (words.length === 0 && [site, group, tier, severity, output].every((each) => each === ''))
    return rows;
  return rows.filter(
    ({ facets }) =>
      isAbout(facets.sites, site) &&
      isAbout(facets.outputs, output) &&
      isOf(facets.groups, group) &&
      isOf(facets.tiers, tier) &&
      (severity === '' || facets.severity === severity) &&
      words.every((word) => facets.text.includes(word)),
  );
}

function isAbout(all: readonly string[], wanted: string): boolean {
  return all.length === 0 || isOf(all, wanted);
}

function isOf(all: readonly string[], wanted: string): boolean {
  return wanted === '' || all.includes(wanted);
}

/** All rows of a page, by their section. */
export type PageRows = {
  readonly gains: readonly Row<ChangedAccess>[];
  readonly losses: readonly Row<ChangedAccess>[];
  readonly findings: readonly Row<PageFinding>[];
  readonly failures: readonly Row<PageFailure>[];
  readonly entries: readonly Row<PageEntry>[];
};

export function rowsOf(data: PageData): PageRows {
  const tiers = new Map(data.entries.map(({ group, tier }) => [group, tier]));
  return {
    gains: rows(data.gains, accessFacets),
    losses: rows(data.losses, accessFacets),
    findings: rows(data.findings, (finding) => findingFacets(finding, tiers)),
    failures: rows(data.checks?.failures ?? [], ({ outputs, text, places }) => ({
      text: textOf(text, ...places, ...outputs.flatMap(({ site, target }) => [site, target])),
      sites: outputs.map(({ site }) => site),
      outputs: outputs.map(({ target }) => target),
      groups: [],
      tiers: [],
      severity: null,
    })),
    entries: rows(data.entries, entryFacets),
  };
}

function rows<Item>(items: readonly Item[], facetsOf: (item: Item) => Facets): Row<Item>[] {
  return items.map((item, key) => ({ item, facets: facetsOf(item), key }));
}

function accessFacets(access: ChangedAccess): Facets {
  const { site, kind, destination, ports, tier, groups, example, outputs, reasons } = access;
  return {
    text: textOf(
      ...[
        site,
        kind,
        destination,
        ports,
        example ?? '',
        access.clients,
        ...groups,
        ...access.places,
      ],
      ...reasons.flat(),
      ...access.findings.flatMap(({ rule, message }) => [rule, message]),
    ),
    sites: [site],
    outputs,
    groups,
    tiers: tier === null ? [] : [tier],
    severity: access.severity,
  };
}

function findingFacets(finding: PageFinding, tiers: ReadonlyMap<string, string>): Facets {
  const { rule, message, help, place, group, outputs, severity } = finding;
  const tier = tiers.get(group ?? '');
  return {
    text: textOf(rule, message, help, place, group ?? '', ...finding.places),
    sites: [],
    outputs,
    groups: group === null ? [] : [group],
    tiers: tier === undefined ? [] : [tier],
    severity,
  };
}

function entryFacets(entry: PageEntry): Facets {
  const { sites, tier, group, destination, ports, details, place, coverage, severity } = entry;
  const kinds = Object.values(coverage).map(([kind]) => kind);
  return {
    text: textOf(destination, ports, group, tier, place, ...kinds, ...details.flat()),
    sites,
    outputs: Object.keys(coverage),
    groups: [group],
    tiers: [tier],
    severity,
  };
}

function textOf(...parts: readonly string[]): string {
  return parts.join('\n').toLowerCase();
}

/** The values that each filter offers: those that rows have. A filter without a choice is not shown. */
export function choicesOf(all: PageRows): Readonly<Record<Exclude<FilterName, 'text'>, string[]>> {
  const facets = Object.values(all).flatMap((some: readonly Row<unknown>[]) =>
    some.map((row) => row.facets),
  );
  const values = (pick: (facet: Facets) => readonly string[]) => {
    const found = new Set<string>();
    for (const facet of facets) for (const value of pick(facet)) found.add(value);
    return found;
  };
  const inOrder = (known: readonly string[], found: ReadonlySet<string>) =>
    known.filter((value) => found.has(value));
  return {
    site: [...values(({ sites }) => sites)].sort(),
    group: [...values(({ groups }) => groups)].sort(),
    tier: inOrder(
      tiersInOrder,
      values(({ tiers }) => tiers),
    ),
    severity: inOrder(
      severitiesInOrder,
      values(({ severity }) => (severity === null ? [] : [severity])),
    ),
    output: [...values(({ outputs }) => outputs)].sort(),
  };
}

const tiersInOrder = ['required', 'recommended', 'optional'];
export const severitiesInOrder = ['critical', 'high', 'medium', 'low'];
