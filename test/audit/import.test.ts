import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { audit } from '../../src/audit/audit.ts';
import { isFailing } from '../../src/audit/report.ts';
import type { DocumentReading } from '../../src/documents/document.ts';
import { plainWords } from '../../src/documents/kit/words.ts';
import { importDocument } from '../../src/import/import-document.ts';
import { textOf } from '../../src/import/texts.ts';
import { wholeHost } from '../../src/net/path.ts';
import { hostileReading, settings } from '../support/import.ts';
import { anySettings, formerAs, specOf } from '../support/import-spec.ts';
import { atLeast, runs } from '../support/runs.ts';
import { found } from './audited.ts';

test('any document agrees with the part that its import writes', () => {
  let count = 0;
  fc.assert(
    fc.property(hostileReading, anySettings, (hostile, { form }) => {
      const services = ['dns', 'udp/1-40'];
      const reading = withUrls(hostile);
      const imported = importDocument(reading, { ...settings, services }, formerAs(form));
      if (!imported.ok) return;
      const { part, record } = imported.value;
      const refused = new Set(record.refused.map(({ words }) => words));
      const spec = specOf(part);
      const report = audit({
        spec,
        entry: spec.documents.get(part.id),
        document: { name: 'guide.txt', text: reading.rows.map(({ words }) => words).join('\n') },
        reading,
        sha256: settings.sha256,
        isRefusedByImport: ({ words }) => refused.has(textOf(words) ?? ''),
      });
      const { missing, tiers, extra, digest } = report;
      expect(found({ ...report, missing, tiers, extra, digest, remarks: [] })).toEqual([]);
      expect(isFailing(report)).toBe(false);
      count += report.counts.equal;
    }),
    { numRuns: runs(500) },
  );
  expect(count).toBeGreaterThan(atLeast(500));
});

const https = [{ transport: 'tcp', low: 443, high: 443 }] as const;

/** The same with plain words in each row, as readers make them, and with each path in a URL of a host. An import drops other paths. */
function withUrls(reading: DocumentReading): DocumentReading {
  const rows = reading.rows.map((row, index) => {
    const words = plainWords(`${row.words} row ${index}`);
    if (row.verdict.kind !== 'facts') return { ...row, words };
    const facts = row.verdict.facts.map((fact) => {
      if (fact.path === wholeHost) return fact;
      return fact.destination.kind === 'host'
        ? { ...fact, scheme: 'https' as const, ports: https }
        : { ...fact, path: wholeHost };
    });
    return { ...row, words, verdict: { ...row.verdict, facts } };
  });
  return { ...reading, rows };
}
