import type { DocumentRow } from '../documents/document.ts';
import { readDestination } from '../documents/kit/destination.ts';
import type { Destination } from '../net/destination.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { Explanations } from './explanations.ts';
import { needRemark } from './judge.ts';
import type { Opened, OpenedIndex } from './opened.ts';
import type { AuditRemark, RemarkKind } from './report.ts';
import { tokensOf } from './tokens.ts';
import { portsOf, sideText } from './words.ts';

/** The remarks on a row that names no destination with its ports. */
export type RowRemarks = {
  readonly remarks: readonly AuditRemark[];
  /** The endpoints that are for it. */
  readonly replaced: readonly Opened[];
};

type Known = { readonly index: OpenedIndex; readonly explanations: Explanations };

/** Says what the spec has for a row without facts. Such a row is never missing: nobody knows what would allow it. */
export function remarksOnRow(row: DocumentRow, known: Known): RowRemarks[] {
  const { verdict } = row;
  switch (verdict.kind) {
    case 'facts':
      return [];
    case 'declined':
      return [wordless(row, 'left-out', verdict.reason)];
    case 'unresolved':
      return [explained(row, known, verdict.reason) ?? wordless(row, 'need', verdict.reason)];
    case 'refused': {
      const { message } = verdict.refusal;
      return [explained(row, known, message) ?? wordless(row, 'not-compared', message)];
    }
  }
}

function wordless(row: DocumentRow, kind: RemarkKind, message: string): RowRemarks {
  return { remarks: [{ ...base(row), kind, message, spec: undefined }], replaced: [] };
}

function base({ words, line }: DocumentRow) {
  return { subject: words, ports: [], rows: [{ line, words }] };
}

function explained(row: DocumentRow, known: Known, reason: string): RowRemarks | undefined {
  const tokens = tokensOf(row.words);
  const need = known.explanations.needOf([row.words], tokens);
  if (need !== undefined) return { remarks: [{ ...base(row), ...needRemark(need) }], replaced: [] };
  const printed = known.explanations.openedFor(tokens);
  if (printed !== undefined) return allowed(row, 'written-otherwise', [printed], reason);
  const open = [...tokens].flatMap(destinationsOf).flatMap((each) => known.index.of(each));
  return open.length === 0 ? undefined : allowed(row, 'no-port', open, reason);
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
