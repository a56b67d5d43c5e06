import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareHosts, formatHost } from '../../src/net/host.ts';
import {
  hostCovers,
  hostHolds,
  hostsIntersect,
  subtractHosts,
  witness,
} from '../../src/net/host-set.ts';
import { parseHost, parseHostName } from '../../src/net/host-text.ts';
import { holdsByExpression, smallHost, smallUniverse } from '../support/arbitrary.ts';
import { must } from '../support/policy.ts';

describe('parseHost', () => {
  const label63 = 'a'.repeat(63);
  test.each([
    ['www.example.com', 'exact'],
    ['xn--bcher-kva.example', 'exact'],
    ['1.example.com', 'exact'],
    ['10-20.example.com', 'exact'],
    [`${label63}.example.com`, 'exact'],
    [`${label63}.${label63}.${label63}.${'a'.repeat(57)}.com`, 'exact'],
    ['*.example.com', 'subdomains'],
    ['*.co.uk', 'subdomains'],
    ['cdn*.example.com', 'pattern'],
    ['*-files.example.com', 'pattern'],
    ['a.*.example.com', 'pattern'],
    ['a*b*c.example.com', 'pattern'],
    ['app_web.link.example.com', 'exact'],
    ['_sip._tcp.example.com', 'exact'],
    ['*.a_b.example.com', 'subdomains'],
    ['cdn_*.example.com', 'pattern'],
  ])('accepts %s as %s', (given, want) => {
    const host = must(parseHost(given));
    expect(host.kind).toBe(want);
    expect(formatHost(host)).toBe(given);
  });

  test.each([
    ['', 'host-empty', 'www.example.com'],
    ['*', 'wildcard-place', 'to: any'],
    ['b\u00fccher.example', 'host-unicode', 'write "xn--bcher-kva.example"'],
    ['Www.Example.com', 'host-case', 'write "www.example.com"'],
    ['a.example_b.com', 'host-underscore', 'before the last two'],
    ['a_b.com', 'host-underscore', 'only the labels before the last two'],
    ['www.example.c_m', 'host-underscore', 'only the labels before the last two'],
    ['*.a_b.com', 'host-underscore', 'only the labels before the last two'],
    ['cdn*.a_b.com', 'host-underscore', 'only the labels before the last two'],
    ['www.example.com.', 'host-trailing-dot', 'write "www.example.com"'],
    ['www..example.com', 'host-empty-label', 'one dot'],
    ['.example.com', 'host-empty-label', '"example.com" for the host, and "*.example.com"'],
    ['.a.example.com', 'host-empty-label', '"a.example.com" for the host, and "*.a.'],
    ['..example.com', 'host-empty-label', 'one dot'],
    ['.com', 'host-empty-label', 'one dot'],
    ['.a..example.com', 'host-empty-label', 'one dot'],
    ['*example.com', 'wildcard-place', '"example.com" for the host, and "*.example.com"'],
    ['*-a.com', 'wildcard-place', 'as in *.example.com'],
    ['*exa*ple.com', 'wildcard-place', 'as in *.example.com'],
    ['https://www.example.com', 'host-not-a-name', 'url:'],
    ['www.example.com:443', 'host-not-a-name', 'a service for a port'],
    ['www.example.com/a', 'host-not-a-name', 'url:'],
    ['www example.com', 'host-character', 'a-z'],
    ['localhost', 'host-single-label', 'full name'],
    [`${'a'.repeat(64)}.example.com`, 'host-label-too-long', '63'],
    [`${label63}.${label63}.${label63}.${'a'.repeat(58)}.com`, 'host-too-long', '253'],
    ['-a.example.com', 'host-hyphen', 'remove that hyphen'],
    ['a-.example.com', 'host-hyphen', 'remove that hyphen'],
    ['2852039166', 'host-is-address', '169.254.169.254'],
    ['0xA9FEA9FE', 'host-is-address', '169.254.169.254'],
    ['127.1.', 'host-is-address', '127.0.0.1'],
    ['127.1', 'host-is-address', '127.0.0.1'],
    ['192.0.2.1', 'host-is-address', '192.0.2.1'],
    ['192.0.2.1-10', 'host-is-address', 'network: 192.0.2.1-192.0.2.10'],
    ['192.0.2.1-192.0.2.10', 'host-is-address', 'full addresses'],
    ['a.example.0x10', 'host-is-address', 'ends with a domain'],
    ['*.com', 'wildcard-place', '*.example.com'],
    ['a.*.com', 'wildcard-place', '*.example.com'],
    ['example.c*m', 'wildcard-place', '*.example.com'],
    ['a**.example.com', 'wildcard-place', 'write one "*"'],
    ['*.*.example.com', 'wildcard-place', 'remove one of them: "*." already matches any depth'],
  ])('refuses %j as %s, with a fix', (given, rule, help) => {
    const refused = parseHost(given);
    expect(refused.ok ? undefined : refused.error.rule).toBe(rule);
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });

  test('parseHostName refuses a wildcard', () => {
    expect(parseHostName('*.example.com').ok).toBe(false);
  });
});

describe('hostHolds and hostCovers', () => {
  test.each([
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'evilexample.com', false],
    ['*.example.com', 'a.example.com.evil.test', false],
    ['cdn*.example.com', 'cdn.example.com', true],
    ['cdn*.example.com', 'cdn42.example.com', true],
    ['cdn*.example.com', 'cdn.a.example.com', false],
    ['a.*.example.com', 'a.b.example.com', true],
    ['a.*.example.com', 'a.example.com', false],
    ['a.*.example.com', 'a.b.c.example.com', false],
    ['*-files.example.com', 'my-files.example.com', true],
    ['*-files.example.com', 'files.example.com', false],
    ['*.example.com', 'app_web.example.com', true],
    ['*.example.com', 'a_b.c.example.com', true],
    ['a.*.example.com', 'a.b_c.example.com', true],
    ['cdn*.example.com', 'cdn_1.example.com', false],
    ['cdn_*.example.com', 'cdn_1.example.com', true],
    ['cdn_*.example.com', 'cdn_1_2.example.com', false],
    ['a.*.cdn*.example.com', 'a._.cdn1.example.com', true],
    ['a.*.cdn*.example.com', 'a.b.cdn_.example.com', false],
  ])('%s and %s: %s', (host, name, want) => {
    expect(hostHolds(must(parseHost(host)), must(parseHostName(name)))).toBe(want);
  });

  test('a wildcard covers deeper wildcards and patterns, but a pattern covers no wildcard', () => {
    const [wildcard, deeper, pattern] = ['*.b.com', '*.a.b.com', 'x*.a.b.com'].map((text) =>
      must(parseHost(text)),
    );
    if (wildcard === undefined || deeper === undefined || pattern === undefined)
      throw new Error('three hosts');
    expect(hostCovers(wildcard, deeper)).toBe(true);
    expect(hostCovers(wildcard, pattern)).toBe(true);
    expect(hostCovers(deeper, wildcard)).toBe(false);
    expect(hostCovers(pattern, deeper)).toBe(false);
  });

  test('subtracting patterns that together match everything leaves nothing', () => {
    const hosts = ['a*.b.com', '*a.b.com'].map((text) => must(parseHost(text)));
    expect(subtractHosts([must(parseHost('a*a.b.com'))], hosts)).toEqual([]);
    expect(subtractHosts([must(parseHost('*.b.com'))], hosts)).toHaveLength(1);
  });
});

describe('host sets with underscores', () => {
  test.each([
    ['*.example.com', 'cdn_*.example.com', true],
    ['*a*.b.com', 'a.b.com', true],
    ['a.*.b.com', 'a.c*.b.com', true],
    ['a.*.b.com', 'a.c_*.b.com', true],
    ['a.c*.b.com', 'a.c_*.b.com', false],
  ])('%s covers %s: %s', (outer, inner, want) => {
    expect(hostCovers(must(parseHost(outer)), must(parseHost(inner)))).toBe(want);
  });

  test('the example of a whole-label star without an inner star has an underscore', () => {
    const except = ['x.a*.b.com', 'x.*q.b.com'].map((text) => must(parseHost(text)));
    const rest = subtractHosts([must(parseHost('x.a_*.b.com'))], except);
    expect(rest.map((region) => witness(region))).toEqual(['x.a_.b.com']);
  });

  test('patterns whose stars match no underscore do not meet in a name that needs one', () => {
    const hosts = (a: string, b: string) => [must(parseHost(a)), must(parseHost(b))] as const;
    expect(hostsIntersect(...hosts('a*.b.com', 'a_*.b.com'))).toBe(false);
    expect(hostsIntersect(...hosts('x.*.b.com', 'x.a_*.b.com'))).toBe(true);
  });
});

describe('host sets agree with brute force', () => {
  test('hostHolds agrees with a regular expression', () => {
    fc.assert(
      fc.property(smallHost, fc.constantFrom(...smallUniverse), (host, name) => {
        expect(hostHolds(host, name)).toBe(holdsByExpression(host, name));
      }),
      { numRuns: 1000 },
    );
  });

  test('hostCovers, hostsIntersect and subtractHosts', () => {
    fc.assert(
      fc.property(smallHost, smallHost, (a, b) => {
        const both = smallUniverse.filter(
          (name) => holdsByExpression(a, name) && holdsByExpression(b, name),
        );
        if (both.length > 0) expect(hostsIntersect(a, b)).toBe(true);
        if (!hostsIntersect(a, b)) expect(both).toEqual([]);
        const left = witness({ base: b, except: [a] });
        expect(hostCovers(a, b)).toBe(left === undefined);
        if (left === undefined) {
          expect(
            smallUniverse.filter(
              (name) => holdsByExpression(b, name) && !holdsByExpression(a, name),
            ),
          ).toEqual([]);
        } else {
          expect([holdsByExpression(b, left), holdsByExpression(a, left)]).toEqual([true, false]);
        }
      }),
    );
  });

  test('a difference contains exactly the names of the first set that are not in the second', () => {
    const hosts = fc.array(smallHost, { maxLength: 3 });
    fc.assert(
      fc.property(hosts, hosts, fc.constantFrom(...smallUniverse), (minuend, subtrahend, name) => {
        const regions = subtractHosts(minuend, subtrahend);
        const got = regions.some(
          ({ base, except }) =>
            holdsByExpression(base, name) && !except.some((host) => holdsByExpression(host, name)),
        );
        const inSet = (hosts: typeof minuend) =>
          hosts.some((host) => holdsByExpression(host, name));
        expect(got).toBe(inSet(minuend) && !inSet(subtrahend));
      }),
    );
  });

  test('compareHosts is a total order', () => {
    fc.assert(
      fc.property(smallHost, smallHost, smallHost, (a, b, c) => {
        expect(Math.sign(compareHosts(a, b))).toBe(-Math.sign(compareHosts(b, a)) + 0);
        expect(compareHosts(a, b) === 0).toBe(formatHost(a) === formatHost(b));
        if (compareHosts(a, b) <= 0 && compareHosts(b, c) <= 0)
          expect(compareHosts(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
