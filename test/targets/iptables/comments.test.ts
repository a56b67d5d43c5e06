import { describe, expect, test } from '@jest/globals';
import { sitesWith } from '../../engines/sites.ts';
import { everything, renderWords } from './render.ts';

// What no rule of the spec allows: replies, and what a router that protects itself needs.
const common = [
  /^-A \S+-(IN|OUT|SELF) -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT$/,
  /^-A \S+-SELF -p ipv6-icmp -m icmp6 --icmpv6-type 13[3-6] -j ACCEPT$/,
  /^-A \S+-SELF -p udp -m udp --dport (67|547) -j ACCEPT$/,
];

/** The lines of rules.v4 and rules.v6 that accept what a rule of the spec allows. */
function accepting(files: Iterable<readonly [string, string]>): string[] {
  return [...files]
    .filter(([file]) => /rules\.v[46]$/.test(file))
    .flatMap(([, text]) => text.split('\n'))
    .filter((line) => / -[gj] ACCEPT\b/.test(line) && !common.some((known) => known.test(line)));
}

const without = (lines: readonly string[]) =>
  lines.filter((line) => !/ -m comment --comment "?[a-z0-9][a-z0-9/+-]*"? -j ACCEPT$/.test(line));

describe('every accepting rule has a comment with the id of its rule', () => {
  test.each(sitesWith('iptables').map(({ name, files }) => [name, files] as const))(
    'in %s',
    (_name, files) => {
      const lines = accepting(files);
      expect(lines.length).toBeGreaterThan(0);
      expect(without(lines)).toEqual([]);
    },
  );

  test('and one without it is found', () => {
    const lines = accepting(renderWords(everything));
    expect(lines.length).toBeGreaterThan(20);
    const bare = lines.map((line) => line.replace(/ -m comment --comment \S+/, ''));
    expect(without(bare)).toEqual(bare);
  });
});
