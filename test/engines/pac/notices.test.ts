import { describe, expect, test } from '@jest/globals';
import { proxy } from '../../targets/pac/support.ts';
import { askJitless } from './engines.ts';
import { closed } from './table.ts';

/** Does V8 answer each question of the table as it should? A file that throws does not. */
function isRight(text: string): boolean {
  const want = closed.questions.map(({ direct }) => (direct ? 'DIRECT' : proxy));
  try {
    return askJitless(text, closed.questions).every((answer, index) => answer === want[index]);
  } catch {
    return false;
  }
}

describe('the table notices', () => {
  test('nothing wrong in the file as it is', () => {
    expect(isRight(closed.text)).toBe(true);
  });

  test.each([
    ['a host on one port more', '"80,443"', '"80-443"'],
    ['a host on one port less', '"8440-8442,9443"', '"8440-8442"'],
    ['a host left out', '  "docs.example.com": "80",\n', ''],
    ['a wildcard that starts a label later', '"example.net": "443"', '"net": "443"'],
    ['a pattern that is wider', '"cdn*.example.org"', '"*cdn*.example.org"'],
    ['a network twice as large', '"198.51.100.0/25"', '"198.51.100.0/24"'],
    ['a network half as large', '"2001:db8:7::/64"', '"2001:db8:7::/65"'],
    ['an address more in a range', '203.0.113.20"', '203.0.113.21"'],
    ['a private network left out', '  "10.9.0.0/24": "443",\n', ''],
    ['every host on a port', 'var ANY = "";', 'var ANY = "9443";'],
    ['DIRECT for all others', `"${proxy}"`, '"DIRECT"'],
    [
      'a lookup that takes what every object has for ports',
      'return typeof table[name] === "string" ? table[name] : "";',
      'return table[name] || "";',
    ],
    ['an @ that is looked for from the left', 'lastIndexOf("@")', 'indexOf("@")'],
    ['a host that the URL does not have', 'plain(host) === place.host && ', ''],
    ['a name that ends like another', 'indexOf(".", dot + 1)', 'indexOf("e", dot + 1)'],
    ['letters that stay as they are', 'host.toLowerCase();', 'host;'],
    ['a last dot that stays', 'text.substring(0, text.length - 1) : text', 'text : text'],
    ['a scheme on another port', '"wss": 443', '"wss": 80'],
    ['ftp on a port of the web', '"ftp": 21', '"ftp": 443'],
    ['a leading zero in an address', '(0|[1-9][0-9]?[0-9]?)', '([0-9][0-9]?[0-9]?)'],
  ])('%s', (_what, from, to) => {
    expect(closed.text).toContain(from);
    expect(isRight(closed.text.replace(from, () => to))).toBe(false);
  });
});
