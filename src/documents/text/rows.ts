import type { DocumentRow, DocumentSection, RowVerdict } from '../document.ts';
import { noLabels, rowOf, unresolved } from '../kit/rows.ts';
import { longestWords } from '../kit/words.ts';
import { dnsOn } from './dns.ts';
import { judgePlace, type Said } from './judge.ts';
import type { LineReading, Unit } from './lines.ts';
import type { Context, Entry } from './parts.ts';
import { asksForAccess, isAboutDns, refersToPage } from './phrases.ts';
import type { Place } from './places.ts';
import { type Fields, fieldsOf } from './records.ts';
import { Retractions } from './retractions.ts';
import { headingOf, type Sections } from './sections.ts';
import {
  contextOf,
  doubtOf,
  ownTierOf,
  portsAbove,
  portsOf,
  sourcesOf,
  tierOf,
  transportAbove,
} from './sources.ts';

/** The rows of the entries of one list. */
export function rowsOfList(entries: readonly Entry[], sections: Sections): DocumentRow[] {
  const { fields, used } = fieldsOf(entries);
  const hasPlaces = fields.size > 0;
  const retractions = new Retractions(entries);
  return entries.flatMap((entry) => {
    const own = fields.get(entry);
    return own === undefined
      ? rowsOfWords(entry, hasPlaces, used.has(entry), sections)
      : rowsOfPlaces(entry, own, sections, retractions.of(entry));
  });
}

function rowsOfPlaces(
  entry: Entry,
  fields: Fields,
  sections: Sections,
  retraction: string | undefined,
): DocumentRow[] {
  const { reading, line } = entry;
  const sources = sourcesOf(entry);
  const section = sectionOf(entry, sources, sections);
  const doubt = retraction ?? doubtOf(reading.text, sources);
  const transport = reading.transport || fields.transport || transportAbove(sources);
  const above = portsAbove(sources);
  const named = reading.units.filter(
    (unit) => unit.isAdmitted || unit.mentions.some((each) => each.isNumbered),
  );
  return named.flatMap((unit) => {
    const isOwn = unit.mentions.length > 0 || reading.mentions.length > 0;
    const mentions = isOwn ? unit.mentions : fields.mentions;
    const own = (named: string) => portsOf(mentions, named);
    return unit.places.map((place) => {
      const words = wordsFor(place, reading);
      const said = saidAbout(place, unit, { own, above, transport });
      const verdict = unclear(unit, doubt) ?? judgePlace(place, said);
      return rowOf(line, words, verdict, { section, labels: noLabels });
    });
  });
}

/** The words of a row: those of the line, behind the destination if it has several. */
function wordsFor({ printed }: Place, { text, units }: LineReading): string {
  const isOnly = units.length === 1 && units[0]?.places.length === 1;
  return isOnly ? text : `${printed}: ${text.slice(0, 4 * longestWords)}`;
}

/** A destination with a port of its own needs none of its line: neither that of another one, nor that of the word HTTPS. */
function saidAbout(place: Place, { places, mentions }: Unit, said: Said): Said {
  if (!/:\d{1,5}$/.test(place.printed)) return said;
  const named = mentions.some(({ isNumbered }) => isNumbered) ? undefined : said.own('');
  const transport = named?.ok === true ? named.value[0]?.transport : undefined;
  if (transport === undefined && places.length === 1) return said;
  return { ...said, own: () => none, transport: said.transport || (transport ?? '') };
}

const none = { ok: true, value: [] } as const;

/** The verdict on a destination that a person must look at; undefined if the text is clear. */
function unclear(unit: Unit, doubt: string | undefined): RowVerdict | undefined {
  const isPage = !unit.mentions.some(({ isNumbered }) => isNumbered) && refersToPage(unit.before);
  const isNoted = unit.isAdmitted ? undefined : 'it is part of a description';
  const reason =
    doubt ?? isNoted ?? unit.doubt ?? (isPage ? 'the text refers its reader to it' : undefined);
  return reason === undefined ? undefined : { kind: 'unresolved', reason };
}

/** The row of an entry that names no destination: for DNS, or words that ask for access; mostly none. */
function rowsOfWords(
  entry: Entry,
  hasPlaces: boolean,
  isUsed: boolean,
  sections: Sections,
): DocumentRow[] {
  const { reading, line, parent, children } = entry;
  const sources = sourcesOf(entry);
  const isNote = parent?.reading.units.some(({ isAdmitted }) => isAdmitted) === true;
  if (isNote || children.length > 0) return [];
  const verdict = verdictOnWords(entry, sources, hasPlaces, isUsed);
  if (verdict === undefined) return [];
  const isDns = verdict.kind === 'facts';
  const section = isDns
    ? dnsSection(entry, sources, sections)
    : sectionOf(entry, sources, sections);
  return [rowOf(line, reading.text, verdict, { section, labels: noLabels })];
}

function verdictOnWords(
  entry: Entry,
  sources: readonly LineReading[],
  hasPlaces: boolean,
  isUsed: boolean,
): RowVerdict | undefined {
  const { reading } = entry;
  const numbered = reading.mentions.filter((each) => each.isNumbered);
  if (reading.units.length > 0)
    return numbered.length > 0 || asksForAccess(reading.text) || reading.units.some(isTelling)
      ? unresolved('it names its destination within a sentence')
      : undefined;
  const dns = dnsOf(reading, sources);
  if (dns !== undefined) return dns;
  if (numbered.length > 0)
    return isUsed ? undefined : unresolved('it names ports and no destination');
  if (
    isNumber(reading.text) &&
    sources.some(({ text, transport }) => transport !== '' || asksForAccess(text))
  )
    return unresolved('it names ports and no destination');
  const [above] = sources.filter(({ mentions }) => mentions.some((each) => each.isNumbered));
  const isBelowPorts =
    above !== undefined && above !== entry.context.lead && !hasPlaces && isNear(above, entry);
  return isBelowPorts ? unresolved('it names no destination') : undefined;
}

/** Whether a destination begins its line, or says itself how it is reached. */
function isTelling({ isFirst, places }: Unit): boolean {
  return (
    isFirst ||
    places.some(({ isUrl, isEither, printed }) => isUrl || isEither || /:\d{1,5}$/.test(printed))
  );
}

/** `80 (updates)`, `136-139`: ports whose word stands above them. */
function isNumber(text: string): boolean {
  return /^\W*\d{1,5}(?:\s{0,2}[-\u2013,/]\s{0,2}\d{1,5}){0,20}\s*(?:$|[(:\u2013-])/.test(text);
}

/** Whether a source is the nearest heading or a bullet above the entry. */
function isNear(source: LineReading, { context, parent, head }: Entry): boolean {
  return (
    source === context.headings.at(-1)?.reading ||
    source === parent?.reading ||
    source === head?.reading
  );
}

/** Access to the resolvers: `Port 53 for DNS lookup`, or words about DNS below a heading with port 53. */
function dnsOf(reading: LineReading, sources: readonly LineReading[]): RowVerdict | undefined {
  if (!isAboutDns(reading.text)) return undefined;
  const numbered = reading.mentions.filter((each) => each.isNumbered);
  const ports = numbered.length > 0 ? portsOf(numbered, reading.transport) : portsAbove(sources);
  const dns = dnsOn(ports);
  const doubt = dns && doubtOf(reading.text, sources);
  return doubt === undefined ? dns : unresolved(doubt);
}

/** The section of an entry: the nearest bullet without a destination, else the heading. */
function sectionOf(
  entry: Entry,
  sources: readonly LineReading[],
  sections: Sections,
): DocumentSection {
  let above = entry.parent;
  while (above !== undefined && above.reading.units.length > 0) above = above.parent;
  const isTitled = entry.reading.units.length > 0 || (entry.head?.reading.mentions.length ?? 0) > 0;
  const head = (above ?? (isTitled ? entry.head : undefined))?.reading.text;
  return sections.of({
    head: head ?? headingOf(entry.context),
    citation: headingOf(entry.context),
    tier: tierOf(ownTierOf(entry.reading.text), sources),
  });
}

function dnsSection(
  entry: Entry,
  sources: readonly LineReading[],
  sections: Sections,
): DocumentSection {
  const citation = headingOf(entry.context);
  return sections.of({
    head: 'DNS',
    citation,
    tier: tierOf(ownTierOf(entry.reading.text), sources),
    isShared: true,
  });
}

/** The rows of a line of prose: its URLs, if it asks for access to them. */
export function rowsOfSentence(
  line: number,
  reading: LineReading,
  context: Context,
  sections: Sections,
): DocumentRow[] {
  const { text, units, transport } = reading;
  const sources = contextOf(context);
  const heading = headingOf(context);
  const section = sections.of({
    head: heading,
    citation: heading,
    tier: tierOf(ownTierOf(text), sources),
  });
  const isNumbered = reading.mentions.some((each) => each.isNumbered);
  const asks = (isNumbered || asksForAccess(text)) && !refersToPage(text);
  const doubt =
    doubtOf(text, sources) ?? (asks ? undefined : 'the sentence does not ask for access to it');
  return units.flatMap((unit) => {
    const own = (named: string) => portsOf(unit.mentions, named);
    return unit.places.flatMap((place) => {
      const isUrl = place.isUrl || place.isEither;
      if (!isUrl && !(isNumbered && unit.isAdmitted)) return [];
      const reason =
        doubt ??
        unit.doubt ??
        (isUrl ? undefined : 'it is part of a sentence, and not of a list or a table');
      const verdict =
        reason === undefined
          ? judgePlace(place, { own, above: none, transport })
          : unresolved(reason);
      return [rowOf(line, wordsFor(place, reading), verdict, { section, labels: noLabels })];
    });
  });
}
