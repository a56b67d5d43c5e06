import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Spec, Tier } from '../../../src/language/types.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { coverage } from '../../../src/render/coverage.ts';
import { explain } from '../../../src/review/explain/explain.ts';
import type { OutputExplanation } from '../../../src/review/explain/explanation.ts';
import { targets } from '../../../src/targets/list.ts';
import { outputsOf } from '../../../src/targets/output.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { renderTarget } from '../../support/output.ts';
import { type GroupWords, must, type SiteWords, specOf } from '../../support/policy.ts';
import { atLeast, runs } from '../../support/runs.ts';

const names = ['a.example', 'b.a.example', 'c.b.a.example', 'bx.a.example', 'q.a.example'];
const below = names.slice(1);
const addresses = ['198.51.100.9', '198.51.100.10', '[2001:db8:5::1]', '203.0.113.77'];

/** Each place, and the hosts in it. */
const places: Readonly<Record<string, readonly string[]>> = {
  'a.example': ['a.example'],
  'b.a.example': ['b.a.example'],
  'c.b.a.example': ['c.b.a.example'],
  '*.a.example': below,
  '*.b.a.example': ['c.b.a.example'],
  'b*.a.example': ['b.a.example', 'bx.a.example'],
  'URL://a.example/p': ['a.example'],
  'URL://b.a.example/p': ['b.a.example'],
  '198.51.100.9': ['198.51.100.9'],
  '198.51.100.0/24': ['198.51.100.9', '198.51.100.10'],
  '2001:db8:5::/48': ['[2001:db8:5::1]'],
  any: [...names, ...addresses, 'other.test'],
};

/** The form of a flow to a host, by service. */
const flows = {
  https: (place: string) => `https://${place}`,
  http: (place: string) => `http://${place}`,
  media: (place: string) => `tcp://${place}:3478`,
};
type ServiceName = keyof typeof flows;

const services = { media: { ports: ['udp/3478', 'tcp/3478'], application: 'other' as const } };

type Listed = { readonly service: ServiceName; readonly place: string; readonly group: number };

function writtenOf({ service, place }: Listed): string {
  return place.replace('URL', service);
}

const listed: fc.Arbitrary<Listed> = fc
  .record({
    service: fc.constantFrom<ServiceName[]>('https', 'https', 'http', 'media'),
    place: fc.constantFrom(...Object.keys(places)),
    group: fc.nat({ max: 2 }),
  })
  .filter(({ service, place }) => service !== 'media' || !place.startsWith('URL'));

const sites: fc.Arbitrary<SiteWords> = fc
  .record({
    enforce: fc.constantFrom<('closed' | 'additive')[]>('closed', 'additive'),
    inner: fc.constantFrom([], ['203.0.113.0/28']),
    disabledTiers: fc.subarray<Tier>(['optional']),
    match: fc.constantFrom<('url-category' | 'fqdn')[]>('url-category', 'fqdn'),
    tlsInspection: fc.constantFrom<('none' | 'explicit')[]>('none', 'explicit'),
  })
  .map(({ enforce, inner, disabledTiers, match, tlsInspection }) => ({
    enforce,
    inner,
    targets: {
      iptables: {},
      pac: { proxy: 'PROXY proxy.example.net:3128' },
      paloalto: { from: 'trust', to: 'untrust', position: 'top', match },
      pfsense: { interface: 'lan', disabledTiers },
      squid: { tlsInspection },
    },
  }));

const groups = fc.tuple(
  ...(['required', 'recommended', 'optional'] as const).map((tier) =>
    fc.constantFrom<('bypass' | 'allow')[]>('bypass', 'allow').map((inspection) => {
      return { tier, inspection };
    }),
  ),
);

const cases = fc.record({
  site: sites,
  groups,
  all: fc.uniqueArray(listed, {
    minLength: 1,
    maxLength: 8,
    selector: (each) => `${each.service} ${each.place}`,
  }),
});

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

/** A spec with one site, and its files. */
type Compiled = {
  readonly spec: Spec;
  readonly policy: Policy;
  readonly page: string;
  readonly files: ReadonlyMap<string, TargetFiles>;
};

/** Undefined if the spec is invalid: for example, two groups have one endpoint with different inspections. */
function compiled({ site, groups: heads, all }: Case): Compiled | undefined {
  const spec = specOf({
    services,
    site,
    groups: heads.flatMap((head, index) => {
      const own = all.filter(({ group }) => group === index);
      return own.length === 0 ? [] : [{ id: `g${index}`, ...head, to: placesByService(own) }];
    }),
  });
  const policies = compileSites(spec);
  const [policy] = policies.ok ? policies.value : [];
  if (policy === undefined) return undefined;
  const page = coverage(outputsOf(policy, targets), policy, spec, []);
  return { spec, policy, page, files: filesOf(policy) };
}

/** The files of each target that does not refuse the policy. */
function filesOf(policy: Policy): ReadonlyMap<string, TargetFiles> {
  const rendered = targets.map((target) => [target.name, renderTarget(target, policy)] as const);
  return new Map(rendered.flatMap(([name, files]) => (files.ok ? [[name, files.value]] : [])));
}

function placesByService(all: readonly Listed[]): GroupWords['to'] {
  const of = (name: string) => all.filter(({ service }) => service === name).map(writtenOf);
  return Object.fromEntries(Object.keys(flows).map((name) => [name, of(name)]));
}

/** The words of the page about an endpoint and a target. */
function wordsOf(page: string, endpoint: Listed, target: string): string[] {
  const start = `| \`${writtenOf(endpoint)}\` | \`${endpoint.service}\` | `;
  return page
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length).split(' | '))
    .filter(([, of]) => of === target)
    .map(([, , word = '']) => word);
}

function hostsOf({ place }: Listed): readonly string[] {
  return places[place] ?? [];
}

const isUrl = ({ place }: Listed) => place.startsWith('URL');

/** The other endpoints around a host of an endpoint; undefined if one of them is as close to the host. */
function around(own: Listed, host: string, all: readonly Listed[]): Listed[] | undefined {
  const others = all.filter(
    (each) => each !== own && each.service === own.service && hostsOf(each).includes(host),
  );
  const isOuter = (each: Listed) => {
    const [outer, inner] = [hostsOf(each), hostsOf(own)];
    if (!inner.every((one) => outer.includes(one))) return false;
    return outer.length > inner.length || (isUrl(own) && each.place === host);
  };
  return others.every(isOuter) ? others : undefined;
}

/** What `explain` says about a flow, for each output. */
function explained({ spec, policy, files }: Compiled, text: string): readonly OutputExplanation[] {
  const { sites: found } = explain(must(parseFlow(text)), {
    spec,
    policies: [policy],
    sites: undefined,
    filesOf: (_site, target) => files.get(target),
  });
  return found.flatMap(({ outputs }) => outputs);
}

const leftOut = ['unsupported', 'not-applicable', 'narrower'];

/** What the page and `explain` say about an output. */
type Said = {
  readonly about: readonly string[];
  readonly word: string;
  /** What the page says about the endpoint. */
  readonly own: readonly string[];
  /** What the page says about the endpoints around it. */
  readonly around: readonly string[];
  /** Does the output leave the endpoint out, and allow the flow for another one? */
  readonly isOther: boolean;
};

/** What is said about each endpoint at each host to which it is the closest. */
function saidIn(found: Compiled, all: readonly Listed[]): Said[] {
  return all.flatMap((endpoint) =>
    hostsOf(endpoint).flatMap((host) => {
      const others = around(endpoint, host, all);
      if (others === undefined) return [];
      const flow = flows[endpoint.service](isUrl(endpoint) ? `${host}/p` : host);
      return explained(found, flow).map(({ target, verdict, coverage: word }): Said => {
        const own = wordsOf(found.page, endpoint, target);
        return {
          about: [flow, writtenOf(endpoint), target],
          word: word ?? '',
          own,
          around: others.flatMap((other) => wordsOf(found.page, other, target)),
          isOther: verdict === 'allow' && own.some((one) => leftOut.includes(one)),
        };
      });
    }),
  );
}

type Counts = { same: number; differsFromOther: number; ofOther: number };

function kindOf({ word, own, around: others }: Said): keyof Counts {
  if (!own.includes(word)) return 'ofOther';
  return others.some((one) => one !== word) ? 'differsFromOther' : 'same';
}

describe('the coverage that explain names', () => {
  test('is that of the coverage page for the closest endpoint, for each output', () => {
    const counts: Counts = { same: 0, differsFromOther: 0, ofOther: 0 };
    const property = fc.property(cases, (each) => {
      const found = compiled(each);
      fc.pre(found !== undefined);
      for (const said of saidIn(found, each.all)) {
        const { about, word, own, around: others, isOther } = said;
        const expected = isOther ? [...own, ...others] : own;
        expect([...about, expected, expected.includes(word)]).toEqual([...about, expected, true]);
        counts[kindOf(said)] += 1;
      }
    });
    fc.assert(property, { numRuns: runs(100) });
    expect(counts.same).toBeGreaterThan(atLeast(2000));
    expect(counts.differsFromOther).toBeGreaterThan(atLeast(100));
    expect(counts.ofOther).toBeGreaterThan(atLeast(30));
  });
});
