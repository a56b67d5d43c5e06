import type { DocumentReading, DocumentRow, DocumentText } from '../documents/document.ts';
import { parseUrl } from '../language/meaning/places.ts';
import type { SourceDocument, Spec } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { defaultPorts } from '../net/flow.ts';
import { Explanations } from './explanations.ts';
import { seek } from './extra.ts';
import { judgeNamed } from './judge.ts';
import { type NamedDestination, NamedIndex } from './named.ts';
import { type Naming, namingOf } from './naming.ts';
import { withNearest } from './nearest.ts';
import { type Opened, OpenedIndex, openedBy } from './opened.ts';
import { portLines } from './port-lines.ts';
import type { AuditReport, DigestFinding, MissingFinding } from './report.ts';
import { countOf, coveringIn, lacksOf } from './row-outcomes.ts';
import { judgeRow } from './unnamed-rows.ts';

/** What an audit compares. */
export type Audited = {
  readonly spec: Spec;
  /** The entry of the document in the spec; undefined if the spec lists no document. */
  readonly entry: SourceDocument | undefined;
  readonly document: DocumentText;
  readonly reading: DocumentReading;
  /** SHA-256 of the file's bytes, in hex. */
  readonly sha256: string;
  /** Whether the import of the document refused a row, and said so. */
  readonly isRefusedByImport?: (row: DocumentRow) => boolean;
};

/** Compares what a document names with a spec, in both directions. Time is linear in rows and endpoints. */
export function audit(audited: Audited): AuditReport {
  const { spec, entry, document, reading, sha256, isRefusedByImport = () => false } = audited;
  const opened = openedBy(spec, entry?.id);
  const index = new OpenedIndex(opened);
  const named = new NamedIndex(reading);
  const explanations = new Explanations(spec, opened, document);
  const { hasPorts } = named;
  const isOwnAddress = addressOf(entry);
  const naming = new Map<Opened, Naming>();
  const namingIn = (each: Opened) => getOrAdd(naming, each, () => namingOf(each, named));
  const widerPorts = (each: Opened) => namingIn(each).wider;
  const judging = { index, explanations, hasPorts, ownPort: ownPortOf(entry), widerPorts };
  const judged = named.all.flatMap((each) => judgeNamed(each, judging));
  const isNamed = (destination: Destination) => named.of(destination).length > 0;
  const ofRows = { index, explanations, isNamed, isOwnAddress, isRefusedByImport };
  const rows = reading.rows.flatMap((row) => judgeRow(row, ofRows));
  const replaced = new Set([...judged, ...rows].flatMap((each) => each.replaced));
  const covering = coveringIn(rows);
  const portLine = portLines(document);
  const seeking = { named, explanations, replaced, covering, namingOf: namingIn, portLine };
  const sought = opened.flatMap((each) => seek(each, seeking));
  const surplus = sought.flatMap((each) => ('finding' in each ? [each] : []));
  const lacksOfRows = lacksOf(rows);
  const lacks = [...judged.flatMap((each) => each.missing), ...lacksOfRows];
  const near = withNearest(lacks, surplus, { index, opened });
  return {
    id: entry?.id,
    digest: digestFinding(entry, sha256),
    missing: inOrder(near.missing),
    extra: near.extra,
    tiers: judged.flatMap((each) => each.tiers),
    remarks: [
      ...judged.flatMap((each) => each.remarks),
      ...rows.flatMap((each) => each.remarks),
      ...sought.flatMap((each) => ('remark' in each ? [each.remark] : [])),
    ],
    hasPorts,
    counts: {
      rows: reading.rows.length,
      named: judged.length + countOf(rows, lacksOfRows),
      equal: judged.filter(({ isEqual }) => isEqual).length,
      endpoints: opened.filter(({ isOwn }) => isOwn).length,
    },
  };
}

/** In the order of the document. */
function inOrder(missing: readonly MissingFinding[]): MissingFinding[] {
  const line = ({ rows }: MissingFinding) => rows[0]?.line ?? 0;
  return [...missing].sort((a, b) => line(a) - line(b));
}

function digestFinding(
  entry: SourceDocument | undefined,
  actual: string,
): DigestFinding | undefined {
  const listed = entry?.sha256;
  if (entry === undefined || listed === undefined || listed === actual) return undefined;
  return { listed, actual, at: entry.sha256Place ?? entry.place };
}

/** Whether a destination is the address under which the spec says the document is. */
function addressOf(
  entry: SourceDocument | undefined,
): (named: Pick<NamedDestination, 'subject' | 'destination' | 'path'>) => boolean {
  const own = entry?.url?.replace(/[?#].*$/, '').replace(/\/$/, '');
  return ({ subject, destination, path }) =>
    own !== undefined &&
    [subject, `https://${formatDestination(destination)}${path}`].some(
      (text) => text.replace(/\/$/, '') === own,
    );
}

/** The port on which a destination is the address under which the spec says the document is. */
function ownPortOf(
  entry: SourceDocument | undefined,
): (named: NamedDestination) => number | undefined {
  const url = entry?.url === undefined ? undefined : parseUrl(entry.url.replace(/[?#].*$/, ''));
  if (url?.ok !== true) return () => undefined;
  const { scheme, destination, path, port = defaultPorts.get(scheme) } = url.value;
  const own = [formatDestination(destination), path.replace(/\/$/, '')].join('');
  return (named) =>
    [formatDestination(named.destination), named.path.replace(/\/$/, '')].join('') === own
      ? port
      : undefined;
}
