import { getOrAdd } from '../../maps.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../document.ts';
import { isKind, scalarText } from '../kit/fields.ts';
import type { JsonArray, JsonObject, JsonValue } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';
import { wholeDocument } from '../kit/section.ts';
import { plainWords } from '../kit/words.ts';
import { Denials } from './denied.ts';
import { labelsOf, mostLabels, mostValues, withLabels } from './labels.ts';
import { isNetworkLike, type NetworkMember, networksOf } from './network-like.ts';
import { Sections } from './section.ts';
import {
  besideNetwork,
  hostVerdict,
  isHostLike,
  networkVerdict,
  notAHost,
  notANetwork,
} from './verdicts.ts';

/** What the networks of an object share; `denial` is why the document takes them back. */
type Around = {
  readonly section: DocumentSection;
  readonly labels: Labels;
  readonly denial: string | undefined;
};

export type Walked = {
  readonly rows: readonly DocumentRow[];
  readonly warnings: readonly string[];
};

/** Finds every network of a document. `unlabeled` are keys at its top whose values change with each revision. */
export function walk(
  root: JsonObject | JsonArray,
  takesHosts: boolean,
  unlabeled: ReadonlySet<string>,
): Walked {
  const walker = new Walker(takesHosts);
  if (isKind(root, 'array'))
    walker.list(root, { section: wholeDocument, labels: new Map(), denial: undefined });
  else walker.top(root, unlabeled);
  return { rows: walker.rows, warnings: walker.warnings() };
}

type JsonText = Extract<JsonValue, { kind: 'text' }>;

/** The keys of a single host. Others have words with a dot too. */
const hostKey = /^(?:fqdn|host|hostname|host_name|domain|domain_name)$/i;

/** A key of ports: `port`, `ports`, `dst_port`, `tcpPorts`. */
const portKey = /^(?:(?:tcp|udp|sctp|dst|dest|destination|remote|server)[_-]?)?ports?$/i;

class Walker {
  readonly rows: DocumentRow[] = [];
  readonly #takesHosts: boolean;
  readonly #sections = new Sections();
  readonly #denials = new Denials();
  // Most objects of a document have the same keys.
  readonly #keys = new Map<string, { readonly isNetwork: boolean; readonly isPort: boolean }>();
  #skippedHosts = 0;
  #networkKeys = 0;
  /** The first key of ports, with its line, and how many objects have one. */
  #ports: { readonly key: string; readonly line: number; objects: number } | undefined;
  /** The line of the first object with too many labels. */
  #crowded: number | undefined;

  constructor(takesHosts: boolean) {
    this.#takesHosts = takesHosts;
  }

  /** Each key at the top is a section. */
  top(root: JsonObject, unlabeled: ReadonlySet<string>): void {
    const own = this.#labels(root, unlabeled);
    const networks = networksOf(root.members);
    for (const [key, value] of root.members) {
      const labels = withLabels(new Map([['section', [key]]]), own);
      // The scalars at the top are about the document.
      const around = { section: this.#sections.of(key), labels, denial: undefined };
      this.#member(key, value, around, networks.get(key));
    }
  }

  list(list: JsonArray, around: Around): void {
    const texts = list.items.flatMap((item) => (isKind(item, 'text') ? [item.text] : []));
    const hasNetworks = texts.some(isNetworkLike);
    const hosts = hasNetworks ? 0 : texts.filter(isHostLike).length;
    if (!this.#takesHosts) this.#skippedHosts += hosts;
    const verdictOf = hasNetworks ? this.#networkItem : hostItem;
    const hasRows = hasNetworks || (hosts > 0 && this.#takesHosts);
    for (const item of list.items) {
      if (isKind(item, 'array')) this.list(item, around);
      else if (isKind(item, 'object')) this.#object(item, around);
      else if (hasRows) this.#add(item, around, verdictOf(item));
    }
  }

  warnings(): string[] {
    const crowded = `The object on line ${this.#crowded} has more labels than --where knows: it knows the first ${mostLabels}, and no list of more than ${mostValues} values.`;
    const hosts = `The document also lists hosts: ${this.#skippedHosts}. Add --hosts to include them.`;
    const keys = `The document has networks as keys, which Portolan does not read: ${this.#networkKeys}.`;
    return [
      ...this.#portWarnings(),
      ...(this.#networkKeys === 0 ? [] : [keys]),
      ...(this.#crowded === undefined ? [] : [crowded]),
      ...(this.#skippedHosts === 0 ? [] : [hosts]),
    ];
  }

  #portWarnings(): string[] {
    if (this.#ports === undefined) return [];
    const { key, line, objects } = this.#ports;
    return [
      `Objects with ports: ${objects}, the first on line ${line} under ${quote(key)}. Portolan does not read these ports: --service applies to every network that --where leaves.`,
    ];
  }

  #object(object: JsonObject, around: Around): void {
    const own = this.#labels(object, new Set());
    const labels = withLabels(own, around.labels);
    const denial = around.denial ?? this.#denials.ofLabels(own);
    const networks = networksOf(object.members);
    for (const [key, value] of object.members)
      this.#member(key, value, { section: around.section, labels, denial }, networks.get(key));
  }

  #member(key: string, value: JsonValue, above: Around, network: NetworkMember | undefined): void {
    const around = { ...above, denial: above.denial ?? this.#denials.ofKey(key) };
    if (isKind(value, 'array')) this.list(value, around);
    else if (isKind(value, 'object')) this.#object(value, around);
    else if (network !== undefined && isKind(value, 'text'))
      this.#add(value, around, network === 'network' ? networkVerdict(value) : besideNetwork);
    else if (hostKey.test(key) && isKind(value, 'text') && isHostLike(value.text))
      this.#host(value, around);
  }

  #host(value: JsonText, around: Around): void {
    if (this.#takesHosts) this.#add(value, around, hostVerdict(value));
    else this.#skippedHosts += 1;
  }

  /** The labels of an object, of which the warnings are kept. */
  #labels(object: JsonObject, unlabeled: ReadonlySet<string>): Labels {
    const { labels, isCut } = labelsOf(object, unlabeled);
    if (isCut) this.#crowded ??= object.line;
    const keys = [...object.members.keys()];
    this.#networkKeys += keys.filter((key) => this.#key(key).isNetwork).length;
    this.#notePorts(object, keys);
    return labels;
  }

  #key(key: string): { readonly isNetwork: boolean; readonly isPort: boolean } {
    return getOrAdd(this.#keys, key, () => {
      return { isNetwork: isNetworkLike(key), isPort: portKey.test(key) };
    });
  }

  #notePorts({ line }: JsonObject, keys: readonly string[]): void {
    const key = keys.find((each) => this.#key(each).isPort);
    if (key === undefined) return;
    this.#ports ??= { key, line, objects: 0 };
    this.#ports.objects += 1;
  }

  /** An item of a list that has networks. A number is none: written out, it can look like a host. */
  readonly #networkItem = (item: JsonValue): RowVerdict => {
    if (!isKind(item, 'text')) return notANetwork;
    if (isNetworkLike(item.text)) return networkVerdict(item);
    return this.#takesHosts && isHostLike(item.text) ? hostVerdict(item) : notANetwork;
  };

  #add(value: JsonValue, { section, labels, denial }: Around, read: RowVerdict): void {
    const words = plainWords(scalarText(value) ?? 'null');
    const verdict: RowVerdict =
      denial !== undefined && read.kind === 'facts' ? { kind: 'unresolved', reason: denial } : read;
    this.rows.push({ line: value.line, words, section, labels, verdict });
  }
}

/** An item of a list that has hosts. */
function hostItem(item: JsonValue): RowVerdict {
  return isKind(item, 'text') ? hostVerdict(item) : notAHost;
}
