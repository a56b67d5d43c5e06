import { describe, expect, test } from '@jest/globals';
import { templates } from '../../../compiled/templates.js';
import type { Policy } from '../../../src/policy/types.ts';
import { caveats, warnings } from '../../../src/targets/pac/caveats.ts';
import { pac } from '../../../src/targets/pac/index.ts';
import { prove } from '../../../src/targets/pac/prove.ts';
import { view } from '../../../src/targets/pac/view.ts';
import { sizeOf } from '../../../src/targets/pac/view-size.ts';
import { must } from '../../support/policy.ts';
import { services, story } from './questions.ts';
import { bypass, filesOf, proxy, textOf } from './support.ts';

const policy = bypass(story, {}, services);
const text = textOf(policy);

function refusalOf(changed: string, timeout?: number): string {
  return prove(filesOf(changed), policy, timeout)
    .map(({ rule, message }) => `${rule}: ${message}`)
    .join('\n');
}

describe('Portolan runs the PAC file before it writes it', () => {
  test.each([
    ['one host on a line', policy],
    ['nested by label', bypass(story, { compact: true }, services)],
    ['a function to include', bypass(story, { functionName: 'findWay' }, services)],
    ['every host', bypass({ https: ['any'] })],
    [
      'other answers',
      bypass(story, { direct: 'PROXY a:1', proxy: 'SOCKS5 b:2; DIRECT' }, services),
    ],
    [
      'a wildcard as long as a name may be',
      bypass({
        https: [`*.${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}`],
      }),
    ],
  ] satisfies [string, Policy][])('accepts %s', (_name, each) => {
    expect(pac.prove?.(filesOf(textOf(each)), each)).toEqual([]);
  });

  test.each([
    ['a syntax error', text.replace('{', '{{'), /^pac-broken: the PAC file does not run \(.*\)$/],
    [
      'an exception',
      text.replace('  place = placeOf(url);', '  throw "no";'),
      'pac-broken: the PAC file does not run (no)',
    ],
    [
      'a host left out',
      text.replace('  "microsoft.com": "80",\n', ''),
      `pac-broken: the PAC file answers "${proxy}" for https://microsoft.com:80/, not "DIRECT"`,
    ],
    [
      'a port left out',
      text.replace('8000-8010', '8001-8010'),
      /^pac-broken: the PAC file answers "PROXY proxy.example.net:3128" for https:\/\/api\.pitneybowes\.com:8000\/, not "DIRECT"$/,
    ],
    [
      'the last port of a range left out',
      text.replace('8000-8010', '8000-8009'),
      /^pac-broken: the PAC file answers "PROXY proxy.example.net:3128" for https:\/\/api\.pitneybowes\.com:8010\/, not "DIRECT"$/,
    ],
    [
      'ports that are not sorted',
      text.replace('"8000-8010,9000"', '"9000,8000-8010"'),
      /^pac-broken: the PAC file answers "PROXY proxy.example.net:3128" for https:\/\/ports\.example\.com:(?:8000|9000)\/, not "DIRECT"$/,
    ],
    [
      'everything DIRECT',
      text.replace(`"${proxy}"`, '"DIRECT"'),
      `pac-broken: the PAC file answers "DIRECT" for https://not-listed.invalid:443/, not "${proxy}"`,
    ],
    [
      'an empty answer',
      text.replace(`"${proxy}"`, '""'),
      /^pac-broken: the PAC file answers "" for/,
    ],
    ['no function', '', 'pac-broken: the PAC file does not run (FindProxyForURL is not defined)'],
    [
      'a letter beyond ASCII',
      text.replace('//', '// \u00e9'),
      'pac-broken: the PAC file contains "\u00e9"',
    ],
    ['a byte order mark', `\ufeff${text}`, 'pac-broken: the PAC file contains "\ufeff"'],
  ])('refuses %s', (_what, changed, want) => {
    expect(changed).not.toBe(text);
    expect(refusalOf(changed)).toEqual(
      typeof want === 'string' ? want : expect.stringMatching(want),
    );
  });

  test('refuses an endless loop', () => {
    expect(
      refusalOf(text.replace('  place = placeOf(url);', '  while (true) place = url;'), 200),
    ).toMatch(/^pac-broken: .*timed out/);
  });
});

/** Texts that would change the verdict on the next file, if it saw what they leave. */
const hostile: Readonly<Record<string, string>> = {
  'a global function of the same name':
    'globalThis.FindProxyForURL = function () { return "DIRECT"; };',
  'a global of its own': 'leaked = 1;',
  'another JSON.stringify': 'JSON.stringify = function () { return "[]"; };',
  'another JSON': 'JSON = { stringify: function () { return "[]"; } };',
  'another method of arrays': 'Array.prototype.map = function () { return []; };',
  'an accessor of every array':
    'Object.defineProperty(Array.prototype, "0", { set: function () {} });',
  'another method of texts': 'String.prototype.split = function () { return ["80"]; };',
  'another toJSON': 'String.prototype.toJSON = function () { return "DIRECT"; };',
  'no Math': 'delete globalThis.Math;',
  'an accessor in place of Date':
    'Object.defineProperty(globalThis, "Date", { get: function () { while (true) {} }, configurable: true });',
  'a parent of the global object':
    'Object.setPrototypeOf(globalThis, { FindProxyForURL: function () {} });',
  'a frozen global object': 'try { Object.freeze(globalThis); } catch (error) {}',
  'an error': 'throw "no";',
  'a script that ends its function':
    '}()); FindProxyForURL = function () { return "DIRECT"; }; (function () {',
};

describe('an earlier PAC file does not influence the verdict on the next one', () => {
  test.each(Object.entries(hostile))('with %s', (_what, start) => {
    prove(filesOf(`${start}\n${text}`), policy);
    expect(prove(filesOf(text), policy)).toEqual([]);
    prove(filesOf(`${start}\n${text}`), policy);
    expect(refusalOf('')).toBe(
      'pac-broken: the PAC file does not run (FindProxyForURL is not defined)',
    );
    prove(filesOf(`${start}\n${text}`), policy);
    expect(refusalOf(text.replace(`"${proxy}"`, '"DIRECT"'))).toMatch(/^pac-broken: /);
  });

  test('also when it left something to run later', async () => {
    const later = 'Promise.resolve().then(function () { FindProxyForURL = function () {}; });';
    prove(filesOf(`${later}\n${text}`), policy);
    await Promise.resolve();
    expect(refusalOf('')).toBe(
      'pac-broken: the PAC file does not run (FindProxyForURL is not defined)',
    );
  });

  test('after an endless loop', () => {
    expect(
      refusalOf(text.replace('  place = placeOf(url);', '  while (true) place = url;'), 100),
    ).toMatch(/timed out/);
    expect(prove(filesOf(text), policy)).toEqual([]);
  });
});

test.each([
  ['a return outside of a function', `return;\n${text}`],
  ['the end of a function', `}\n${text}`],
])('refuses %s, which no browser loads', (_what, changed) => {
  expect(refusalOf(changed)).toMatch(/^pac-broken: the PAC file does not run \(.*\)$/);
});

describe('the size of a PAC file', () => {
  const hosts = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `h${index % 20}.d${Math.floor(index / 20)}.example.com`,
    );
  const many = hosts(40_000);
  const large = bypass({ https: many });
  const smaller = bypass({ https: many }, { compact: true });

  test('above 1 MiB is refused, with a fix', () => {
    expect(prove(filesOf(textOf(large)), large)).toEqual([
      {
        rule: 'pac-size',
        message: expect.stringMatching(
          /^the PAC file has 1[0-9]{6} bytes; above 1048576 bytes, Chromium silently goes DIRECT for everything$/,
        ),
        help: 'set the pac option "compact: true"',
      },
    ]);
  });

  test.each([false, true])('above 1 MiB in both forms has another fix: compact %s', (compact) => {
    const own = Array.from(
      { length: 40_000 },
      (_, index) => `www.a-rather-long-domain-${index}.example`,
    );
    const policy = bypass({ https: own }, { compact });
    expect(prove(filesOf(textOf(policy)), policy)).toMatchObject([
      {
        rule: 'pac-size',
        help: 'list groups in the site\'s "exclude", or replace pac with squid in its "targets": the proxy then bypasses inspection for these hosts, without a limit',
      },
    ]);
  });

  test.each([
    [
      'all in one domain',
      (index: number) => `host-${String(index).padStart(5, '0')}.cdn.example.org`,
    ],
    [
      'twenty in each domain',
      (index: number) =>
        `h${10 + (index % 20)}.d${10_000 + Math.floor(index / 20)}.net.example.com`,
    ],
    ['one in each domain', (index: number) => `www.domain-${1_000_000 + index}.example`],
    [
      'two in each short domain',
      (index: number) =>
        `${'x'.repeat(16)}-${index % 2}.${(1296 * 10 + Math.floor(index / 2)).toString(36)}.com`,
    ],
  ])('allows 30,000 hosts of 26 characters in the compact form, %s', (_what, hostAt) => {
    const names = Array.from({ length: 30_000 }, (_, index) => hostAt(index));
    expect(new Set(names.map(({ length }) => length))).toEqual(new Set([26]));
    const policy = bypass({ https: names }, { compact: true });
    expect(prove(filesOf(textOf(policy)), policy)).toEqual([]);
  });

  test('is smaller in the compact form', () => {
    expect(prove(filesOf(textOf(smaller)), smaller)).toEqual([]);
  });

  test.each([
    [1_048_576, 0],
    [1_048_577, 1],
  ])('a file of %i bytes', (size, refusals) => {
    expect(prove(filesOf(text.padEnd(size, ' ')), policy)).toHaveLength(refusals);
  });

  test.each([
    [hosts(7_500), false, []],
    [
      hosts(8_000),
      false,
      [
        'The file is larger than 256 KB, and some cloud proxies refuse to serve it. To shrink it, set "compact: true".',
      ],
    ],
    [hosts(8_000), true, []],
  ])('from 256 KB has a caveat', (names, compact, want) => {
    expect(
      caveats(bypass({ https: names }, { compact })).filter((line) => line.includes('256 KB')),
    ).toEqual(want);
  });

  test.each([
    [hosts(7_500), 0],
    [hosts(8_000), 1],
  ])('from 256 KB has a warning', (names, count) => {
    const policy = bypass({ https: names });
    const told = warnings(filesOf(textOf(policy)), policy);
    expect(told).toHaveLength(count);
    expect(caveats(policy)).toEqual(expect.arrayContaining(told));
  });

  test.each([
    ['one host on a line', large],
    ['nested by label', smaller],
  ])('is known before rendering, to a kilobyte: %s', (_name, each) => {
    const data = must(view(each))['pac/proxy.pac'];
    expect(Math.abs(sizeOf(data) - templates['pac/proxy.pac'](data).length)).toBeLessThan(1000);
  });
});

describe('of many patterns and networks, which the file looks at one by one', () => {
  const many = bypass({
    https: [
      ...Array.from({ length: 1_000 }, (_, index) => `a*-${1_000 + index}.example.com`),
      ...Array.from({ length: 300 }, (_, index) => `h${index}.example.com`),
    ],
  });

  function proofOf(condition: string): string {
    const body = `n += 1; return host === "not-listed.invalid" || ${condition} ? "${proxy}" : "DIRECT";`;
    const [first] = prove(
      filesOf(`var n = 0; function FindProxyForURL(url, host) { ${body} }`),
      many,
    );
    return first?.message ?? '';
  }

  test('asks some, and every host', () => {
    expect(proofOf('false')).toBe('');
    // 200 patterns, 300 hosts, and a host that is not listed.
    expect(proofOf('n > 500')).toBe('');
    expect(proofOf('n > 499')).toContain('answers');
    expect(proofOf('host === "h123.example.com"')).toContain('https://h123.example.com:443/');
  });

  test.each([1_000, 1_999])('asks the one at the end: %i', (index) => {
    expect(proofOf(`host === "aa-${index}.example.com"`)).toContain(`aa-${index}.example.com`);
  });
});
