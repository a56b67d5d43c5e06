import type { DocumentRow } from '../documents/document.ts';
import type { Destination } from '../net/destination.ts';
import type { Explanations } from './explanations.ts';
import { needRemark } from './judge.ts';
import type { NamedPart } from './naming.ts';
import type { Lack } from './nearest.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import { portsIn } from './port-lines.ts';
import type { AuditRemark, MissingFinding, RemarkKind, RowSide } from './report.ts';
import { takesBackAccess } from './taken-back.ts';
import { tokensOf } from './tokens.ts';
import { type UnnamedPlace, unnamedPlaces } from './unnamed-places.ts';
import { addOrDecline, portsOf, portsText, sideText } from './words.ts';

/** What becomes of a row that names no destination with its ports. */
export type RowOutcome = {
  /** What the words name and the spec does not allow: a destination, or another port of one. */
  readonly missing: readonly Lack[];
  readonly remarks: readonly AuditRemark[];
  /** The endpoints that are for it. */
  readonly replaced: readonly Opened[];
  /** The endpoints that allow more than a destination of its words. */
  readonly covering: readonly { readonly opened: Opened; readonly part: NamedPart }[];
};

const nothing: RowOutcome = { missing: [], remarks: [], replaced: [], covering: [] };

/** What is known of the spec and the document when such a row is judged. */
export type KnownToRows = {
  readonly index: OpenedIndex;
  readonly explanations: Explanations;
  /** Whether other rows name a destination with all that a comparison needs. */
  isNamed(destination: Destination): boolean;
  isOwnAddress(place: UnnamedPlace): boolean;
  /** Whether the import of the document refused a row, and said so. */
  isRefusedByImport(row: DocumentRow): boolean;
};

/**
 * Says what the spec has for a row without facts. The destinations of its words count as named: what the spec neither
 * allows nor explains is missing, unless the row takes access back.
 */
export function judgeRow(row: DocumentRow, known: KnownToRows): RowOutcome[] {
  const { verdict } = row;
  switch (verdict.kind) {
    case 'facts':
      return [];
    case 'declined':
      return [needed(row, known) ?? wordless(row, 'left-out', verdict.reason)];
    case 'unresolved':
      return judgeWords(row, known, 'need', verdict.reason);
    case 'refused':
      return judgeWords(row, known, 'not-compared', verdict.refusal.message);
  }
}

function judgeWords(
  row: DocumentRow,
  known: KnownToRows,
  kind: 'need' | 'not-compared',
  reason: string,
): RowOutcome[] {
  const { explanations } = known;
  const need = explanations.needOfWhole(row.words);
  if (need !== undefined) return [{ ...nothing, remarks: [{ ...base(row), ...needRemark(need) }] }];
  const tokens = tokensOf(row.words);
  const explained = explainedTokens(row, tokens, known, reason);
  const places = unnamedPlaces(tokens, row).filter(({ token }) => !explained.tokens.has(token));
  const outcomes = [...explained.outcomes, ...judgePlaces(row, places, known, reason)];
  return outcomes.length > 0 ? outcomes : [wordless(row, kind, reason)];
}

type Explained = { readonly tokens: ReadonlySet<string>; readonly outcomes: RowOutcome[] };

/** The tokens that the spec explains with "printed", a variable or a need. */
function explainedTokens(
  row: DocumentRow,
  tokens: ReadonlySet<string>,
  { explanations }: KnownToRows,
  reason: string,
): Explained {
  const explained = new Set<string>();
  const opened = new Set<Opened>();
  const remarks: AuditRemark[] = [];
  for (const token of tokens) {
    const open = explanations.openedFor(token);
    const need = open === undefined ? explanations.needOfToken(token) : undefined;
    if (open !== undefined) opened.add(open);
    else if (need !== undefined) remarks.push({ ...base(row), ...needRemark(need) });
    else continue;
    explained.add(token);
  }
  const written = opened.size === 0 ? [] : [allowed(row, 'written-otherwise', [...opened], reason)];
  const needs = remarks.slice(0, 1).map((remark) => ({ ...nothing, remarks: [remark] }));
  return { tokens: explained, outcomes: [...written, ...needs] };
}

/** Compares the destinations of a row's words, without ports. */
function judgePlaces(
  row: DocumentRow,
  places: readonly UnnamedPlace[],
  known: KnownToRows,
  reason: string,
): RowOutcome[] {
  const compared = places.map((place) => ({
    place,
    exact: known.index.of(place.destination).filter((each) => isWhole(each, place)),
  }));
  const open = compared.flatMap(({ exact }) => exact);
  const outcomes = compared.flatMap(({ place, exact }) =>
    exact.length > 0 ? [] : judgeClosed(row, place, known, reason),
  );
  if (open.length === 0) return outcomes;
  return [otherPort(row, open, reason) ?? allowed(row, 'no-port', open, reason), ...outcomes];
}

function isWhole({ endpoint }: Opened, { path }: UnnamedPlace): boolean {
  return endpoint.path === path;
}

/** A destination that no endpoint names exactly. */
function judgeClosed(
  row: DocumentRow,
  place: UnnamedPlace,
  known: KnownToRows,
  reason: string,
): RowOutcome[] {
  const { index, explanations, isNamed, isOwnAddress, isRefusedByImport } = known;
  if (takesBackAccess(row)) return [];
  if (isOwnAddress(place)) {
    const message = 'it is the address of the document, as "url" of the document says';
    const remark = { ...base(row), subject: place.subject, message, spec: undefined };
    return [{ ...nothing, remarks: [{ ...remark, kind: 'own-address' }] }];
  }
  const need = explanations.needOfName(place.destination);
  if (need !== undefined) {
    const remark = { ...base(row), subject: place.subject, ...needRemark(need) };
    return [{ ...nothing, remarks: [remark] }];
  }
  const covering = index.above(place.destination, place.path);
  if (covering.length > 0) return [coveredBy(row, place, covering, reason)];
  // Rows that name it wholly say already that it is missing; an import says itself what it refuses.
  if (isNamed(place.destination) || isRefusedByImport(row)) return [];
  return [absent(row, place, reason)];
}

function coveredBy(
  row: DocumentRow,
  { subject }: UnnamedPlace,
  covering: readonly Opened[],
  reason: string,
): RowOutcome {
  const other = otherPort(row, covering, reason);
  if (other !== undefined) return { ...other, replaced: [] };
  const [spec] = covering.map(({ side }) => side);
  const message = `${spec === undefined ? '' : `covered by ${sideText(spec)}; `}${reason}`;
  const ports = portsOf(covering);
  return {
    ...nothing,
    remarks: [{ ...base(row), subject, ports, kind: 'covered', message, spec }],
    covering: covering.map((opened) => ({ opened, part: { subject, row: sideOf(row) } })),
  };
}

function absent(row: DocumentRow, place: UnnamedPlace, reason: string): RowOutcome {
  const finding: MissingFinding = {
    ...base(row),
    subject: place.subject,
    kind: 'absent',
    message: `no endpoint allows it, and the document does not say all that one needs (${reason})`,
    help: addOrDecline(place),
    near: undefined,
  };
  return { ...nothing, missing: [{ finding, named: place }] };
}

function wordless(row: DocumentRow, kind: RemarkKind, message: string): RowOutcome {
  return { ...nothing, remarks: [{ ...base(row), kind, message, spec: undefined }] };
}

function sideOf({ line, words }: DocumentRow): RowSide {
  return { line, words };
}

function base(row: DocumentRow) {
  return { subject: row.words, ports: [], rows: [sideOf(row)] };
}

/** The remark on a row whose words the spec lists as a need. */
function needed(row: DocumentRow, { explanations }: KnownToRows): RowOutcome | undefined {
  const need = explanations.needOf(row.words);
  return need && { ...nothing, remarks: [{ ...base(row), ...needRemark(need) }] };
}

/** The finding about a port that the words name and no endpoint of their destination allows, on any transport. */
function otherPort(
  row: DocumentRow,
  opened: readonly Opened[],
  reason: string,
): RowOutcome | undefined {
  if (takesBackAccess(row)) return undefined;
  const ports = portsOf(opened);
  const isOpen = (port: number) => ports.some(({ low, high }) => low <= port && port <= high);
  const closed = [...new Set(portsIn(row.words))].filter((port) => !isOpen(port));
  const [first] = opened;
  if (closed.length === 0 || first?.destination === undefined) return undefined;
  const { side, destination } = first;
  const finding: MissingFinding = {
    ...base(row),
    subject: side.written,
    kind: 'ports',
    message: `the document names port ${closed.join(', ')} (${reason}), and ${sideText(side)} allows other ports: ${portsText(ports)}`,
    help: 'ask the publisher for transport and port, and correct the endpoint or the document',
    near: side,
  };
  return { ...nothing, missing: [{ finding, named: { destination } }], replaced: opened };
}

function allowed(
  row: DocumentRow,
  kind: RemarkKind,
  opened: readonly Opened[],
  reason: string,
): RowOutcome {
  const sides = [...new Set(opened.map(({ side }) => side))];
  const [spec] = sides;
  const how = `the spec allows it with ${sides.map(sideText).join(', ')}`;
  const message =
    kind === 'no-port' ? `compare the ports by hand: ${reason}; ${how}` : `${reason}; ${how}`;
  return {
    ...nothing,
    remarks: [{ ...base(row), ports: portsOf(opened), kind, message, spec }],
    replaced: opened,
  };
}
