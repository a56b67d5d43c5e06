import { describe, expect, test } from '@jest/globals';
import { loadSpec } from '../../src/language/load.ts';
import type { Spec } from '../../src/language/types.ts';
import { formatPortRange } from '../../src/net/port.ts';
import {
  loadFiles,
  type MemoryFiles,
  memoryReader,
  problemsOf,
  specText,
} from '../support/load.ts';
import { must } from '../support/policy.ts';

const relay = `version: 1
name: relay
prefix: rel
title: Relays
inspection: bypass
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - id: relays
    title: Relays
    tier: optional
    tags: [media]
    endpoints: [{ list: relays.txt, service: https }]
`;

const vendor = `version: 1
name: vendor
prefix: vnd
title: Vendor
owner: Vendor
include: [parts/more.yaml, { spec: relay.yaml, as: relay }]
documents:
  guide: { title: Vendor guide }
services:
  https: { ports: [tcp/8443], application: tls }
groups:
  - id: web
    title: Vendor web
    tier: required
    source: { document: guide, section: Hosts }
    endpoints:
      - { host: api.example.net, services: [https, relay-https] }
      - { host: cdn.example.net, service: https, source: { document: guide } }
unresolved:
  - { id: time, kind: silent, text: No time server }
sites:
  lab:
    clients: [198.51.100.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required, optional]
    exclude: [relay-relays]
    targets: { iptables: {} }
tests:
  - { name: it works, allow: ["https://api.example.net:8443/"] }
  - { name: only https, only: [https, relay-https] }
  - { name: in the lab, sites: [lab], deny: ["tcp://169.254.169.254:80"] }
`;

const files: MemoryFiles = {
  'spec.yaml': specText({
    head: 'include: [part.yaml, { spec: sub/vendor.yaml, as: vendor }]\ndocuments:\n  guide: { title: Our guide }',
    endpoints: ['{ host: own.example.com, services: [https, vendor-https] }'],
    tail: 'tests:\n  - { name: it works, allow: ["https://own.example.com/"] }',
  }),
  'part.yaml': 'version: 1\nservices:\n  https: { application: tls, ports: [tcp/443] }\n',
  'sub/vendor.yaml': vendor,
  'sub/parts/more.yaml':
    'version: 1\ngroups:\n  - { id: more, title: More, tier: required, endpoints: [{ host: more.example.net, service: https }] }\n',
  'sub/relay.yaml': relay,
  'sub/relays.txt': 'a.example.org\nb.example.org\n',
};

const { spec } = must(loadFiles(files));

/** Each endpoint as `group inspection: destination services (document), file:line`. */
function endpointsOf({ groups }: Spec): string[] {
  return groups.flatMap(({ id, endpoints }) =>
    endpoints.map(({ written, services, inspection, source, place }) => {
      const names = services.map(
        ({ name, ports }) => `${name}=${ports.map(formatPortRange).join('+')}`,
      );
      return `${id} ${inspection}: ${written} ${names.join(' ')} (${source?.document}), ${place.file}:${place.line}`;
    }),
  );
}

describe('a spec that another one includes under a name', () => {
  test('brings its groups after those of the spec, with its own services, inspection, source and locations', () => {
    expect(endpointsOf(spec)).toEqual([
      'web allow: own.example.com https=tcp/443 vendor-https=tcp/8443 (undefined), spec.yaml:16',
      'vendor-web allow: api.example.net vendor-https=tcp/8443 vendor-relay-https=tcp/443 (vendor-guide), sub/vendor.yaml:17',
      'vendor-web allow: cdn.example.net vendor-https=tcp/8443 (vendor-guide), sub/vendor.yaml:18',
      'vendor-more allow: more.example.net vendor-https=tcp/8443 (undefined), sub/parts/more.yaml:3',
      'vendor-relay-relays bypass: a.example.org vendor-relay-https=tcp/443 (undefined), sub/relays.txt:1',
      'vendor-relay-relays bypass: b.example.org vendor-relay-https=tcp/443 (undefined), sub/relays.txt:2',
    ]);
  });

  test('brings its documents, services and needs, by full ids', () => {
    expect([...spec.documents].map(([id, document]) => [id, document.id, document.title])).toEqual([
      ['guide', 'guide', 'Our guide'],
      ['vendor-guide', 'vendor-guide', 'Vendor guide'],
    ]);
    expect([...spec.services].map(([name, service]) => [name, service.name, service.unit])).toEqual(
      expect.arrayContaining([
        ['https', 'https', ''],
        ['vendor-https', 'vendor-https', 'vendor'],
        ['vendor-relay-https', 'vendor-relay-https', 'vendor/relay'],
      ]),
    );
    expect(spec.unresolved.map(({ id }) => id)).toEqual(['vendor-time']);
    expect(spec.groups.map(({ id, tags }) => [id, tags])).toContainEqual([
      'vendor-relay-relays',
      ['media'],
    ]);
  });

  test('leaves its name, owner, prefix and sites behind', () => {
    expect([spec.name, spec.title, spec.owner]).toEqual(['demo', 'Demo', undefined]);
    expect(spec.sites.map(({ id, prefix }) => [id, prefix])).toEqual([['branch', 'dmo']]);
  });

  test('brings its tests without sites, which judge its own groups', () => {
    expect(spec.tests.map(({ name, groups }) => [name, groups?.map(({ id }) => id)])).toEqual([
      ['it works', undefined],
      ['vendor: it works', ['vendor-web', 'vendor-more', 'vendor-relay-relays']],
      ['vendor: only https', ['vendor-web', 'vendor-more', 'vendor-relay-relays']],
    ]);
  });

  test('is read without its exceptions', () => {
    const read: string[] = [];
    const reader = memoryReader(files);
    must(
      loadSpec((path) => {
        read.push(path);
        return reader(path);
      }, 'spec.yaml'),
    );
    expect(new Set(read)).toEqual(new Set(Object.keys(files)));
  });

  test('can be included twice under two names, and its parts by the spec too', () => {
    const twice = {
      ...files,
      'spec.yaml': specText({
        head: 'include: [sub/parts/more.yaml, { spec: sub/vendor.yaml, as: one }, { spec: sub/vendor.yaml, as: two }]',
      }),
    };
    const ids = must(loadFiles(twice)).spec.groups.map(({ id }) => id);
    expect(ids).toEqual([
      'web',
      'more',
      ...['one', 'two'].flatMap((as) => [`${as}-web`, `${as}-more`, `${as}-relay-relays`]),
    ]);
  });

  test('declines names for its own groups alone', () => {
    const declining = (name: string) => ({
      ...files,
      'sub/vendor.yaml': vendor.replace(
        'unresolved:\n',
        `unresolved:\n  - { id: no, kind: declined, text: Not needed, names: [${name}] }\n`,
      ),
    });
    expect(problemsOf(declining('own.example.com'))).toEqual([]);
    expect(problemsOf(declining('a.example.org'))).toEqual(['sub/vendor.yaml:20:57 declined-open']);
  });

  test('needs no sites of its own', () => {
    const without = vendor.replace(/sites:\n( .*\n)+/, '').replace(/.*in the lab.*\n/, '');
    expect(problemsOf({ ...files, 'sub/vendor.yaml': without })).toEqual([]);
  });
});

describe('the mistakes of an included spec', () => {
  test('are reported once at their places, though it is included twice', () => {
    const head = 'include: [{ spec: vendor.yaml, as: one }, { spec: vendor.yaml, as: two }]';
    const broken = relay.replace('list: relays.txt', 'host: A.example.org').replace('443', '0443');
    expect(problemsOf({ 'spec.yaml': specText({ head }), 'vendor.yaml': broken })).toEqual([
      'vendor.yaml:7:20 port-not-canonical',
      'vendor.yaml:13:25 host-case',
    ]);
  });

  test('do not hide the names that it would bring', () => {
    const head = 'include: [{ spec: vendor.yaml, as: vendor }]';
    const endpoints = ['{ host: own.example.com, service: vendor-http }'];
    expect(
      problemsOf({ 'spec.yaml': specText({ head, endpoints }), 'vendor.yaml': 'version: [' }),
    ).toHaveLength(1);
  });

  test('stop at a thousand specs, each counted with those that it includes', () => {
    const head = (next: number) =>
      `include: [{ spec: f${next}.yaml, as: a }, { spec: f${next}.yaml, as: b }]`;
    const chain = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `f${index}.yaml`,
        `version: 1\nname: f\nprefix: ff\ntitle: F\n${index < 29 ? head(index + 1) : ''}\n`,
      ]),
    );
    const found = problemsOf({ ...chain, 'spec.yaml': specText({ head: head(0) }) });
    expect(new Set(found.map((line) => line.split(' ')[1]))).toEqual(
      new Set(['include-too-many', 'no-groups']),
    );
  });
});

describe('a part that defines what the spec defines', () => {
  const other = (services: string) =>
    problemsOf({
      'spec.yaml': specText({ head: 'include: [part.yaml]' }),
      'part.yaml': `version: 1\nservices:\n  https: ${services}\n`,
    });

  test.each([
    ['equally', '{ ports: [tcp/443], application: tls }', []],
    ['equally, in another order', '{ application: tls, ports: [tcp/443] }', []],
    ['on another port', '{ ports: [tcp/444], application: tls }', ['duplicate-name']],
    ['with another application', '{ ports: [tcp/443], application: other }', ['duplicate-name']],
    ['on one more port', '{ ports: [tcp/443, tcp/80], application: tls }', ['duplicate-name']],
  ])('%s', (_how, services, rules) => {
    expect(other(services).map((line) => line.split(' ')[1])).toEqual(rules);
  });
});
