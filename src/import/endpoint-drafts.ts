import type { PrintedText } from '../documents/document.ts';
import { formatDestination } from '../net/destination.ts';
import { mergePorts } from '../net/port.ts';
import type { RowEndpoint } from './row-endpoints.ts';
import { noteTextOf, urlTextOf } from './texts.ts';

/** An endpoint with all that the rows say about it. */
export type EndpointDraft = Omit<RowEndpoint, 'printed' | 'note'> & {
  /** The texts that the document prints, and notes on them. They may repeat. */
  readonly printed: readonly PrintedText[];
  readonly notes: readonly string[];
};

/** The endpoints of a group, by form and value: what rows say about one destination is merged. */
export class EndpointDrafts {
  readonly #rows = new Map<string, RowEndpoint | RowEndpoint[]>();

  add(row: RowEndpoint): void {
    const key = `${row.scheme} ${formatDestination(row.destination)} ${row.path}`;
    const known = this.#rows.get(key);
    // Nearly every destination has one row, and there may be a hundred thousand of them.
    if (known === undefined) this.#rows.set(key, row);
    else if (Array.isArray(known)) known.push(row);
    else this.#rows.set(key, [known, row]);
  }

  *all(): Iterable<EndpointDraft> {
    for (const rows of this.#rows.values()) {
      const [first = undefined, ...more] = Array.isArray(rows) ? rows : [rows];
      if (first !== undefined) yield draftOf(first, more);
    }
  }
}

function draftOf(first: RowEndpoint, more: readonly RowEndpoint[]): EndpointDraft {
  const { destination, path, scheme } = first;
  const isSame = more.every(({ ports }) => ports === first.ports);
  const ports = isSame ? first.ports : mergePorts([first, ...more].flatMap((row) => row.ports));
  if (more.length === 0 && first.printed === undefined && first.note === undefined)
    return { destination, path, scheme, ports, printed: none, notes: none };
  const all = [first, ...more];
  return {
    destination,
    path,
    scheme,
    ports,
    printed: all.flatMap(({ printed }) => (printed && printedOf(printed)) ?? []),
    notes: all.flatMap(({ note }) => noteTextOf(note) ?? []),
  };
}

const none: readonly never[] = [];

/** What a document prints, as a spec may contain it; undefined if nothing is left of it. */
function printedOf({ url, text, port }: PrintedText): PrintedText | undefined {
  const isUrl = url !== undefined && urlTextOf(url) === url;
  // A URL that a spec cannot contain as it is becomes words about it.
  const words = isUrl ? undefined : noteTextOf(url ?? text);
  const isPort = port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
  const printed = {
    ...(isUrl ? { url } : {}),
    ...(words === undefined ? {} : { text: words }),
    ...(isPort ? { port } : {}),
  };
  return Object.keys(printed).length === 0 ? undefined : printed;
}
