import type { Mention } from './mentions.ts';
import type { Entry } from './parts.ts';

/** What other entries of a record say about the ports of one: `Host: ...`, `Port: 443`, `Protocol: TCP`. */
export type Fields = { readonly mentions: readonly Mention[]; readonly transport: string };

/** The fields of the entries with destinations, and the entries that are fields of them. */
type RecordFields = {
  readonly fields: ReadonlyMap<Entry, Fields>;
  readonly used: ReadonlySet<Entry>;
};

const noFields: Fields = { mentions: [], transport: '' };

/**
 * The fields of each entry of a list that has a destination. Ports before the first destination of a record are for the
 * entries behind them, up to the next ports; ports behind are for those before them, since the last ports.
 */
export function fieldsOf(entries: readonly Entry[]): RecordFields {
  const typed = entries.filter((entry, at) => hasPlaces(entry) || isField(entry, entries[at - 1]));
  const matches = recordsOf(typed).flatMap(matched);
  const used = matches.flatMap(({ named, ports }) => (named.length > 0 ? ports : []));
  const fields = matches.flatMap(({ named, ports }) => {
    const found = joined(ports);
    return named.map((entry) => [entry, ofChildren(entry) ?? found] as const);
  });
  return { fields: new Map(fields), used: new Set(used) };
}

/** What the entries below a destination say about its ports. */
function ofChildren({ children }: Entry): Fields | undefined {
  const own = joined(children.filter(isBelow));
  return own.mentions.length > 0 || own.transport !== '' ? own : undefined;
}

/** Lines without a mark that a blank line parts are records of their own. */
function recordsOf(entries: readonly Entry[]): Entry[][] {
  const records: Entry[][] = [];
  for (const entry of entries) {
    const last = records.at(-1);
    if (last === undefined || (entry.opens && !entry.isBullet)) records.push([entry]);
    else last.push(entry);
  }
  return records;
}

type Match = { readonly named: Entry[]; readonly ports: Entry[] };

/** The entries of a record with destinations, and the ports that are for them. */
function matched(record: readonly Entry[]): readonly Match[] {
  const isFront = record[0] !== undefined && !hasPlaces(record[0]);
  const matches: Match[] = [];
  for (const entry of isFront ? record : record.toReversed()) {
    const last = matches.at(-1);
    if (hasPlaces(entry)) {
      if (last === undefined) matches.push({ named: [entry], ports: [] });
      else last.named.push(entry);
    } else if (last === undefined || last.named.length > 0) {
      matches.push({ named: [], ports: [entry] });
    } else last.ports.push(entry);
  }
  return matches;
}

/** Whether an entry is a field of a record: `Port: 443`, or ports in the line below a destination. */
function isField(entry: Entry, before: Entry | undefined): boolean {
  if (!isPorts(entry)) return false;
  const isBelow = before !== undefined && hasPlaces(before) && before.end + 1 === entry.line;
  return labelled.test(entry.reading.text) || (!entry.isBullet && isBelow);
}

const labelled =
  /^[*_\s]*(?:ports?|protocols?|protokolle?|transports?|(?:network|destination|outbound|tcp|udp) ports?)[*_]*\s*[:=]\s*[*_]*\S/i;

function hasPlaces({ reading }: Entry): boolean {
  return reading.units.some(({ isAdmitted }) => isAdmitted);
}

/** Whether an entry says nothing but ports. */
function isPorts({ reading }: Entry): boolean {
  return (
    reading.units.length === 0 &&
    reading.isPure &&
    (reading.mentions.length > 0 || reading.transport !== '')
  );
}

/** Whether an entry below a destination is about its ports. */
function isBelow(entry: Entry): boolean {
  return (
    isPorts(entry) ||
    (entry.reading.units.length === 0 && entry.reading.mentions.some((each) => each.isNumbered))
  );
}

function joined(entries: readonly Entry[]): Fields {
  if (entries.length === 0) return noFields;
  const mentions = entries.flatMap(({ reading }) => {
    const numbered = reading.mentions.filter((each) => each.isNumbered);
    return numbered.length > 0 ? numbered : reading.mentions;
  });
  const transports = new Set(entries.flatMap(({ reading }) => reading.transport.split(' ')));
  return { mentions, transport: [...transports].filter((each) => each !== '').join(' ') };
}
