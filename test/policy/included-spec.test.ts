import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Spec } from '../../src/language/types.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import type { Policy } from '../../src/policy/types.ts';
import { policyBoxes } from '../../src/review/access/policy-boxes.ts';
import { subtractBoxes } from '../../src/review/access/subtract.ts';
import { loadFiles, type MemoryFiles } from '../support/load.ts';
import { must, type SpecWords } from '../support/policy.ts';
import { smallSpecs } from '../support/properties/usual.ts';
import { runs } from '../support/runs.ts';

const sites = (keys = '') => `sites:
  branch:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required, recommended, optional]
${keys}    targets: { squid: { tlsInspection: none } }
`;

function policyOf(files: MemoryFiles): Policy {
  const [policy] = must(compileSites(must(loadFiles(files)).spec));
  if (policy === undefined) throw new Error('there is no site');
  return policy;
}

function rulesOf(files: MemoryFiles): string[] {
  return policyOf(files).rules.map(({ id, destinations }) => `${id}: ${destinations.length}`);
}

const head = (name: string) => `version: 1\nname: ${name}\nprefix: prf\ntitle: ${name}\n`;

describe('equal services of specs that are combined', () => {
  const vendor = `${head('vendor')}services:
  https: { ports: [tcp/443], application: tls }
  secure: { ports: [tcp/443], application: tls }
  raw: { ports: [tcp/443], application: other }
groups:
  - { id: web, title: Web, tier: required, endpoints: [{ host: a.example.net, service: https }, { host: b.example.net, service: secure }] }
`;
  const root = (endpoints: string, services = '') => ({
    'vendor.yaml': vendor,
    'spec.yaml': `${head('demo')}include: [{ spec: vendor.yaml, as: vendor }]
services:
  https: { ports: [tcp/443], application: tls }
${services}groups:
  - { id: own, title: Own, tier: required, endpoints: [${endpoints}] }
${sites()}`,
  });
  const on = (service: string, host: string) =>
    `{ host: ${host}.example.com, service: ${service} }`;

  test('are one rule of a group, named after its own service', () => {
    const given = root([on('vendor-https', 'a'), on('https', 'b')].join(', '));
    expect(rulesOf(given)).toEqual([
      'own/https: 2',
      'vendor-web/vendor-https: 1',
      'vendor-web/vendor-secure: 1',
    ]);
  });

  test('are one rule of a group that has no such service of its own', () => {
    const given = root([on('vendor-secure', 'a'), on('vendor-https', 'b')].join(', '));
    expect(rulesOf(given)[0]).toBe('own/vendor-https: 2');
  });

  test('stay apart in one spec, and with another application', () => {
    const second = '  tls: { ports: [tcp/443], application: tls }\n';
    const given = root(
      [on('https', 'a'), on('tls', 'b'), on('vendor-raw', 'c'), on('vendor-secure', 'd')].join(
        ', ',
      ),
      second,
    );
    expect(rulesOf(given).filter((id) => id.startsWith('own'))).toEqual([
      'own/https: 2',
      'own/tls: 1',
      'own/vendor-raw: 1',
    ]);
  });
});

type ServiceWords = NonNullable<SpecWords['services']>[string];

/** A service as a spec writes it: protocols without ports have a key of their own, and no application. */
function serviceOf({ ports, application }: ServiceWords): object {
  const ranges = ports.filter((each) => each.includes('/'));
  const protocols = ports.filter((each) => !each.includes('/'));
  return {
    ...(ranges.length === 0 ? {} : { ports: [...new Set(ranges)] }),
    ...(protocols.length === 0 ? {} : { protocols: [...new Set(protocols)] }),
    application: ranges.length === 0 ? 'other' : application,
  };
}

/** What each site gives for the specs of this test, by the name of the destination or variable. */
const given = {
  destinations: { site: ['a.b', '198.51.100.9', 'self'], device: ['self'] },
  variables: { v: ['a', 'a-b'], w: 'b' },
};

/** A site that gives what these specs want; the names of each begin with its prefix. */
function siteFor(specs: Readonly<Record<string, string>>, keys = ''): string {
  const used = (values: object, markOf: (name: string) => string) =>
    Object.entries(specs).flatMap(([prefix, text]) =>
      Object.entries(values).flatMap(([name, value]) =>
        text.includes(markOf(name)) ? [[`${prefix}${name}`, value] as const] : [],
      ),
    );
  const lines = Object.entries({
    destinations: used(given.destinations, (name) => `"to":"${name}"`),
    variables: used(given.variables, (name) => `\${${name}}`),
  }).flatMap(([key, values]) =>
    values.length === 0 ? [] : [`    ${key}: ${JSON.stringify(Object.fromEntries(values))}\n`],
  );
  return sites(`${keys}${lines.join('')}`);
}

/** A spec of these words, without sites. */
function textOf(words: SpecWords, name: string): string {
  const text = partsOf(words);
  const variables = Object.keys(given.variables).filter((each) => text.includes(`\${${each}}`));
  const declared = Object.fromEntries(variables.map((each) => [each, {}]));
  const declaration = variables.length === 0 ? '' : `variables: ${JSON.stringify(declared)}\n`;
  return `${head(name)}${declaration}${text}`;
}

function partsOf({ services = {}, groups }: SpecWords): string {
  return `services: ${JSON.stringify({
    https: { ports: ['tcp/443'], application: 'tls' },
    http: { ports: ['tcp/80'], application: 'http' },
    ...Object.fromEntries(Object.entries(services).map(([name, each]) => [name, serviceOf(each)])),
  })}
groups: ${JSON.stringify(
    groups.flatMap(({ id, tier = 'required', inspection = 'bypass', tags = [], to }) => {
      const endpoints = Object.entries(to).flatMap(([service, places]) =>
        places.map((place) => ({ ...destinationOf(place), service })),
      );
      const tagged = tags.length === 0 ? {} : { tags };
      return endpoints.length === 0
        ? []
        : [{ id, title: id, tier, inspection, ...tagged, endpoints }];
    }),
  )}
`;
}

function destinationOf(place: string): Record<string, string> {
  if (place === 'any' || place === 'resolvers') return { to: place };
  if (place === 'self') return { to: 'device' };
  if (place.startsWith('to:')) return { to: place.slice('to:'.length) };
  if (place.includes('://')) return { url: place };
  return /[:/]|^[\d.-]+$/.test(place) ? { network: place } : { host: place };
}

/** All access of a spec at its one site. */
function boxesOf(spec: Spec) {
  return must(compileSites(spec)).flatMap((policy) => policyBoxes(policy));
}

describe('two specs, combined under names', () => {
  const small = smallSpecs({ squid: { tlsInspection: 'none' } }).map(({ services, groups }) => ({
    // A URL of a small spec uses port 80.
    services: {
      ...services,
      clear: {
        ports: [...new Set([...(services?.['clear']?.ports ?? []), 'tcp/80'])],
        application: 'http' as const,
      },
    },
    groups: groups.map((group) => ({ ...group, inspection: 'allow' as const })),
  }));

  test('allow what the two allow alone, and nothing else', () => {
    const property = fc.property(small, small, (one, other) => {
      const [a, b] = [textOf(one, 'one'), textOf(other, 'other')];
      const combined = `${head('demo')}include: [{ spec: a.yaml, as: a }, { spec: b.yaml, as: b-b }]\n${siteFor({ 'a-': a, 'b-b-': b })}`;
      const { spec } = must(loadFiles({ 'spec.yaml': combined, 'a.yaml': a, 'b.yaml': b }));
      const together = boxesOf(spec);
      const alone = [a, b].flatMap((text) =>
        boxesOf(must(loadFiles({ 'spec.yaml': `${text}${siteFor({ '': text })}` })).spec),
      );
      expect(subtractBoxes(together, alone)).toEqual([]);
      expect(subtractBoxes(alone, together)).toEqual([]);
    });
    fc.assert(property, { numRuns: runs(200) });
  });

  test('allow at a site only what it selects of both', () => {
    const property = fc.property(small, small, (one, other) => {
      fc.pre(one.groups.length > 0);
      const [a, b] = [textOf(one, 'one'), textOf(other, 'other')];
      const both = `${head('demo')}include: [{ spec: a.yaml, as: a }, { spec: b.yaml, as: b }]\n`;
      const ids = must(
        loadFiles({
          'spec.yaml': `${both}${siteFor({ 'a-': a, 'b-': b })}`,
          'a.yaml': a,
          'b.yaml': b,
        }),
      ).spec.groups.flatMap(({ id }) => (id.startsWith('a-') ? [id] : []));
      const { spec } = must(
        loadFiles({
          'spec.yaml': `${both}${siteFor({ 'a-': a }, `    select: { groups: [${ids.join(', ')}] }\n`)}`,
          'a.yaml': a,
          'b.yaml': b,
        }),
      );
      const alone = boxesOf(must(loadFiles({ 'spec.yaml': `${a}${siteFor({ '': a })}` })).spec);
      const selected = boxesOf(spec);
      expect(subtractBoxes(selected, alone)).toEqual([]);
      expect(subtractBoxes(alone, selected)).toEqual([]);
    });
    fc.assert(property, { numRuns: runs(100) });
  });
});
