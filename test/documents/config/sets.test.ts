import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/documents/config/index.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const rows = (...lines: readonly string[]) => rowsIn(readConfig, lines.join('\n'));

describe('lines of dnsmasq', () => {
  test('put domains with their subdomains into sets', () => {
    expect(
      rows(
        'server=192.0.2.53',
        'ipset=/example.com/www.example.net/web,web6 # a comment',
        'nftset=/example.org/4#inet#filter#web,6#inet#filter#web6',
      ),
    ).toEqual([
      '2 web: example.com; *.example.com',
      '2 web: www.example.net; *.www.example.net',
      '2 web6: example.com; *.example.com',
      '2 web6: www.example.net; *.www.example.net',
      '3 web: example.org; *.example.org',
      '3 web6: example.org; *.example.org',
    ]);
  });

  test.each([
    '#',
    '',
    '*',
    '*.example.com',
    '.example.com',
    'com',
    'localhost',
    'a.example.com:53',
  ])('refuse %j, which is another or a wider name', (name) => {
    expect(rows(`ipset=/${name}/web`)).toEqual([expect.stringMatching(/^1 web: refused, /)]);
  });

  test('are no permission', () => {
    const { warnings } = must(readConfig({ name: 'x', text: 'ipset=/example.com/web' }, {}));
    expect(warnings).toEqual([expect.stringContaining('A set allows nothing itself')]);
  });
});

describe('what "ipset save" prints', () => {
  test('has addresses and networks', () => {
    expect(
      rows(
        'create web hash:net family inet hashsize 1024 maxelem 65536',
        'create one hash:ip family inet6 hashsize 1024 maxelem 65536',
        'add web 192.0.2.0/24',
        'add one 2001:db8::7 comment "a secret"',
        'add web 10.0.0.0/8',
      ),
    ).toEqual(['3 web: 192.0.2.0/24', '4 one: 2001:db8::7', '5 web: refused, import-not-public']);
  });

  test.each([
    ['hash:ip family inet timeout 300', 'the entries of the set expire: a program fills it'],
    ['hash:ip,port family inet', 'the entries of the set are not single addresses or networks'],
    ['list:set size 8', 'the entries of the set are not single addresses or networks'],
  ])('is not read of a set of %s', (type, want) => {
    expect(rows(`create web ${type}`, 'add web 192.0.2.1')).toEqual([`1 web: unresolved, ${want}`]);
  });

  test('is not read of a set with exceptions, nor of one that it does not create', () => {
    expect(
      rows(
        'create web hash:net family inet',
        'add web 192.0.2.0/24',
        'add web 192.0.2.7 nomatch',
        'add other 192.0.2.9',
      ),
    ).toEqual([
      '1 web: unresolved, the set has entries that do not match',
      '4 other: unresolved, the file does not say what kind of set this is',
    ]);
  });

  test.each(['0.0.0.0/0', '::/0', 'www.example.com:443', '192.0.2.1/24'])('refuses %s', (entry) => {
    expect(rows('create web hash:net family inet', `add web ${entry}`)).toEqual([
      expect.stringMatching(/^2 web: refused, /),
    ]);
  });
});
