import { expect, test } from '@jest/globals';
import { diffText } from '../../../src/report/validate/diff.ts';
import { fixFiles } from '../../support/fix.ts';
import { specText } from '../../support/load.ts';

function diffOf(files: Readonly<Record<string, string>>): string[] {
  return diffText(fixFiles(files).files).split('\n');
}

const spec = specText({
  services: '  https:\n    ports:\n      - TCP 443, 8443 # both\n    application: tls',
  endpoints: ['{ list: cdn.txt, service: https }'],
  clients: '[2001:DB8::/32]',
});

test('shows one hunk for changes that are close, and line numbers that count added lines', () => {
  expect(diffOf({ 'spec.yaml': spec, 'cdn.txt': 'a.example.com\n' })).toEqual([
    '--- a/spec.yaml',
    '+++ b/spec.yaml',
    '@@ -5,7 +5,8 @@',
    ' services:',
    '   https:',
    '     ports:',
    '-      - TCP 443, 8443 # both',
    '+      - tcp/443',
    '+      - tcp/8443 # both',
    '     application: tls',
    ' groups:',
    '   - id: web',
    '@@ -15,7 +16,7 @@',
    '       - { list: cdn.txt, service: https }',
    ' sites:',
    '   branch:',
    '-    clients: [2001:DB8::/32]',
    '+    clients: [2001:db8::/32]',
    '     resolvers: [self]',
    '     enforce: closed',
    '     tiers: [required]',
    '',
  ]);
});

test('keeps the carriage return of a line, and says that the last line has no line feed', () => {
  const list = 'a.example.com\r\n2001:DB8::1\r\n2001:DB8::2';
  const valid = spec.replace('TCP 443, 8443', 'tcp/443').replace('DB8', 'db8');
  expect(diffOf({ 'spec.yaml': valid, 'cdn.txt': list })).toEqual([
    '--- a/cdn.txt',
    '+++ b/cdn.txt',
    '@@ -1,3 +1,3 @@',
    ' a.example.com\r',
    '-2001:DB8::1\r',
    '-2001:DB8::2',
    '\\ No newline at end of file',
    '+2001:db8::1\r',
    '+2001:db8::2',
    '\\ No newline at end of file',
    '',
  ]);
});

test('escapes hidden characters and commands of the runner', () => {
  const list = '::error\n# a\u202eb\n2001:DB8::1\n';
  const valid = spec.replace('TCP 443, 8443', 'tcp/443').replace('DB8', 'db8');
  expect(diffOf({ 'spec.yaml': valid, 'cdn.txt': list }).slice(3, 5)).toEqual([
    ' <U+003A>:error',
    ' # a<U+202E>b',
  ]);
});
