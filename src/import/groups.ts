import type { DocumentRow, DocumentSection } from '../documents/document.ts';
import { joinedNotes } from '../documents/kit/words.ts';
import type { Inspection, Tier } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { EndpointDrafts } from './endpoint-drafts.ts';
import { endpointsOf, keyOfRow } from './endpoints.ts';
import { distinctIds, type WantedId } from './ids.ts';
import type { ImportedGroup } from './part.ts';
import type { RowEndpoint } from './row-endpoints.ts';
import type { TakenRow } from './rows.ts';
import type { ServiceNames } from './services.ts';
import type { FormerImport } from './settings.ts';
import { noteTextOf, textOf } from './texts.ts';

/** A section with the tier and the inspection that its group gets. */
export type GroupSection = {
  readonly section: DocumentSection;
  readonly tier: Tier;
  readonly inspection: Inspection;
};

type Draft = GroupSection & { readonly purposes: Set<string>; readonly endpoints: EndpointDrafts };

/** The groups of a document, to which rows add endpoints. */
export class GroupDrafts {
  readonly #drafts = new Map<string, Draft>();
  readonly #bySection = new Map<DocumentSection, Draft>();

  /** Adds what a row of a section allows. */
  add(group: GroupSection, endpoints: readonly RowEndpoint[]): void {
    const draft = getOrAdd(this.#bySection, group.section, () => this.#draftOf(group));
    for (const endpoint of endpoints) draft.endpoints.add(endpoint);
  }

  /** The draft to which the rows of a section went. */
  draftFor(section: DocumentSection): Draft | undefined {
    return this.#bySection.get(section);
  }

  get all(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  /** Readers may make a section for each row, so that sections with one key are equal and not the same. */
  #draftOf(group: GroupSection): Draft {
    const purpose = noteTextOf(group.section.purpose);
    const draft = getOrAdd(this.#drafts, wholeOf(group), () => {
      return { ...group, purposes: new Set<string>(), endpoints: new EndpointDrafts() };
    });
    if (purpose !== undefined) draft.purposes.add(purpose);
    return draft;
  }
}

/** What tells the group of a section from all others: two headings can have one key. */
function wholeOf({ section, tier, inspection }: GroupSection): string {
  return JSON.stringify([section.key, textOf(section.title), tier, inspection]);
}

/** Where the part has what a row asks for: a group, and forms with values. */
export type TakenPlaces = {
  readonly row: DocumentRow;
  readonly group: string;
  readonly keys: readonly string[];
};

/** The places of rows in the groups that the drafts became, in their order. */
export function takenPlaces(
  drafts: GroupDrafts,
  groups: readonly ImportedGroup[],
  taken: readonly TakenRow[],
): TakenPlaces[] {
  const ids = new Map(drafts.all.map((draft, index) => [draft, groups[index]?.id ?? '']));
  return taken.map(({ row, endpoints }) => {
    const draft = drafts.draftFor(row.section);
    const group = (draft && ids.get(draft)) ?? '';
    return { row, group, keys: endpoints.map(keyOfRow) };
  });
}

/** What all groups of an import share. */
export type GroupForms = {
  readonly id: string;
  /** The title of groups without one. */
  readonly title: string;
  readonly services: ServiceNames;
  readonly aggregate: boolean;
  /** The directory of the lists, from that of the part. */
  readonly lists: string;
  readonly former: FormerImport | undefined;
};

/** The groups in the order of the document. */
export function groupsOf({ all }: GroupDrafts, forms: GroupForms): ImportedGroup[] {
  const ids = distinctIds(all.map((draft) => wantedId(forms.id, draft)));
  const groups = all.map((draft, index) => groupOf(ids[index] ?? forms.id, draft, forms));
  return withPaths(groups, forms.lists);
}

/** The longest name of a list file without its ending. */
const longestName = 100;

/** The groups with the paths of their lists: the names of a group and its services can read like those of another. */
function withPaths(groups: readonly ImportedGroup[], directory: string): ImportedGroup[] {
  const wanted = groups.flatMap(({ id, endpoints }) =>
    endpoints.flatMap(({ form, services }): WantedId[] => {
      const name = [id, ...services];
      return form === 'list' ? [{ plain: name.join('-'), whole: name.join(' ') }] : [];
    }),
  );
  const names = distinctIds(wanted, longestName).values();
  return groups.map((group) => ({
    ...group,
    endpoints: group.endpoints.map((endpoint) =>
      endpoint.form === 'list'
        ? { ...endpoint, value: `${directory}/${names.next().value}.txt` }
        : endpoint,
    ),
  }));
}

function wantedId(id: string, group: GroupSection): WantedId {
  const { key } = group.section;
  return { plain: key === '' ? id : `${id}-${key}`, whole: wholeOf(group) };
}

function groupOf(id: string, draft: Draft, forms: GroupForms): ImportedGroup {
  const { section, tier, inspection, purposes, endpoints } = draft;
  const purpose = noteTextOf(joinedNotes([...purposes]));
  const citation = textOf(section.citation);
  return {
    id,
    title: textOf(section.title) ?? forms.title,
    tier,
    inspection,
    ...(purpose === undefined ? {} : { purpose }),
    ...(citation === undefined ? {} : { section: citation }),
    endpoints: endpointsOf(endpoints.all(), {
      services: forms.services,
      aggregate: forms.aggregate,
      formOf: (names) => forms.former?.formOf(id, names),
    }),
  };
}
