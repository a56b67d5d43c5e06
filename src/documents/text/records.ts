import type { Mention } from './mentions.ts';
import type { Entry } from './outline.ts';

/** What other entries of a record say about the ports of one: `Host: ...`, `Port: 443`, `Protocol: TCP`. */
export type Fields = { readonly mentions: readonly Mention[]; readonly transport: string };

/** The fields of the entries with destinations, and the entries that are fields of them. */
type RecordFields = { readonly fields: ReadonlyMap<Entry, Fields>; readonly used: ReadonlySet<Entry> };

const noFields: Fields = { mentions: [], transport: '' };

/**
 * The fields of each entry of a list that has a destination. Ports before the first destination are for the entries
 * behind them, up to the next ports; ports behind are for those before them, since the last ports.
 */
export function fieldsOf(entries: readonly Entry[]): RecordFields {
  const typed = entries.filter((entry, at) => isField(entry, entries[at - 1]) || hasPlaces(entry));
  const isPortsOnly = (entry: Entry) => !hasPlaces(entry);
  const ordered = typed[0] !== undefined && isPortsOnly(typed[0]) ? typed : typed.toReversed();
  const fields = new Map<Entry, Fields>();
  const used = new Set<Entry>();
  let current: Entry[] = [];
  let isOpen = false;
  for (const entry of ordered) {
    if (isPortsOnly(entry)) {
      current = isOpen ? [...current, entry] : [entry];
      isOpen = true;
    } else {
      isOpen = false;
      fields.set(entry, joined(current));
      for (const field of current) used.add(field);
    }
  }
  for (const entry of typed.filter(hasPlaces)) {
    const own = joined(entry.children.filter(isBelow));
    if (own.mentions.length > 0 || own.transport !== '') fields.set(entry, own);
  }
  return { fields, used };
}

/** Whether an entry is a field of a record: `Port: 443`, or ports in the line below a destination. */
function isField(entry: Entry, before: Entry | undefined): boolean {
  if (!isPorts(entry)) return false;
  if (/^[*_\s]*(?:ports?|protocols?|protokolle?|transports?|(?:network|destination|outbound|tcp|udp) ports?)[*_]*\s*[:=]\s*[*_]*\S/i.test(entry.reading.text)) return true;
  return !entry.isBullet && before !== undefined && hasPlaces(before) && before.end + 1 === entry.line;
}

function hasPlaces({ reading }: Entry): boolean {
  return reading.units.some(({ isAdmitted }) => isAdmitted);
}

/** Whether an entry says nothing but ports. */
function isPorts({ reading }: Entry): boolean {
  return reading.units.length === 0 && reading.isPure && (reading.mentions.length > 0 || reading.transport !== '');
}

/** Whether an entry below a destination is about its ports. */
function isBelow(entry: Entry): boolean {
  return isPorts(entry) || (entry.reading.units.length === 0 && entry.reading.mentions.some((each) => each.isNumbered));
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
