import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SquidOptions } from '../../../src/language/document.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { read } from '../../../src/targets/squid/read/index.ts';
import { sharedPlace, smallNetwork } from '../../support/arbitrary.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { verifyTarget } from '../../support/output.ts';
import type { SpecWords } from '../../support/policy.ts';
import { describeAccess, everything, filesOf, policyOf, readingOf, textOf } from './support.ts';
import { widened } from './widened.ts';

const modes = ['none', 'explicit', 'intercept'] as const;
const inner = ['198.51.100.128/25', '2001:db8:5::/48'];

/** Every kind of destination, way and inspection, at a site that names its own networks. */
function guarded(
  options: Partial<SquidOptions> = {},
  networks: readonly string[] = inner,
): TargetPolicy {
  const words = everything(options);
  return policyOf({ ...words, site: { ...words.site, inner: networks } });
}

function small(to: Record<string, readonly string[]>, options: Partial<SquidOptions> = {}): string {
  return textOf(
    policyOf({
      groups: [{ id: 'web', to }],
      site: { inner, targets: { squid: { tlsInspection: 'explicit', ...options } } },
    }),
  );
}

function linesOf(text: string, start: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(start));
}

function failuresOf(policy: TargetPolicy, text: string): string[] {
  return verifyTarget(squid, policy, [], filesOf(text)).failed.map(
    ({ expected, got, decidedBy }) => `${expected}, got ${got} (line ${decidedBy?.line})`,
  );
}

describe('the file of a site with inner networks', () => {
  test('lists them with their NAT64 and 6to4 forms, and makes Squid resolve names', () => {
    expect(linesOf(small({ https: ['a.example.com'] }), 'acl spt_inner')).toEqual([
      'acl spt_inner dst 198.51.100.128/25',
      'acl spt_inner dst 64:ff9b::c633:6480/121',
      'acl spt_inner dst 2001:db8:5::/48',
      'acl spt_inner dst 2002:c633:6480::/41',
    ]);
  });

  test('excludes them from names and any destination, at the end of the line', () => {
    const text = small({
      http: ['http://a.example.com/path', '*.example.com'],
      https: ['a.example.com', 'cdn*.example.org', '198.51.100.129', 'any'],
    });
    const ways = (rule: string) => linesOf(text, `acl spt_web_${rule} all-of`);
    expect(ways('http').map((line) => line.replace(/^.*_port /, ''))).toEqual([
      'spt_web_http_sub !spt_web_http_apex !spt_inner',
      'spt_web_http_379c9f23_host spt_web_http_379c9f23_path !spt_odd !spt_inner',
    ]);
    expect(ways('https').map((line) => line.replace(/^.*_port /, ''))).toEqual([
      'spt_web_https_host !spt_inner',
      'spt_web_https_like !spt_inner',
      'spt_web_https_net',
      '!spt_inner',
    ]);
  });

  test('excludes them from the first step and from spliced names', () => {
    const text = small(
      { https: ['a.example.com', '*.example.net'] },
      { tlsInspection: 'intercept' },
    );
    for (const start of ['acl spt_first all-of', 'acl spt_sni all-of'])
      expect(linesOf(text, start).filter((line) => !line.endsWith(' !spt_inner'))).toEqual([]);
    expect(linesOf(text, 'acl spt_sni all-of')).toHaveLength(2);
  });

  test('has no guard without inner networks', () => {
    for (const tlsInspection of modes)
      expect(textOf(guarded({ tlsInspection }, []))).not.toContain('_inner');
  });
});

describe('the guard in the reading', () => {
  const text = small({ https: ['any', 'a.example.com', '198.51.100.129'] });
  const space = '198.51.100.128/25, 64:ff9b::c633:6480/121, 2001:db8:5::/48, 2002:c633:6480::/41';

  test('limits only any destination', () => {
    expect(readingOf(text).access.map(describeAccess).sort()).toEqual(
      ['198.51.100.129', 'a.example.com', `any but ${space}`].map(
        (place) => `${place} / tcp/443 from 192.0.2.0/24,2001:db8:c1::/64`,
      ),
    );
  });

  test('is a setting, at the first of its lines', () => {
    expect(readingOf(text).settings).toContainEqual({
      name: 'inner',
      value: space,
      at: { file: 'squid/bypass.conf', line: 14 },
    });
    expect(text.split('\n')[13]).toBe('acl spt_inner dst 198.51.100.128/25');
  });

  test.each([
    ['names that are not looked up', 'spt_inner dst ', 'spt_inner dst -n '],
    ['a line of names without it', '_host !spt_inner', '_host'],
    ['a listed network that it would close', '_net\n', '_net !spt_inner\n'],
    ['any place without it', '_port !spt_inner', '_port'],
    ['the guard of another prefix', 'acl spt_inner', 'acl abc_inner'],
    [
      'a network twice',
      'acl spt_inner dst 2001',
      'acl spt_inner dst 2001:db8:5::/48\nacl spt_inner dst 2001',
    ],
  ])('is refused in another form: %s', (_what, from, to) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(read(filesOf(changed)).ok).toBe(false);
  });
});

describe('verify checks that the guard', () => {
  const policy = guarded();
  const text = textOf(policy);

  test('is complete', () => {
    for (const tlsInspection of modes) {
      const own = guarded({ tlsInspection });
      expect(failuresOf(own, textOf(own))).toEqual([]);
    }
  });

  test('is not missing', () => {
    const without = textOf(guarded({}, []));
    expect(failuresOf(policy, without)).toContain(
      `inner ${spaceOf(policy)}, got no inner (line undefined)`,
    );
    expect(failuresOf(guarded({}, []), text)[0]).toMatch(/^no inner, got inner 198\.51/);
  });

  test('contains every network', () => {
    const narrowed = text.replace('acl spt_inner dst 2001:db8:5::/48\n', '');
    expect(failuresOf(policy, narrowed)[0]).toMatch(/^inner 198\.51.*, got inner 198\.51/);
  });

  test.each(modes)('is changed in any line, tlsInspection %s', (tlsInspection) => {
    const own = guarded({ tlsInspection });
    const mutants = [...mutantsOf(filesOf(textOf(own)), widened)].filter(({ what }) =>
      what.includes('_inner'),
    );
    const survivors = mutants.filter(
      ({ files }) => verifyTarget(squid, own, [], files).failed.length === 0,
    );
    expect(mutants.length).toBeGreaterThan(50);
    expect(survivors.map(({ what }) => what)).toEqual([]);
  });

  test('holds for every policy', () => {
    const words: fc.Arbitrary<SpecWords> = fc
      .record({
        places: fc.uniqueArray(sharedPlace, { minLength: 1, maxLength: 5 }),
        networks: fc.uniqueArray(smallNetwork.map(formatNetwork), { maxLength: 3 }),
        tlsInspection: fc.constantFrom(...modes),
        enforce: fc.constantFrom('closed' as const, 'additive' as const),
      })
      .map(({ places, networks, tlsInspection, enforce }) => ({
        groups: [{ id: 'web', to: { https: ['any.example.com', ...places] } }],
        site: { inner: networks, enforce, targets: { squid: { tlsInspection } } },
      }));
    fc.assert(
      fc.property(words, (each) => {
        const own = policyOf(each);
        expect(failuresOf(own, textOf(own))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

function spaceOf(policy: TargetPolicy): string {
  return squid.stated(policy)['inner'] ?? '';
}

describe('the caveats of the guard', () => {
  const said = (options: Partial<SquidOptions> = {}, networks = inner) =>
    squid.caveats(guarded(options, networks)).join('\n');

  test.each<[string, Partial<SquidOptions>, string]>([
    ['what it costs', {}, 'Squid resolves a name before the file allows it'],
    ['that it denies nothing', {}, 'The guard does not deny what it withholds'],
    ["that reserved blocks are the site's", {}, 'including reserved ones'],
    ['that any place ends there', {}, "allows this proxy's own addresses and reserved addresses"],
    ['that a parent looks names up too', { direct: false }, 'A parent proxy resolves the name'],
  ])('say %s', (_what, options, words) => {
    expect(said(options)).toContain(words);
  });

  test('do not appear without inner networks or without a parent proxy', () => {
    expect(said({}, [])).not.toMatch(/looks a name up|withholds|reserved/);
    expect(said()).not.toContain('A parent proxy looks');
  });
});
