import type { DocumentRow } from '../documents/document.ts';
import { readDestination } from '../documents/kit/destination.ts';
import type { Destination } from '../net/destination.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { Explanations } from './explanations.ts';
import { needRemark } from './judge.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import { portsIn } from './port-lines.ts';
import type { AuditRemark, MissingFinding, RemarkKind } from './report.ts';
import { tokensOf } from './tokens.ts';
import { portsOf, portsText, sideText } from './words.ts';

/** The remarks on a row that names no destination with its ports. */
export type RowRemarks = {
  /** What the words name beside a destination that the spec allows: another port. */
  readonly missing: readonly MissingFinding[];
  readonly remarks: readonly AuditRemark[];
  /** The endpoints that are for it. */
  readonly replaced: readonly Opened[];
};

const nothing: RowRemarks = { missing: [], remarks: [], replaced: [] };

type Known = { readonly index: OpenedIndex; readonly explanations: Explanations };

/**
 * Says what the spec has for a row without facts. Such a row is not missing, since it does not say what would allow it;
 * unless its words name a destination of the spec with a port that the spec does not allow there.
 */
export function remarksOnRow(row: DocumentRow, known: Known): RowRemarks[] {
  const { verdict } = row;
  switch (verdict.kind) {
    case 'facts':
      return [];
    case 'declined':
      return [needed(row, known) ?? wordless(row, 'left-out', verdict.reason)];
    case 'unresolved':
      return [explained(row, known, verdict.reason) ?? wordless(row, 'need', verdict.reason)];
    case 'refused': {
      const { message } = verdict.refusal;
      return [explained(row, known, message) ?? wordless(row, 'not-compared', message)];
    }
  }
}

function wordless(row: DocumentRow, kind: RemarkKind, message: string): RowRemarks {
  return { ...nothing, remarks: [{ ...base(row), kind, message, spec: undefined }] };
}

function base({ words, line }: DocumentRow) {
  return { subject: words, ports: [], rows: [{ line, words }] };
}

/** The remark on a row whose words the spec lists as a need. */
function needed(row: DocumentRow, { explanations }: Known): RowRemarks | undefined {
  const need = explanations.needOf(row.words);
  return need && { ...nothing, remarks: [{ ...base(row), ...needRemark(need) }] };
}

function explained(row: DocumentRow, known: Known, reason: string): RowRemarks | undefined {
  const need = needed(row, known);
  if (need !== undefined) return need;
  const tokens = tokensOf(row.words);
  const printed = known.explanations.openedFor(tokens);
  if (printed !== undefined) return allowed(row, 'written-otherwise', [printed], reason);
  const open = [...tokens].flatMap(destinationsOf).flatMap((each) => known.index.of(each));
  if (open.length === 0) return undefined;
  return otherPort(row, open, reason) ?? allowed(row, 'no-port', open, reason);
}

/** The finding about a port that the words name and no endpoint of their destination allows, on any transport. */
function otherPort(
  row: DocumentRow,
  opened: readonly Opened[],
  reason: string,
): RowRemarks | undefined {
  const ports = portsOf(opened);
  const isOpen = (port: number) => ports.some(({ low, high }) => low <= port && port <= high);
  const closed = [...new Set(portsIn(row.words))].filter((port) => !isOpen(port));
  const [side] = opened.map((each) => each.side);
  if (closed.length === 0 || side === undefined) return undefined;
  const finding: MissingFinding = {
    ...base(row),
    subject: side.written,
    kind: 'ports',
    message: `the document names port ${closed.join(', ')} (${reason}), and ${sideText(side)} allows other ports: ${portsText(ports)}`,
    help: 'ask the publisher for transport and port, and correct the endpoint or the document',
    near: side,
  };
  return { missing: [finding], remarks: [], replaced: opened };
}

function allowed(
  row: DocumentRow,
  kind: RemarkKind,
  opened: readonly Opened[],
  reason: string,
): RowRemarks {
  const sides = [...new Set(opened.map(({ side }) => side))];
  const [spec] = sides;
  const message = `${reason}; the spec allows it with ${sides.map(sideText).join(', ')}`;
  return {
    ...nothing,
    remarks: [{ ...base(row), ports: portsOf(opened), kind, message, spec }],
    replaced: opened,
  };
}

/** What a token names, also an address that is not public. */
function destinationsOf(token: string): Destination[] {
  if (!/[.:]/.test(token)) return [];
  const reading = readDestination(token);
  if (reading.kind === 'destinations')
    return reading.destinations.map(({ destination }) => destination);
  const network = parseNetwork(token);
  return network.ok ? [{ kind: 'network', network: network.value }] : [];
}
