import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { selectionOf } from '../../src/commands/shared/selection.ts';
import type { SiteTargets } from '../../src/language/document.ts';
import type { Site, Spec } from '../../src/language/types.ts';
import { compile } from '../../src/policy/compile.ts';
import { policiesOf } from '../../src/policy/compile-sites.ts';
import { withDevices } from '../../src/policy/device.ts';
import { compileShared } from '../../src/policy/shared-selection.ts';
import { renderSpec, type Selection } from '../../src/render/all-sites.ts';
import { renderSite, siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { targets as builtTargets } from '../../src/targets/list.ts';
import { must, specOf } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const targets: SiteTargets = {
  iptables: {},
  pac: { proxy: 'PROXY proxy.example.net:3128' },
  pfsense: { interface: 'lan' },
};

/** Two of these rules have the same natural tracking ID at the sites north and south, as found by a search. */
const clashing = ['g3344', 'g47963'];

const spec = specOf({
  groups: [
    ...clashing.map((id) => ({ id, to: { https: [`${id}.example.com`] } })),
    { id: 'dns', tier: 'recommended', to: { dns: ['resolvers'] } },
    {
      id: 'more',
      tier: 'optional',
      to: { http: ['http://more.example.com/a'], https: ['*.x.example'] },
    },
  ],
});

/** Sites on two devices, or without one, that select different groups. */
const sites = fc
  .uniqueArray(fc.constantFrom('north', 'south', 'a', 'b', 'c', 'd', 'e'), { minLength: 1 })
  .chain((ids) =>
    fc.tuple(
      ...ids.sort().map((id, index) =>
        fc.record({
          id: fc.constant(id),
          prefix: fc.constant(id === 'north' || id === 'south' ? 'spt' : `sp${index}`),
          device: fc.constantFrom(undefined, `dev-${id}`, 'shared'),
          enforce: fc.constantFrom('closed' as const, 'additive' as const),
          exclude: fc.subarray(['more', 'g3344']),
          tiers: fc.constantFrom(
            ['required', 'recommended', 'optional'] as const,
            ['required', 'recommended'] as const,
          ),
          targets: fc.constantFrom(targets, { pfsense: { interface: 'lan' } }),
        }),
      ),
    ),
  )
  // North and south have one prefix, and would share their names on one device.
  .map((all) =>
    all.map((site) =>
      site.id === 'south' && site.device === 'shared' ? { ...site, device: undefined } : site,
    ),
  );

function specWith(words: readonly Partial<Site>[]): Spec {
  return {
    ...spec,
    sites: spec.sites.flatMap((site) => words.map((each) => ({ ...site, ...each }))),
  };
}

/** All files by site and path. */
function filesOf(of: Spec, selection?: Selection): Record<string, string> {
  const rendered = must(renderSpec(of, siteFindings, selection));
  return Object.fromEntries(
    rendered.flatMap((site) =>
      [...siteFiles(site)].map(([path, bytes]) => [
        `${site.site}/${path}`,
        Buffer.from(bytes).toString(),
      ]),
    ),
  );
}

/** The same files from policies that are all compiled, each on its own, before the first one is rendered. */
function filesAtOnce(of: Spec): Record<string, string> {
  const policies = withDevices(of.sites.map((site) => must(compile(of, site))));
  return Object.fromEntries(
    policies.flatMap((policy) => {
      const findings = siteFindings(policy, builtTargets);
      const site = must(renderSite(builtTargets, policy, of, findings));
      return [...siteFiles(site)].map(([path, bytes]) => [
        `${site.site}/${path}`,
        Buffer.from(bytes).toString(),
      ]);
    }),
  );
}

const settings = { numRuns: runs(40) };

describe('many sites', () => {
  test('have the same files one by one as if all were in memory', () => {
    fc.assert(
      fc.property(sites, (words) => {
        const many = specWith(words);
        expect(filesOf(many)).toEqual(filesAtOnce(many));
      }),
      settings,
    );
  });

  test('have the same files in shards as without, and each site is in one shard', () => {
    fc.assert(
      fc.property(sites, fc.integer({ min: 1, max: 5 }), (words, count) => {
        const many = specWith(words);
        const shards = Array.from({ length: count }, (_, index) =>
          selectionOf(many, { shard: `${index + 1}/${count}` }),
        );
        const files = shards.map((shard) => filesOf(many, shard));
        expect(Object.assign({}, ...files)).toEqual(filesOf(many));
        const sizes = shards.map((shard) => shard.sites?.size ?? 0);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(words.length);
        expect(Math.max(...[...sizes]) - Math.min(...[...sizes])).toBeLessThanOrEqual(1);
        expect(shards.filter(({ others }) => others)).toHaveLength(1);
      }),
      settings,
    );
  });

  test('are compiled as each alone, however few selections are kept', () => {
    fc.assert(
      fc.property(sites, fc.integer({ min: 0, max: 20 }), (words, most) => {
        const many = specWith(words);
        const compileOne = compileShared(many, most);
        for (const site of [...many.sites, ...many.sites])
          expect(compileOne(site)).toEqual(compile(many, site));
      }),
      settings,
    );
  });
});

test('sites of one selection share their destinations, and a device is not kept in memory', () => {
  const policies = must(policiesOf(specWith([{ id: 'a' }, { id: 'b' }])));
  const [a, b] = specWith([{ id: 'a' }, { id: 'b' }]).sites.map(policies.of);
  expect(b?.rules[0]?.destinations).toBe(a?.rules[0]?.destinations);
  expect([...(a?.device ?? [])][0]).not.toBe([...(a?.device ?? [])][0]);
});
