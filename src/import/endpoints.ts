import type { PrintedText } from '../documents/document.ts';
import { joinedNotes } from '../documents/kit/words.ts';
import { grouped } from '../maps.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { cidrsOf, mergeNetworks, type Network, networkOfCidr } from '../net/network.ts';
import { compareText, sortedUnique } from '../net/order.ts';
import { wholeHost } from '../net/path.ts';
import type { EndpointDraft } from './endpoint-drafts.ts';
import { compareOrdered, type Ordered, orderedBy } from './endpoint-order.ts';
import type { ImportedEndpoint } from './part.ts';
import type { RowEndpoint } from './row-endpoints.ts';
import type { ServiceNames } from './services.ts';
import { noteTextOf } from './texts.ts';
import { urlOf } from './urls.ts';

/** How the endpoints of a group are written. */
export type EndpointForms = {
  readonly services: ServiceNames;
  /** Merges networks that differ in nothing else. */
  readonly aggregate: boolean;
  /** The form of an earlier import. */
  readonly formOf: (services: readonly string[]) => 'list' | 'inline' | undefined;
};

/** More destinations with equal services than this become a list. */
export const mostInline = 20;

type Placed = Ordered & { readonly endpoint: ImportedEndpoint };

/** The endpoints of a group, in their order. A list has no path yet: its services tell it from others of the group. */
export function endpointsOf(
  drafts: Iterable<EndpointDraft>,
  forms: EndpointForms,
): ImportedEndpoint[] {
  const placed: Placed[] = [];
  const bare: Bare[] = [];
  for (const draft of drafts) {
    const services = forms.services.namesOf(draft.ports);
    if (isBare(draft)) bare.push({ draft, services });
    else placed.push(placedOf(draft, services));
  }
  const lists: ImportedEndpoint[] = [];
  for (const alike of grouped(bare, ({ services }) => services.join(' ')).values()) {
    const written = writeAlike(alike, forms);
    if (written.kind === 'list') lists.push(written.list);
    else for (const each of written.placed) placed.push(each);
  }
  const inline = placed.sort(compareOrdered).map(({ endpoint }) => endpoint);
  return [...inline, ...lists.sort((one, other) => compareText(one.value, other.value))];
}

/** A draft that a line of a list can express. */
type Bare = { readonly draft: EndpointDraft; readonly services: readonly string[] };

/** A list has no paths, notes or printed texts, so what has one of them stays inline. */
function isBare({ destination, path, printed, notes }: EndpointDraft): boolean {
  const isListed = destination.kind === 'host' || destination.kind === 'network';
  return isListed && path === wholeHost && printed.length + notes.length === 0;
}

/** Destinations with equal services: each inline, or a list of all. */
function writeAlike(alike: readonly Bare[], { aggregate, formOf }: EndpointForms) {
  const services = alike[0]?.services ?? [];
  const drafts = aggregate
    ? merged(alike.map(({ draft }) => draft))
    : alike.map(({ draft }) => draft);
  const former = formOf(services);
  const isList = former === undefined ? drafts.length > mostInline : former === 'list';
  if (!isList) {
    return { kind: 'inline', placed: drafts.map((draft) => placedOf(draft, services)) } as const;
  }
  const ordered = drafts.map(({ destination }) =>
    orderedBy(destination, formatDestination(destination)),
  );
  const lines = sortedUnique(ordered, compareOrdered).map(({ value }) => value);
  const list: ImportedEndpoint = { form: 'list', value: services.join('-'), services, lines };
  return { kind: 'list', list } as const;
}

/** The same addresses in the fewest blocks: never more than the drafts have together. */
function merged(drafts: readonly EndpointDraft[]): EndpointDraft[] {
  const networks: Network[] = [];
  const others: EndpointDraft[] = [];
  for (const draft of drafts) {
    if (draft.destination.kind === 'network' && draft.scheme === undefined)
      networks.push(draft.destination.network);
    else others.push(draft);
  }
  const [first] = drafts;
  if (first === undefined) return others;
  const blocks = mergeNetworks(networks).flatMap(cidrsOf);
  return [
    ...others,
    ...blocks.map(
      (block): EndpointDraft => ({
        ...first,
        scheme: undefined,
        destination: { kind: 'network', network: networkOfCidr(block) },
      }),
    ),
  ];
}

function placedOf(draft: EndpointDraft, services: readonly string[]): Placed {
  const { destination, scheme } = draft;
  const value = scheme === undefined ? formatDestination(destination) : urlOf({ ...draft, scheme });
  const [printed, ...more] = sortedUnique(draft.printed, comparePrinted);
  const note = noteOf([...draft.notes, ...more.map(alsoPrinted)]);
  const endpoint: ImportedEndpoint = {
    form: scheme === undefined ? formOfKind(destination) : 'url',
    value,
    services,
    ...(printed === undefined ? {} : { printed }),
    ...(note === undefined ? {} : { note }),
  };
  return { ...orderedBy(destination, value), endpoint };
}

/** Form and value of what a row asks for, as an endpoint of its own has them. */
export function keyOfRow(row: RowEndpoint): string {
  const { destination, scheme } = row;
  return scheme === undefined
    ? `${formOfKind(destination)} ${formatDestination(destination)}`
    : `url ${urlOf({ ...row, scheme })}`;
}

function comparePrinted(one: PrintedText, other: PrintedText): number {
  return compareText(JSON.stringify(one), JSON.stringify(other));
}

function formOfKind({ kind }: Destination): ImportedEndpoint['form'] {
  return kind === 'host' || kind === 'network' ? kind : 'to';
}

/** An endpoint has one printed text. Others of the same destination are in its note. */
function alsoPrinted({ url, text, port }: PrintedText): string {
  const words = [url ?? text, port === undefined ? undefined : `port ${port}`];
  return `The document also prints ${words.filter((word) => word !== undefined).join(' with ')}.`;
}

function noteOf(notes: readonly string[]): string | undefined {
  return notes.length === 0 ? undefined : noteTextOf(joinedNotes(sortedUnique(notes, compareText)));
}
