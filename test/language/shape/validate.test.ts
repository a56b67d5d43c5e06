import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withoutEditorPatterns } from '../../../scripts/precompile.ts';
import { targetNames } from '../../../src/render/all-sites.ts';
import { loadFiles, type SpecParts, specText } from '../../support/load.ts';

/** Every problem as a user reads it, without its place. */
function sentences(parts: SpecParts, replace: readonly [string, string] = ['', '']): string[] {
  const loaded = loadFiles({ 'spec.yaml': specText(parts).replace(...replace) });
  if (loaded.ok) return [];
  return loaded.error.problems.map(({ rule, message, help }) => `${rule}: ${message} | ${help}`);
}

function targets(options: string): readonly [string, string] {
  return ['{ iptables: {} }', options];
}

describe('a value that does not match the schema has a message and a fix', () => {
  const rows: readonly [given: readonly [string, string], want: string][] = [
    [
      targets('{ iptables: { log: yes } }'),
      'wrong-type: expected true or false for "log", found text | write true or false',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients:'],
      'wrong-type: "clients" has no value | write a list with at least one network, for example 192.0.2.0/24',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients: any'],
      'wrong-type: expected a list for "clients", found text | write a list of networks, for example [192.0.2.0/24]',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients: 5'],
      'wrong-type: expected a list for "clients", found a number | write a list of networks, for example [192.0.2.0/24]',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients: 192.0.2.0/24, 2001:db8::/64'],
      'wrong-type: expected a list for "clients", found text | write a list: [192.0.2.0/24, 2001:db8::/64]',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients: [192.0.2.0/24]\n    inner: rfc1918'],
      'wrong-type: expected a list for "inner", found text | write a list of networks, for example [192.0.2.0/24]',
    ],
    [
      ['resolvers: [self]', 'resolvers: all'],
      'not-in-list: invalid value "all" for "resolvers" | use "any", or write a list of addresses or self, for example [192.0.2.53]',
    ],
    [
      ['resolvers: [self]', 'resolvers: 192.0.2.53, self'],
      'not-in-list: invalid value "192.0.2.53, self" for "resolvers" | use "any", or write a list: [192.0.2.53, self]',
    ],
    [
      targets(''),
      'wrong-type: "targets" has no value | write a map with at least one target, for example iptables: {}',
    ],
    [
      targets('"a: b"'),
      'wrong-type: expected a map for "targets", found text | write its keys on the next lines, indented',
    ],
    [
      targets('[iptables: {}]'),
      'wrong-type: expected a map for "targets", found a list | write its keys on the next lines, indented, without "- "',
    ],
    [
      ['{ ports: [tcp/443], application: tls }', '443'],
      'wrong-type: expected a map for service "https", found a number | write "https: { ports: [tcp/443], application: tls }"',
    ],
    [
      ['{ ports: [tcp/443], application: tls }', '[443, udp/443]'],
      'wrong-type: expected a map for service "https", found a list | write "https: { ports: [tcp/443, udp/443], application: other }"',
    ],
    [
      targets('{}'),
      'empty-map: "targets" is empty | add at least one target, for example iptables: {}',
    ],
    [
      targets('{ iptables: }'),
      'wrong-type: target "iptables" has no value | write {} after it, or its options below it, or remove the key',
    ],
    [
      ['clients: [192.0.2.0/24]', 'clients: [192.0.2.0/24]\n    exclude:'],
      'wrong-type: "exclude" has no value | write a list, or remove the key',
    ],
    [
      targets('[iptables]'),
      'wrong-type: expected a map for "targets", found a list | write "targets: { iptables: {} }"',
    ],
    [
      targets('{ iptables: { hook: [FORWARD] } }'),
      'wrong-type: expected text for "hook", found a list | write one text',
    ],
    [
      targets('{ squid: { tlsInspection: none, delayPools: ["1"] } }'),
      'wrong-type: expected a whole number for an item of "delayPools", found text | write a number, without quotes',
    ],
    [
      targets('{ squid: { tlsInspection: none, delayPools: [0] } }'),
      'out-of-range: 0 is out of range for an item of "delayPools" | write at least 1',
    ],
    [
      targets('{ squid: { tlsInspection: none, delayPools: [65536] } }'),
      'out-of-range: 65536 is out of range for an item of "delayPools" | write at most 65535',
    ],
    [
      targets('{ pfsense: {} }'),
      'missing-key: missing key "interface" in target "pfsense" | add it, for example: interface: "lan"',
    ],
    [
      targets('{ pfsense: { interface: LAN } }'),
      'wrong-form: invalid "interface": "LAN" | write it as in "lan"',
    ],
    [
      targets('{ paloalto: { from: trust, to: any, position: top } }'),
      'wrong-form: invalid "to": "any" | write it as in "trust"',
    ],
    [
      targets('{ paloalto: { from: trust, to: untrust, position: { after: "a/b" } } }'),
      'wrong-form: invalid "after": "a/b" | write it as in "portolan-marker"',
    ],
    [
      targets('{ paloalto: { location: vsys256, from: trust, to: untrust, position: top } }'),
      'wrong-form: invalid "location": "vsys256" | write it as in "vsys1"',
    ],
    [
      targets('{ squid: { tlsInspection: none, adaptationServices: ["a b"] } }'),
      'wrong-form: invalid item of "adaptationServices": "a b" | write it as in "service_av_req"',
    ],
    [
      targets('{ paloalto: { from: trust, to: untrust, position: topp } }'),
      'not-in-list: invalid value "topp" for "position" | did you mean "top"?',
    ],
    [
      targets('{ paloalto: { from: trust, to: untrust, position: { before: a, after: b } } }'),
      'too-many: "position" has too many keys | keep at most 1',
    ],
    [
      ['tiers: [required]', 'tiers: [required, recommended, optional, required]'],
      'duplicate-item: duplicate item "required" in "tiers" | remove one of them',
    ],
    [
      ['title: Web', 'title: ~'],
      'wrong-type: expected text for "title", found null: "~" without quotes | put it in quotes: "~"',
    ],
    [
      ['enforce: closed', 'enforce: [closed]'],
      'wrong-type: expected text for "enforce", found a list | write one text',
    ],
    [
      ['tiers: [required]', 'tiers: { required: true }'],
      'wrong-type: expected a list for "tiers", found a map | put "- " before each item',
    ],
  ];
  test.each(rows)('%j', (given, want) => {
    expect(sentences({}, given)).toEqual([want]);
  });
});

test('every pattern of the spec language has a help in words', () => {
  const schema = JSON.parse(
    readFileSync(`${import.meta.dirname}/../../../schema/core.schema.json`, 'utf8'),
  );
  // The other patterns are for editors: the language judges such texts itself.
  const patterns = new Set(patternsOf(withoutEditorPatterns(schema)));
  const source = readFileSync(
    `${import.meta.dirname}/../../../src/language/shape/patterns.ts`,
    'utf8',
  );
  const judgedElsewhere = [schema.$defs.date.pattern, schema.$defs.targetName.pattern];
  const bare = [...patterns].filter(
    (pattern) =>
      !judgedElsewhere.includes(pattern) &&
      !source.includes(`'${pattern.replaceAll('\\', '\\\\')}'`),
  );
  expect(patterns.size).toBeGreaterThan(5);
  expect(bare).toEqual([]);
});

test.each(targetNames)('every pattern of %s has an example, which the help shows', (name) => {
  const path = `${import.meta.dirname}/../../../src/targets/${name}/options.schema.json`;
  const schemas = withPattern(JSON.parse(readFileSync(path, 'utf8')));
  const bare = schemas.filter(
    ({ pattern, examples }) =>
      !(Array.isArray(examples) && new RegExp(String(pattern), 'u').test(String(examples[0]))),
  );
  expect(bare).toEqual([]);
});

/** The parts of a schema that have a pattern. */
function withPattern(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'pattern' in value ? [{ ...value }] : [];
  return [...own, ...Object.values(value).flatMap(withPattern)];
}

function patternsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'pattern' && typeof inner === 'string' ? [inner] : patternsOf(inner),
  );
}
