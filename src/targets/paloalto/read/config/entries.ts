import { getOrAdd } from '../../../../maps.ts';
import { compareText } from '../../../../net/order.ts';
import type { LiveItem } from '../../../kit/reading/live-order.ts';
import type { OutputPlace } from '../../../reading.ts';

/** An object or a rule: its fields by their path, such as `protocol/tcp/port`, each with its members. */
export type LiveEntry = {
  readonly name: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly at: OutputPlace;
};

/** Kinds of objects, by the path of their container. */
export const objectKinds = [
  'tag',
  'address',
  'address-group',
  'service',
  'service-group',
  'application-group',
  'profiles/custom-url-category',
] as const;

export type ObjectKind = (typeof objectKinds)[number];

/** What a place of the configuration contains, by the path of the container: objects, and the rules of rulebases. */
export type LivePlace = {
  readonly containers: ReadonlyMap<string, readonly LiveEntry[]>;
};

/** A configuration: its places by name: `vsys vsys1`, `shared`, `device-group X`, `pushed vsys1`, and `panorama`. */
export type PanConfig = {
  readonly file: string;
  readonly kind: string;
  readonly host: string | null;
  readonly places: ReadonlyMap<string, LivePlace>;
  /** What the dump does not show or prove, each a sentence. */
  readonly notes: readonly string[];
};

/** The containers of objects and of rules, as the words of their paths. */
export const containerPaths: readonly (readonly string[])[] = [
  ...objectKinds.map((kind) => kind.split('/')),
  ...['rulebase', 'pre-rulebase', 'post-rulebase'].flatMap((base) => [
    [base, 'security', 'rules'],
    [base, 'decryption', 'rules'],
    [base, 'nat', 'rules'],
  ]),
];

/** A note if Panorama manages the firewall and the dump has nothing that it pushed. */
export function unseenPushes(places: PanConfig['places'], isManaged: boolean): string[] {
  const isShown = [...places.keys()].some((name) =>
    /^(?:pushed |device-group |panorama$)/.test(name),
  );
  return isManaged && !isShown
    ? ['Panorama manages this firewall, and the rules that it pushes are not in this dump']
    : [];
}

/** The entries of a container; none if the place does not have it. */
export function entriesOf(place: LivePlace | undefined, container: string): readonly LiveEntry[] {
  return place?.containers.get(container) ?? [];
}

// What a device adds to a rule, or what it assumes if a field is missing.
const defaults: Readonly<Record<string, string>> = {
  'rule-type': 'universal',
  disabled: 'no',
  'negate-source': 'no',
  'negate-destination': 'no',
  'log-end': 'yes',
  'log-start': 'no',
  'source-user': 'any',
  'hip-profiles': 'any',
  'source-hip': 'any',
  'destination-hip': 'any',
  category: 'any',
};

/** The value of a field of a rule, or its default. */
export function fieldOf({ fields }: LiveEntry, field: string): string {
  return fields.get(field)?.[0] ?? defaults[field] ?? '';
}

/** Does a field of a rule have the value that a missing field also has? */
export function isDefault(field: string, members: readonly string[]): boolean {
  return Object.hasOwn(defaults, field) && defaults[field] === members.join(' ');
}

/** A rule as an object of a list. Lists are sets, and a default is like a missing field. */
export function ruleItem(kind: string, entry: LiveEntry): LiveItem {
  const counted = [...entry.fields].filter(([field, members]) => !isDefault(field, members));
  return {
    key: entry.name,
    fields: new Map(counted.map(([field, members]) => [field, setText(members)])),
    at: entry.at,
    text: ruleText(kind, entry),
  };
}

function setText(members: readonly string[]): string {
  return [...members].sort(compareText).join('\n');
}

/** A rule in one line: `security rule spt-web-https: allow from trust to untrust, source spt-clients, ...`. */
export function ruleText(kind: string, entry: LiveEntry): string {
  const list = (field: string) => (entry.fields.get(field) ?? []).join(' ') || 'any';
  const parts = ['source', 'destination', 'application', 'service', 'category']
    .filter((field) => entry.fields.has(field))
    .map((field) => `${field} ${list(field)}`);
  const off = fieldOf(entry, 'disabled') === 'yes' ? 'disabled ' : '';
  const head = `${off}${kind} rule ${entry.name}: ${fieldOf(entry, 'action')}`;
  return `${head} from ${list('from')} to ${list('to')}, ${parts.join(', ')}`;
}

/** An entry whose fields are still being read. */
type Draft = LiveEntry & { readonly fields: Map<string, string[]> };

/** Collects entries of places while a dump is read. */
export class Collector {
  readonly #places = new Map<string, Map<string, Map<string, Draft>>>();
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds members to a field of an entry, which begins at the line. Without a field, only the entry. */
  add(
    [place, container, name]: readonly [string, string, string],
    line: number,
    field?: string,
    members: readonly string[] = [],
  ): void {
    const containers = getOrAdd(this.#places, place, () => new Map());
    const entries = getOrAdd(containers, container, () => new Map<string, Draft>());
    const entry = getOrAdd(entries, name, () => ({
      name,
      fields: new Map<string, string[]>(),
      at: { file: this.#file, line },
    }));
    if (field === undefined) return;
    for (const member of members) getOrAdd(entry.fields, field, () => []).push(member);
  }

  get places(): PanConfig['places'] {
    return new Map(
      [...this.#places].map(([place, containers]) => [
        place,
        {
          containers: new Map(
            [...containers].map(([container, entries]) => [container, [...entries.values()]]),
          ),
        },
      ]),
    );
  }
}
