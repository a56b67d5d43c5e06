import { describe, expect, test } from '@jest/globals';
import { fixSpec } from '../../../src/language/fix/fix-spec.ts';
import { memoryReader, type MemoryFiles, specText } from '../../support/load.ts';

function run(files: MemoryFiles) {
  const fixed = fixSpec(memoryReader(files), 'spec.yaml');
  return {
    files: Object.fromEntries([...fixed.files].map(([file, text]) => [file, text.current])),
    edits: [...fixed.files].flatMap(([f, t]) => t.edits.map((e) => `${f}:${e.at.line}:${e.at.column} ${e.fix.from} -> ${e.text}`)),
    problems: fixed.loaded.ok ? [] : fixed.loaded.error.problems.map((p) => `${p.at.line}:${p.at.column} ${p.rule} ${p.help}`),
  };
}

describe('x', () => {
  test('y', () => {
    const text = specText({
      head: 'owner: @team\ndocuments:\n  g: { title: G, revision: 1.10, domains: [Example.com.] }',
      services: '  http: { ports: [80/tcp], application: http }\n  https:\n    ports:\n      - TCP 443, 8443 # x\n    application: tls\n  ntp: { ports: [UDP 123], application: other }',
      group: '    purpose: Updates: all of them',
      endpoints: ['{ host: *.Example.com., service: https }', '{ host: WWW.example.COM., service: https } # c', '{ url: HTTPS://WWW.example.com./PaTh }', 'network: 2001:DB8:0:0:0:0:0:0\n        service: ntp', '{network: 192.0.2.1-9, service: ntp}'],
      clients: '[2001:DB8::/32, 10.0.0.1/8]',
    });
    console.log(text, run({ 'spec.yaml': text }));
  });
});
