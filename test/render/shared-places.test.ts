import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Site } from '../../src/language/types.ts';
import type { Problem } from '../../src/problem.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { sharedPlaces } from '../../src/render/shared-places.ts';
import { codeFrame } from '../../src/report/page/frame.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { paloalto as paloaltoTarget } from '../../src/targets/paloalto/index.ts';
import { pfsense as pfsenseTarget } from '../../src/targets/pfsense/index.ts';
import { squid as squidTarget } from '../../src/targets/squid/index.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';

const paloalto = 'paloalto: { from: trust, to: untrust, position: top }';
const pfsense = 'pfsense: { interface: lan }';
const squid = 'squid: { tlsInspection: none }';
const pac = 'pac: { proxy: "PROXY proxy.example.net:3128" }';

/** A spec whose sites have these keys and targets, in the order of their ids. */
function specOf(sites: Readonly<Record<string, readonly [keys: string, targets: string]>>): string {
  const site = ([id, [keys, targets]]: [string, readonly [string, string]]) =>
    `  ${id}: { ${keys}clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { ${targets} } }`;
  return [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    'inspection: bypass',
    'services:',
    '  https: { ports: [tcp/443], application: tls }',
    'groups:',
    '  - { id: web, title: Web, tier: required, endpoints: [{ host: a.example.com, service: https }] }',
    'sites:',
    ...Object.entries(sites).map(site),
    '',
  ].join('\n');
}

function problemsOf(text: string): { problems: readonly Problem[]; frames: string[] } {
  const loaded = must(loadFiles({ 'spec.yaml': text }));
  const rendered = renderSpec(loaded.spec, siteFindings);
  const problems = rendered.ok ? [] : rendered.error;
  const frames = problems.map((each) => codeFrame(each, loaded.sources.get(each.at.file)));
  return { problems, frames };
}

const both = (first: string, second: string, targets: string) =>
  specOf({ north: [first, targets], south: [second, targets] });

describe('two sites of one prefix', () => {
  test.each<[string, string, string, string, number]>([
    ['at one Palo Alto location, without a device', '', '', paloalto, 1],
    ['of which one names no device', 'device: fw-north, ', '', paloalto, 1],
    ['on one device', 'device: fw, ', 'device: fw, ', paloalto, 1],
    ['on two devices', 'device: fw-north, ', 'device: fw-south, ', paloalto, 0],
    ['on one device, with two prefixes', 'prefix: nor, device: fw, ', 'device: fw, ', paloalto, 0],
    ['with pfSense and without a device', '', '', pfsense, 0],
    ['with pfSense, of which one names no device', 'device: fw, ', '', pfsense, 0],
    ['with pfSense on one device', 'device: fw, ', 'device: fw, ', pfsense, 1],
    ['with pfSense on two devices', 'device: fw, ', 'device: fw-2, ', pfsense, 0],
    ['with Squid on one device', 'device: px, ', 'device: px, ', squid, 1],
    ['with iptables on one device', 'device: rt, ', 'device: rt, ', 'iptables: {}', 1],
    ['with iptables and without a device', '', '', 'iptables: {}', 0],
    ['with a PAC file on one device', 'device: px, ', 'device: px, ', pac, 0],
    [
      'with three targets on one device',
      'device: x, ',
      'device: x, ',
      `${paloalto}, ${pfsense}, ${squid}`,
      1,
    ],
  ])('%s: %#', (_name, first, second, targets, want) => {
    const { problems } = problemsOf(both(first, second, targets));
    expect(problems.map(({ rule }) => rule)).toEqual(Array(want).fill('shared-place'));
  });

  test('do not conflict with different targets on one device', () => {
    const text = specOf({ north: ['device: x, ', pfsense], south: ['device: x, ', squid] });
    expect(problemsOf(text).problems).toEqual([]);
  });
});

test('reports a key that 48 sites lack as one problem with both fixes', () => {
  const sites = Array.from({ length: 48 }, (_, index) => [
    `site-${String(index).padStart(2, '0')}`,
    ['', paloalto] as const,
  ]);
  const { problems } = problemsOf(specOf(Object.fromEntries(sites)));
  expect(problems.map(({ message, help, at }) => [message, help, at.line])).toEqual([
    [
      'the sites "site-00", "site-01", "site-02" and 45 more would create objects with the same names on one device (paloalto)',
      'give each site its own "prefix:", or, if they are on different devices, its own "device:"',
      12,
    ],
  ]);
});

test('reports a conflict on one device at the target of the second site', () => {
  const { frames } = problemsOf(both('device: fw, ', 'device: fw, ', `${pfsense}, ${squid}`));
  expect(frames).toHaveLength(1);
  expect(frames[0]).toContain(
    'spec.yaml:12:115 error shared-place: the sites "north" and "south" would create objects with the same names on the device "fw"',
  );
});

test('names sites that conflict through a third one in order', () => {
  const text = specOf({
    a: ['device: one, ', paloalto],
    b: ['device: two, ', paloalto],
    c: ['device: one, ', paloalto],
    d: ['', paloalto],
  });
  expect(problemsOf(text).problems.map(({ message }) => message)).toEqual([
    'the sites "a", "b", "c" and 1 more would create objects with the same names on one device (paloalto)',
  ]);
});

test('reports two conflicts as two problems', () => {
  const text = specOf({
    a: ['device: one, ', pfsense],
    b: ['device: one, ', pfsense],
    c: ['device: two, ', pfsense],
    d: ['device: two, ', pfsense],
  });
  expect(problemsOf(text).problems.map(({ message }) => message)).toEqual([
    'the sites "a" and "b" would create objects with the same names on the device "one"',
    'the sites "c" and "d" would create objects with the same names on the device "two"',
  ]);
});

/** The clashes of a target by comparing each pair of sites: those that meet directly or through another one. */
function byPairs(sites: readonly Site[], meets: (a: Site, b: Site) => boolean): string[][] {
  let sets: Site[][] = [];
  for (const site of sites) {
    const met = sets.filter((set) => set.some((earlier) => meets(earlier, site)));
    sets = [...sets.filter((set) => !met.includes(set)), [...met.flat(), site]];
  }
  const inOrder = (set: readonly Site[]) => sites.filter((site) => set.includes(site));
  return sets.filter((set) => set.length > 1).map((set) => inOrder(set).map(({ id }) => id));
}

const devices = fc.constantFrom('device: x, ', 'device: y, ', '');
const prefixes = fc.constantFrom('prefix: aaa, ', 'prefix: bbb, ', '');
const enabled = fc.constantFrom(
  paloalto,
  'paloalto: { location: vsys2, from: trust, to: untrust, position: top }',
  pfsense,
  `${paloalto}, ${squid}`,
);

test('finds the conflicts that a comparison of all pairs of sites finds, in the same order', () => {
  const keys = fc.tuple(prefixes, devices).map((both) => both.join(''));
  const specs = fc.array(fc.tuple(keys, enabled), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(specs, (each) => {
      const text = specOf(Object.fromEntries(each.map((site, index) => [`s${index}`, site])));
      const { sites } = must(loadFiles({ 'spec.yaml': text })).spec;
      for (const target of [paloaltoTarget, pfsenseTarget, squidTarget]) {
        const namesAt = (site: Site) => target.namesAt?.(site);
        const wanted = byPairs(sites, (a, b) => {
          const [first, second] = [namesAt(a), namesAt(b)];
          if (first === undefined || first.key !== second?.key) return false;
          if (a.device === undefined || b.device === undefined) return target.name === 'paloalto';
          return a.device === b.device;
        });
        const named = (ids: readonly string[]) => {
          const quoted = ids.map((id) => `"${id}"`);
          const more = ids.length > 3 ? [`${ids.length - 3} more`] : [];
          const shown = [...quoted.slice(0, 3), ...more];
          return `the sites ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} would`;
        };
        const found = sharedPlaces(sites, [target]).map(({ message }) => message);
        expect(found).toEqual(wanted.map((ids) => expect.stringContaining(named(ids))));
      }
    }),
  );
});
