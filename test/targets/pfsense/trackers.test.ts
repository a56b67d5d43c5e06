import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Site, Spec } from '../../../src/language/types.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import {
  type Claim,
  claimOf,
  displacedNumbers,
} from '../../../src/targets/pfsense/names-trackers.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SpecWords, specOf } from '../../support/policy.ts';
import { configFile, configOf, render } from './support.ts';

const first = 3_000_000_000;
const size = 1_200_000_000;

/** What the rule of this key would have if it were alone, by the words of the contract. */
function naturalOf(prefix: string, site: string, key: string): number {
  const digest = createHash('sha256').update(`${prefix}/${site}/${key}`).digest('hex');
  return first + Number(BigInt(`0x${digest.slice(0, 12)}`) % BigInt(size));
}

const groups = ['web', 'mail'].map((id) => ({
  id,
  to: { https: [`${id}.example.com`], http: [`${id}.example.com`] },
}));
const targets = { pfsense: { interface: 'lan' } };

/** The policies of a spec whose one site represents several sites. */
function policies(words: SpecWords, ...sites: Partial<Site>[]): Policy[] {
  const spec = specOf(words);
  const [site] = spec.sites;
  if (site === undefined) throw new Error('the words give no site');
  return must(compileSites({ ...spec, sites: sites.map((each) => ({ ...site, ...each })) }));
}

/** Description and destination of each rule to its tracker. */
function trackersIn(policy: Policy): Record<string, number> {
  const rules = configOf(policy).match(/<rule>[\s\S]*?<\/rule>/g) ?? [];
  return Object.fromEntries(
    rules.map((rule) => {
      const text = (shape: RegExp) => shape.exec(rule)?.[1] ?? '';
      const place = text(/<destination>\s*<\w+>(.*?)<\//);
      return [`${text(/CDATA\[(.*?)\]/)} ${place}`.trim(), Number(text(/<tracker>(.*?)</))];
    }),
  );
}

describe('the tracking ID of a rule', () => {
  const words: SpecWords = { groups, site: { targets } };

  test('is the hash of its prefix, site, rule, protocol, ports and part', () => {
    const [policy] = policies(words, { id: 'example', prefix: 'spt' });
    const natural = (key: string) => naturalOf('spt', 'example', key);
    expect(policy && trackersIn(policy)).toEqual({
      'spt: mail/http spt_mail_http_h': natural('mail/http tcp 80 h'),
      'spt: mail/https spt_mail_https_h': natural('mail/https tcp 443 h'),
      'spt: web/http spt_web_http_h': natural('web/http tcp 80 h'),
      'spt: web/https spt_web_https_h': natural('web/https tcp 443 h'),
      'spt: everything else is denied': natural('everything else is refused'),
    });
  });

  test('does not change if a group is added or removed', () => {
    const [few] = policies(words, { id: 'example' });
    const [many] = policies(
      { ...words, groups: [...groups, { id: 'more', to: { dns: ['resolvers'] } }] },
      { id: 'example' },
    );
    if (few === undefined || many === undefined) throw new Error('each has one site');
    expect(trackersIn(many)).toMatchObject(trackersIn(few));
  });

  test('differs by site and by prefix', () => {
    const all = [
      ...policies(words, { id: 'north', prefix: 'aa' }, { id: 'south', prefix: 'aa' }),
      ...policies(words, { id: 'north', prefix: 'bb' }),
    ].flatMap((policy) => Object.values(trackersIn(policy)));
    expect(new Set(all).size).toBe(15);
  });
});

/** Groups of these ids, each with one rule. */
function lone(...ids: readonly string[]): SpecWords {
  return {
    groups: ids.map((id) => ({ id, to: { https: [`${id}.example.com`] } })),
    site: { targets, enforce: 'additive' },
  };
}

// Found by search: the natural trackers of the two rules are one number.
describe('two rules of one site with the same natural tracking ID', () => {
  const [clash, owner, displaced] = [4_061_208_527, 'g18509', 'g273'];
  const ruleOf = (id: string) => `spt: ${id}/https spt_${id}_https_h`;

  test('exist, as found by a search', () => {
    for (const id of [owner, displaced])
      expect(naturalOf('spt', 'example', `${id}/https tcp 443 h`)).toBe(clash);
  });

  test('get different numbers: the lowest key its own, the other the next', () => {
    const [policy] = policies(lone(displaced, owner), { id: 'example' });
    expect(policy && trackersIn(policy)).toEqual({
      [ruleOf(owner)]: clash,
      [ruleOf(displaced)]: clash + 1,
    });
  });

  test('do not change other rules', () => {
    const [before] = policies(lone('a', displaced, 'z'), { id: 'example' });
    const [after] = policies(lone('a', displaced, owner, 'z'), { id: 'example' });
    if (before === undefined || after === undefined) throw new Error('each has one site');
    expect(trackersIn(before)[ruleOf(displaced)]).toBe(clash);
    expect(trackersIn(after)).toEqual({
      ...trackersIn(before),
      [ruleOf(owner)]: clash,
      [ruleOf(displaced)]: clash + 1,
    });
  });
});

describe('rules of two sites on one device with the same natural tracking ID', () => {
  const [clash, ofNorth, ofSouth] = [3_626_290_652, 'g3344', 'g47963'];
  const words = lone(ofNorth, ofSouth);
  const spec = specOf(words);
  const sites = ['north', 'south'].flatMap((id) => spec.sites.map((site) => ({ ...site, id })));
  const both = { ...spec, sites };
  const renderedOf = (of: Spec, wanted?: readonly string[]) =>
    must(
      renderSpec(of, siteFindings, { sites: wanted && new Set(wanted), targets: undefined }),
    ).map(({ targets: files }) => files.get('pfsense'));

  test('exist, as found by a search', () => {
    expect(naturalOf('spt', 'north', `${ofNorth}/https tcp 443 h`)).toBe(clash);
    expect(naturalOf('spt', 'south', `${ofSouth}/https tcp 443 h`)).toBe(clash);
  });

  test('differ: the first site owns the number, the second has the next', () => {
    const [north, south] = policies(words, { id: 'north' }, { id: 'south' });
    expect(north && trackersIn(north)).toHaveProperty(
      [`spt: ${ofNorth}/https spt_${ofNorth}_https_h`],
      clash,
    );
    expect(south && trackersIn(south)).toHaveProperty(
      [`spt: ${ofSouth}/https spt_${ofSouth}_https_h`],
      clash + 1,
    );
  });

  test('differ in the same way if only one of the sites is rendered', () => {
    const [, south] = renderedOf(both);
    expect(renderedOf(both, ['south'])).toEqual([south]);
    expect(renderedOf({ ...both, sites: sites.slice(1) })).not.toEqual([south]);
  });

  test('differ in verify, which finds the number of a site that was rendered alone', () => {
    const [, policy] = must(compileSites(both));
    if (policy === undefined) throw new Error('the spec has two sites');
    const failed = (files: TargetFiles | undefined) =>
      verifyTarget(pfsense, policy, [], files ?? new Map()).failed.map(
        ({ expected, got }) => `expected ${expected}, found ${got}`,
      );
    expect(failed(renderedOf(both)[1])).toEqual([]);
    const rule = `tracker of "spt: ${ofSouth}/https, tcp 443 to spt_${ofSouth}_https_h"`;
    expect(failed(renderedOf({ ...both, sites: sites.slice(1) })[0])).toEqual([
      `expected ${rule} ${clash + 1}, found ${rule} ${clash}`,
    ]);
  });

  test.each<[string, Site['targets']]>([
    ['without the target has no say', { iptables: {} }],
    [
      'that the target refuses has no say',
      { pfsense: { interface: 'lan', clients: ['192.0.2.0/24'], ipprotocol: 'inet6' } },
    ],
  ])('a site %s', (_what, other) => {
    const [alone] = policies(words, { id: 'south' });
    const [, beside] = policies(words, { id: 'north', targets: other }, { id: 'south' });
    if (alone === undefined || beside === undefined) throw new Error('there are two sites');
    expect(trackersIn(beside)).toEqual(trackersIn(alone));
  });
});

describe('verify finds a changed tracking ID', () => {
  const [policy] = policies({ groups, site: { targets } }, { id: 'example' });

  test.each<[string, (text: string) => string]>([
    ['another free number', (text) => text.replace(/<tracker>\d+/, '<tracker>3000000001')],
    [
      'the numbers of two rules the other way round',
      (text) => {
        const [a = '', b = ''] = text.match(/<tracker>\d+/g) ?? [];
        return text.replace(a, '%').replace(b, a).replace('%', b);
      },
    ],
  ])('%s', (_what, change) => {
    if (policy === undefined) throw new Error('the spec has one site');
    const files = render(policy);
    const changed = change(files.get(configFile) ?? '');
    expect(changed).not.toBe(files.get(configFile));
    const { failed } = verifyTarget(
      pfsense,
      policy,
      [],
      new Map([...files, [configFile, changed]]),
    );
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ expected }) => expected.startsWith('tracker of "spt: '))).toBe(true);
  });
});

const claims = fc
  .uniqueArray(
    fc.record({
      site: fc.constantFrom('a', 'b', 'c'),
      key: fc.string({ maxLength: 2 }),
      natural: fc.nat(19),
    }),
    { maxLength: 20, selector: ({ site, key }) => `${site}/${key}` },
  )
  .map((list): readonly Claim[] => list);

/** The number of each claim: its natural one, unless it is displaced. */
function assignNumbers(claims: readonly Claim[], below: number): ReadonlyMap<Claim, number> {
  const displaced = displacedNumbers(claims, below);
  return new Map(claims.map((claim) => [claim, displaced.get(claim) ?? claim.natural]));
}

describe('numbers', () => {
  const owner = (all: readonly Claim[], natural: number) =>
    all
      .filter((claim) => claim.natural === natural)
      .sort((a, b) => (a.site + a.key < b.site + b.key ? -1 : 1))[0];

  test.each<[string, Claim[], number[]]>([
    ['who is alone has its own', [{ site: 'a', key: 'x', natural: 3 }], [3]],
    [
      'the lowest site owns, the other has the next',
      [
        { site: 'b', key: 'x', natural: 3 },
        { site: 'a', key: 'y', natural: 3 },
      ],
      [4, 3],
    ],
    [
      'the next owner stays, and the displaced goes past it',
      [
        { site: 'a', key: 'x', natural: 3 },
        { site: 'a', key: 'y', natural: 3 },
        { site: 'z', key: 'z', natural: 4 },
      ],
      [3, 5, 4],
    ],
    [
      'from the last number to the first',
      [
        { site: 'a', key: 'x', natural: 9 },
        { site: 'a', key: 'y', natural: 9 },
      ],
      [9, 0],
    ],
    [
      'the displaced go by number, then site, then key',
      [
        { site: 'b', key: 'x', natural: 1 },
        { site: 'a', key: 'z', natural: 1 },
        { site: 'a', key: 'y', natural: 1 },
        { site: 'a', key: 'o', natural: 0 },
        { site: 'a', key: 'p', natural: 0 },
      ],
      [4, 3, 1, 0, 2],
    ],
  ])('%s', (_what, given, want) => {
    const numbers = assignNumbers(given, 10);
    expect(given.map((claim) => numbers.get(claim))).toEqual(want);
  });

  test('are in range, unique, and independent of the order of the rules', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const numbers = assignNumbers(all, 20);
        expect(new Set(numbers.values()).size).toBe(all.length);
        expect([...numbers.values()].every((number) => number >= 0 && number < 20)).toBe(true);
        const turned = assignNumbers([...all].reverse(), 20);
        expect(all.map((claim) => turned.get(claim))).toEqual(
          all.map((claim) => numbers.get(claim)),
        );
      }),
    );
  });

  test('belong to their natural owners, so an additional rule changes no other number', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const [added, ...rest] = all;
        fc.pre(added !== undefined);
        const before = assignNumbers(rest, 20);
        const after = assignNumbers(all, 20);
        for (const claim of rest) {
          const owned = owner(all, claim.natural) === claim;
          if (owned)
            expect([before.get(claim), after.get(claim)]).toEqual([claim.natural, claim.natural]);
        }
      }),
    );
  });

  test('suffice for 200 sites with 1,000 rules on one device', () => {
    const all = Array.from({ length: 200 }, (_, site) =>
      Array.from({ length: 1000 }, (_, rule) =>
        claimOf('spt', `s${site}`, `g${rule}/https tcp 443 h`),
      ),
    ).flat();
    const numbers = assignNumbers(all, size);
    expect(new Set(numbers.values()).size).toBe(200_000);
    const moved = all.filter((claim) => numbers.get(claim) !== claim.natural);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThan(100);
  });
});
