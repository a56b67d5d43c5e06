import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit/audit.ts';
import { type AuditReport, isFailing } from '../../src/audit/report.ts';
import { readText } from '../../src/documents/text/index.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { found } from './audited.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, 'guide', name), 'utf8');
const [guide, spec] = [read('guide.txt'), read('spec.yaml')];

function auditOf(text: string, written: string): AuditReport {
  const document = { name: 'guide.txt', text };
  const loaded = must(loadFiles({ 'spec.yaml': written }));
  const entry = loaded.spec.documents.get('guide');
  const reading = must(readText(document, {}));
  return audit({ spec: loaded.spec, entry, document, reading, sha256: 'a'.repeat(64) });
}

/** The lines of a text that match, with the text without or with another one in the place of each. */
function changed(text: string, line: RegExp, make: (line: string) => string[]): [string, string][] {
  const lines = text.split('\n');
  return lines.flatMap((each, index): [string, string][] =>
    line.test(each)
      ? [
          [
            each.trim(),
            [...lines.slice(0, index), ...make(each), ...lines.slice(index + 1)].join('\n'),
          ],
        ]
      : [],
  );
}

/** The spec without each endpoint. A group that loses its only one keeps another that the guide does not name. */
const removed = changed(spec, /^ {6}- (?:url|\{)/, () => [
  '      - { host: other.example, service: https, source: { document: other } }',
]).map(([line, text]): [string, string] => [
  line,
  text.replace('documents:\n', 'documents:\n  other: { title: Other }\n'),
]);

const printedUrl = /^ {2}- <https?:.*\(Port \d+\)$/;
const hosts = changed(guide, printedUrl, (line) => [line.replace('://', '://x')]);
const ports = changed(guide, printedUrl, (line) => [line.replace('(Port ', '(Port 8')]);

describe('a guide and its spec', () => {
  test('agree', () => {
    const report = auditOf(guide, spec);
    expect([report.missing, report.tiers, report.extra]).toEqual([[], [], []]);
    expect(report.counts).toMatchObject({ named: 20, equal: 20, endpoints: 20 });
    expect(found(report).filter((each) => !each.startsWith('need'))).toEqual([
      'written-otherwise www.example.com tcp/443 @16 (spec.yaml:25:9)',
    ]);
  });

  test('have twenty endpoints, of which nineteen are URLs', () => {
    expect([removed.length, hosts.length, ports.length]).toEqual([20, 19, 19]);
  });

  test.each(removed)('differ without %s', (_, text) => {
    expect(isFailing(auditOf(guide, text))).toBe(true);
  });

  test.each(hosts)('differ with another host in %s', (_, text) => {
    expect(isFailing(auditOf(text, spec))).toBe(true);
  });

  test.each(ports)('differ with another port in %s', (_, text) => {
    expect(isFailing(auditOf(text, spec))).toBe(true);
  });

  test('differ when a group moves to another tier, each of its endpoints', () => {
    const moved = spec.replace(/(id: management\n.*\n {4}tier: )recommended/, '$1required');
    expect(found(auditOf(guide, moved)).filter((each) => each.startsWith('tier'))).toEqual([
      'tier https://devices.example.com/ tcp/443 @41 recommended, not required (spec.yaml:57:9)',
      'tier https://apps.example.org/ tcp/443 @42 recommended, not required (spec.yaml:58:9)',
    ]);
  });

  test('say which lines belong together when a host is mistyped', () => {
    const mistyped = spec.replace('users.station.example.com', 'user.station.example.com');
    expect(found(auditOf(guide, mistyped)).slice(0, 2)).toEqual([
      'missing absent https://users.station.example.com/ tcp/443 @37 (spec.yaml:49:9)',
      'extra absent https://user.station.example.com/ tcp/443 (spec.yaml:49:9) @37',
    ]);
  });
});
