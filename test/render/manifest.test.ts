import { describe, expect, test } from '@jest/globals';
import { formatManifest, type Manifest, parseManifest } from '../../src/render/manifest.ts';

const digest = 'a'.repeat(64);

const manifest: Manifest = {
  tool: { name: 'portolan', version: '1.2.3' },
  spec: 'demo',
  site: 'branch',
  policy: digest,
  targets: { pac: digest, iptables: digest },
  files: { 'pac/proxy.pac': digest, 'coverage.md': digest },
};

describe('a manifest', () => {
  test('has its keys in a fixed order and a line for each file', () => {
    expect(formatManifest(manifest)).toBe(
      [
        '{',
        '  "tool": {',
        '    "name": "portolan",',
        '    "version": "1.2.3"',
        '  },',
        '  "spec": "demo",',
        '  "site": "branch",',
        `  "policy": "${digest}",`,
        '  "targets": {',
        `    "iptables": "${digest}",`,
        `    "pac": "${digest}"`,
        '  },',
        '  "files": {',
        `    "coverage.md": "${digest}",`,
        `    "pac/proxy.pac": "${digest}"`,
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('reads back equal', () => {
    expect(parseManifest(formatManifest(manifest))).toEqual(manifest);
  });

  const text = (changes: object) => JSON.stringify({ ...manifest, ...changes });

  test.each<[string, string]>([
    ['no JSON', '<<<<<<< HEAD\n'],
    ['no object', '[]'],
    ['nothing in it', '{}'],
    ["another tool's", text({ tool: { name: 'other', version: '1' } })],
    ['a digest that is none', text({ policy: 'abc' })],
    ['a file without a digest', text({ files: { 'coverage.md': 7 } })],
    ['a path that leaves the folder', text({ files: { '../../etc/passwd': digest } })],
    ['an absolute path', text({ files: { '/etc/passwd': digest } })],
    ['itself among the files', text({ files: { 'manifest.json': digest } })],
  ])('is none with %s', (_name, given) => {
    expect(parseManifest(given)).toBeUndefined();
  });
});
