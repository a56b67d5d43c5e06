import { expect, test } from '@jest/globals';
import { judgeDestination } from '../../../src/documents/kit/facts.ts';
import {
  hasUserInfo,
  quote,
  withoutQuery,
  withoutSecrets,
} from '../../../src/documents/kit/secrets.ts';
import { plainWords } from '../../../src/documents/kit/words.ts';
import { readList } from '../../../src/documents/list/index.ts';
import { success } from '../../../src/problem.ts';
import { growth } from '../../support/growth.ts';

const password = 'zzSECRETzz';

test.each([
  [`https://user:${password}@host.example.com/a`, 'https://***@host.example.com/a'],
  [`https://${password}@host.example.com`, 'https://***@host.example.com'],
  [`https://user:a@${password}@host.example.com`, 'https://***@host.example.com'],
  [`https://user:a/${password}@host.example.com`, 'https://***@host.example.com'],
  [`https://user:a#${password}@host.example.com`, 'https://***@host.example.com'],
  [`get ftp://u:${password}@[2001:db8::1]/x now`, 'get ftp://***@[2001:db8::1]/x now'],
  [`user:${password}@host.example.com:22`, '***@host.example.com:22'],
  [`(https://a.example.com/b?token=${password})`, '(https://a.example.com/b?...)'],
  [`a.example.com/b?token=<x>&k=${password}, c`, 'a.example.com/b?..., c'],
  [`"https://a.example.com#${password}"`, '"https://a.example.com#..."'],
])('%j is shown as %j', (given, want) => {
  expect(withoutSecrets(given)).toBe(want);
  expect(withoutSecrets(want)).toBe(want);
  expect(plainWords(given)).toBe(want);
  expect(quote(given)).not.toContain(password);
});

test.each([
  'Is it needed by example.com? Yes.',
  'mail to help@example.com',
  'C# and F#; #1',
  'https://www.example.com:8443/@scope/a',
  'https://[2001:db8::1]:8443/a@b',
  'what?',
])('%j has no secrets', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

test('a word loses its query and its fragment only if it is a URL', () => {
  expect(withoutQuery('https://a.example.com/b?c#d')).toBe('https://a.example.com/b');
  expect(withoutQuery('a.example.com#d')).toBe('a.example.com');
  expect(withoutQuery('C#')).toBe('C#');
});

test.each(['a://x:', 'a:', '@', '://', 'a.', '?', 'a://x:y@'])(
  'a text of %j takes time in proportion to its length',
  (piece) => {
    expect(growth(20_000, (size) => withoutSecrets(piece.repeat(size)))).toBeLessThan(30);
  },
);

test('a user name is told from a path and from a port', () => {
  expect(hasUserInfo('https://u:p@host.example.com/')).toBe(true);
  expect(hasUserInfo('u:p@host.example.com')).toBe(true);
  expect(hasUserInfo('https://host.example.com/@x')).toBe(false);
  expect(hasUserInfo('https://host.example.com:8443/@x')).toBe(false);
  expect(hasUserInfo('https://host.example.com/?to=https://u:p@x.example.com')).toBe(false);
});

const urls = [
  `https://user:${password}@host.example.com/`,
  `https://user:x/${password}@host.example.com/`,
  `https://user:x#${password}@host.example.com/`,
  `user:${password}@host.example.com`,
  `https://host.example.com/a?token=${password}`,
  `host.example.com/a?token=${password}`,
  `https://host.example.com/a#${password}`,
  `https://host.example.com/{id}?token=${password}`,
  `ftp://host.example.com/a?token=${password}`,
  `https://host.example.com/a\u200b?token=${password}`,
];

test.each(urls)('nothing that is read of %s has its secret', (url) => {
  const ports = [{ transport: 'tcp', low: 8443, high: 8443 }] as const;
  for (const all of [[], ports]) {
    const verdict = JSON.stringify(judgeDestination(url, success(all)), (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(verdict).not.toContain(password);
  }
  const read = readList({ name: 'x', text: `a.example.com\n${url}\n` }, {});
  const rows = read.ok ? read.value.rows : [];
  expect(rows).toHaveLength(2);
  expect(rows.map(({ words }) => words).join()).not.toContain(password);
});

const device = [
  'hostname edge',
  `enable secret 5 $1$${password}`,
  `username admin password 7 ${password}`,
  `snmp-server community ${password} RO`,
  'ntp server 192.0.2.1',
];

test('a list that is the configuration of a device is refused, and no line of it is quoted', () => {
  const read = readList({ name: 'x', text: `${device.join('\n')}\nvpn.example.com\n` }, {});
  const message = read.ok ? '' : read.error.message;
  expect(message).toContain(
    'not a list: most of its lines are no destinations (lines 1, 2, 3 and 2 more)',
  );
  expect(JSON.stringify(read)).not.toMatch(/zz|admin|edge/);
});

test('a line with a password of a device among destinations shows no password', () => {
  const hosts = device.map((_, index) => `h${index}.example.com`);
  const text = [...hosts, ...device].join('\n');
  const read = readList({ name: 'x', text }, {});
  const rows = read.ok ? read.value.rows : [];
  const shown = rows.map(({ words, verdict }) =>
    verdict.kind === 'refused' ? words + verdict.refusal.message : words,
  );
  expect(shown).toHaveLength(10);
  expect(shown.join()).not.toContain(password);
});
