import { audit } from '../../src/audit/audit.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { portsText } from '../../src/audit/words.ts';
import type { DocumentRow } from '../../src/documents/document.ts';
import { formatPlace } from '../../src/problem.ts';
import { loadFiles, type MemoryFiles } from '../support/load.ts';

/** The audit of rows with a spec; the text of the document is the words of the rows, each at its line. */
export function audited(
  files: MemoryFiles,
  rows: readonly DocumentRow[],
  {
    text = textOf(rows),
    sha256 = 'a'.repeat(64),
    id = 'guide',
    isRefusedByImport = (_: DocumentRow): boolean => false,
  } = {},
): AuditReport {
  const loaded = loadFiles(files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error.problems, null, 2));
  const { spec } = loaded.value;
  return audit({
    spec,
    entry: spec.documents.get(id),
    document: { name: 'guide.txt', text },
    reading: { facts: {}, rows, warnings: [] },
    sha256,
    isRefusedByImport,
  });
}

function textOf(rows: readonly DocumentRow[]): string {
  const lines: string[] = [];
  for (const { line, words } of rows) lines[line - 1] = words;
  return Array.from(lines, (line) => line ?? '').join('\n');
}

/** What an audit found, in short: `missing absent a.example.com tcp/443 @3 (spec.yaml:12:9)`. */
export function found({ digest, missing, tiers, extra, remarks }: AuditReport): string[] {
  const place = (at: { at: Parameters<typeof formatPlace>[0] } | undefined) =>
    at === undefined ? '' : ` (${formatPlace(at.at)})`;
  const lines = (rows: readonly { line: number }[]) =>
    ` @${rows.map(({ line }) => line).join(',')}`;
  return [
    ...(digest === undefined ? [] : [`digest${place(digest)}`]),
    ...missing.map(
      (each) =>
        `missing ${each.kind} ${each.subject} ${portsText(each.ports)}${lines(each.rows)}${place(each.near)}`,
    ),
    ...tiers.map(
      (each) =>
        `tier ${each.subject} ${portsText(each.ports)}${lines(each.rows)} ${each.documentTier}, not ${each.specTier}${place(each.endpoint)}`,
    ),
    ...extra.map(
      (each) =>
        `extra ${each.kind} ${each.endpoint.written} ${portsText(each.ports)}${place(each.endpoint)}${each.near === undefined ? '' : lines([each.near])}`,
    ),
    ...remarks.map(
      (each) =>
        `${each.kind} ${each.subject} ${portsText(each.ports)}${lines(each.rows)}${place(each.spec)}`,
    ),
  ];
}
