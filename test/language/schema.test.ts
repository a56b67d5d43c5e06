import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { compose, type Schema } from '../../scripts/compose.ts';
import { fill, specKeys } from '../../scripts/docs.ts';
import { committed, stale } from '../../scripts/products.ts';
import { targetsIn } from '../../scripts/target-list.ts';
import {
  isObject,
  judge,
  object,
  parts,
  properties,
  readText,
  resolve,
  root,
  specSchema,
} from '../support/schema.ts';

const everyKey = withOtherTargets(load(readText('test/language/every-key.yaml')) as Schema);
const minimal = {
  version: 1,
  name: 'time-clock',
  prefix: 'tcl',
  title: 'Time clock',
  services: { https: { ports: ['tcp/443'], application: 'tls' } },
  groups: [
    { id: 'web', title: 'Web', tier: 'required', endpoints: [{ url: 'https://example.com' }] },
  ],
  sites: {
    office: {
      clients: ['192.0.2.0/24'],
      resolvers: ['self'],
      enforce: 'closed',
      tiers: ['required'],
      targets: { iptables: {} },
    },
  },
};

describe('the files generated from the schema', () => {
  test.each([
    'schema/spec.schema.json',
    'src/language/document.ts',
    'docs/spec.md',
    'docs/cli.md',
    'docs/rules.md',
    'docs/targets.md',
  ])('%s is up to date (npm run generate:code)', async (path) => {
    const files = await committed(root);
    expect([...files.keys()]).toContain(path);
    expect(stale(root, files)).not.toContain(path);
  });

  test('the documentation has a row for every key, and needs its markers', () => {
    const rows = specKeys(specSchema).match(/^\| `/gm);
    expect(rows).toHaveLength(properties().length);
    expect(() => fill('# A page\n', 'spec-keys', '')).toThrow(
      'a page lacks the markers "<!-- portolan:spec-keys:start -->"',
    );
  });

  test('the composed schema contains the core and the options of every target', () => {
    const names = targetsIn(readText('src/targets/list.ts'));
    const options = names
      .reverse()
      .map((name): [string, Schema] => [
        name,
        JSON.parse(readText(`src/targets/${name}/options.schema.json`)),
      ]);
    const core: Schema = JSON.parse(readText('schema/core.schema.json'));
    expect(specSchema).toEqual(compose(core, new Map(options)));
  });

  test('the schema for included files is a definition of the composed schema', () => {
    const { $ref } = JSON.parse(readText('schema/include.schema.json'));
    expect($ref).toBe('spec.schema.json#/$defs/includedFile');
    expect(object(specSchema, '$defs')).toHaveProperty('includedFile');
  });
});

describe('descriptions for editors', () => {
  test.each(properties())('$pointer has a description and valid examples', (property) => {
    const { description, examples } = resolve(property.schema);
    expect(description).toMatch(/^[A-Za-z].{9,}\.$/);
    expect(examples).toEqual([expect.anything(), ...(examples as unknown[]).slice(1)]);
    for (const example of examples as unknown[]) {
      expect(judge(example, property.pointer)).toEqual([]);
    }
  });

  test.each(properties().filter(({ schema }) => 'default' in schema))(
    '$pointer accepts its own default',
    ({ pointer, schema }) => {
      expect(judge(schema['default'], pointer)).toEqual([]);
    },
  );

  test('every object with a type has a description', () => {
    const objects = parts().filter(({ schema }) => 'properties' in schema);
    const silent = objects.filter(({ schema }) => typeof schema['description'] !== 'string');
    expect(silent.map(({ pointer }) => pointer)).toEqual([]);
  });
});

describe('every value has a limit', () => {
  const typed = (type: string) =>
    parts()
      .filter(({ schema }) => [schema['type']].flat().includes(type))
      .map((part) => ({ ...part, schema: resolve(part.schema) }));
  const without = (type: string, ...keywords: string[]) =>
    typed(type)
      .filter(({ schema }) => !keywords.some((keyword) => keyword in schema))
      .map(({ pointer }) => pointer);

  test('every string has maxLength or enum', () => {
    expect(without('string', 'maxLength', 'enum', 'then')).toEqual([]);
  });

  test('every list has maxItems', () => {
    expect(without('array', 'maxItems')).toEqual([]);
  });

  test('every map has maxProperties, and every object lists its keys', () => {
    expect(without('object', 'maxProperties', 'properties')).toEqual([]);
  });

  test('every value has a type', () => {
    const untyped = parts().filter(({ schema }) => {
      const whole = resolve(schema);
      return !('type' in whole) && !('const' in whole);
    });
    expect(untyped.map(({ pointer }) => pointer)).toEqual([]);
  });

  test('uniqueItems is used for texts and numbers only, which needs one pass over a long list', () => {
    const lists = parts().filter(({ schema }) => schema['uniqueItems'] === true);
    const slow = lists.filter(({ schema }) => {
      const type = object(schema, 'items')['type'];
      return type !== 'string' && type !== 'integer';
    });
    expect(slow.map(({ pointer }) => pointer)).toEqual([]);
    expect(lists.length).toBeGreaterThan(10);
  });
});

describe('a spec that uses every key', () => {
  test('is valid', () => {
    expect(judge(everyKey)).toEqual([]);
  });

  test('uses every key', () => {
    const used = usedKeys(everyKey, specSchema);
    const all = properties().map(({ pointer }) => pointer);
    const root = all.filter((pointer) => !pointer.startsWith('/$defs/includedFile/'));
    expect(root.filter((pointer) => !used.has(pointer))).toEqual([]);
  });

  test('is refused with an unknown key in any object', () => {
    const copies = withUnknownKey(everyKey);
    expect(copies.length).toBeGreaterThan(40);
    for (const { at, value } of copies) {
      expect({ at, problems: judge(value).length }).not.toEqual({ at, problems: 0 });
    }
  });

  test('is not a valid included file, which has no name', () => {
    expect(judge(everyKey, '/$defs/includedFile').sort()).toEqual(
      ['inspection', 'name', 'owner', 'prefix', 'title'].map(
        (key) => `additionalProperties ${key}`,
      ),
    );
  });
});

describe('shapes', () => {
  test('accepts the smallest useful spec', () => {
    expect(judge(minimal)).toEqual([]);
  });

  test('accepts a root file that includes everything else', () => {
    const { version, name, prefix, title } = minimal;
    expect(judge({ version, name, prefix, title, include: ['rest.yaml'] })).toEqual([]);
  });

  test('accepts an included file with only a version', () => {
    expect(judge({ version: 1 }, '/$defs/includedFile')).toEqual([]);
    expect(judge({}, '/$defs/includedFile')).toEqual(['required version']);
  });

  test('accepts the example in docs/spec.md', () => {
    const examples = [...readText('docs/spec.md').matchAll(/```yaml\n(version: 1\n.*?)```/gs)];
    expect(examples).toHaveLength(1);
    for (const [, text = ''] of examples) expect(judge(load(text))).toEqual([]);
  });

  const endpoint = '/$defs/endpointEntry';
  const entry = '/$defs/testEntry';
  const site = '/$defs/siteEntry';
  const office = minimal.sites.office;
  const palo = { from: 'trust', to: 'untrust', position: 'top' };

  test.each<[string, { at?: string; given: unknown; want: string[] }]>([
    ['another version', { given: { ...minimal, version: 2 }, want: ['/version const'] }],
    ['a version in quotes', { given: { ...minimal, version: '1' }, want: ['/version const'] }],
    ['no title', { given: { version: 1, name: 'a', prefix: 'ab' }, want: ['required title'] }],
    ['a name in capitals', { given: { ...minimal, name: 'Clock' }, want: ['/name pattern'] }],
    [
      'a name of 41 characters',
      { given: { ...minimal, name: 'a'.repeat(41) }, want: ['/name maxLength', '/name pattern'] },
    ],
    [
      'a prefix of one character',
      { given: { ...minimal, prefix: 't' }, want: ['/prefix pattern'] },
    ],
    ['a prefix with a hyphen', { given: { ...minimal, prefix: 't-c' }, want: ['/prefix pattern'] }],
    ['an empty title', { given: { ...minimal, title: '' }, want: ['/title minLength'] }],
    [
      'a title of 301 characters',
      { given: { ...minimal, title: 'a'.repeat(301) }, want: ['/title maxLength'] },
    ],
    ['no group in groups', { given: { ...minimal, groups: [] }, want: ['/groups minItems'] }],
    ['no site in sites', { given: { ...minimal, sites: {} }, want: ['/sites minProperties'] }],
    [
      'an id that begins with a digit',
      {
        given: { ...minimal, services: { '8080': { ports: ['tcp/8080'], application: 'tls' } } },
        want: ['/services pattern', '/services propertyNames'],
      },
    ],
    [
      'a date in another order',
      {
        at: '/$defs/documentEntry',
        given: { title: 'a', date: '17-05-2024' },
        want: ['/date pattern'],
      },
    ],
    [
      'a sum in capitals',
      {
        at: '/$defs/documentEntry',
        given: { title: 'a', sha256: 'A'.repeat(64) },
        want: ['/sha256 pattern'],
      },
    ],
    [
      'a domain with a wildcard',
      {
        at: '/$defs/documentEntry',
        given: { title: 'a', domains: ['*.pb.com'] },
        want: ['/domains/0 pattern'],
      },
    ],
    [
      'a service without ports',
      {
        at: '/$defs/serviceEntry',
        given: { ports: [], application: 'tls' },
        want: ['/ports minItems'],
      },
    ],
    [
      'a port that is a number',
      {
        at: '/$defs/serviceEntry',
        given: { ports: [443], application: 'tls' },
        want: ['/ports/0 type'],
      },
    ],
    [
      'a service that does not say what is spoken',
      { at: '/$defs/serviceEntry', given: { ports: ['tcp/1'] }, want: ['required application'] },
    ],
    [
      'a group without endpoints',
      {
        at: '/$defs/groupEntry',
        given: { id: 'a', title: 'a', tier: 'required', endpoints: [] },
        want: ['/endpoints minItems'],
      },
    ],
    [
      'a tier that does not exist',
      {
        at: '/$defs/groupEntry',
        given: { id: 'a', title: 'a', tier: 'must', endpoints: [{ url: 'https://a.example' }] },
        want: ['/tier enum'],
      },
    ],
    [
      'an endpoint without a destination',
      { at: endpoint, given: { service: 'https' }, want: ['oneOf'] },
    ],
    [
      'an endpoint with two destinations',
      {
        at: endpoint,
        given: { host: 'a.example', network: '192.0.2.1', service: 'x' },
        want: ['oneOf'],
      },
    ],
    [
      'service and services',
      { at: endpoint, given: { host: 'a.example', service: 'x', services: ['y'] }, want: ['not'] },
    ],
    [
      'an empty list of services',
      { at: endpoint, given: { host: 'a.example', services: [] }, want: ['/services minItems'] },
    ],
    [
      'a service twice',
      {
        at: endpoint,
        given: { host: 'a.example', services: ['x', 'x'] },
        want: ['/services uniqueItems'],
      },
    ],
    [
      'a misspelt key',
      {
        at: endpoint,
        given: { host: 'a.example', servise: 'x' },
        want: ['additionalProperties servise'],
      },
    ],
    [
      'a place whose name is not a slug',
      { at: endpoint, given: { to: 'the world', service: 'x' }, want: ['/to pattern'] },
    ],
    [
      'printed with nothing in it',
      { at: endpoint, given: { url: 'a', printed: {} }, want: ['/printed minProperties'] },
    ],
    [
      'an expiry without a day',
      { at: endpoint, given: { url: 'a', expires: '2026-12' }, want: ['/expires pattern'] },
    ],
    [
      'an unresolved need of another kind',
      {
        at: '/$defs/unresolvedEntry',
        given: { id: 'a', kind: 'unclear', text: 'a' },
        want: ['/kind enum'],
      },
    ],
    [
      'a site without clients',
      { at: site, given: { ...office, clients: [] }, want: ['/clients minItems'] },
    ],
    [
      'a site without resolvers',
      { at: site, given: { ...office, resolvers: [] }, want: ['/resolvers minItems'] },
    ],
    [
      'another word than any',
      {
        at: site,
        given: { ...office, resolvers: 'self' },
        want: ['/resolvers enum', '/resolvers if'],
      },
    ],
    [
      'a site without tiers',
      { at: site, given: { ...office, tiers: [] }, want: ['/tiers minItems'] },
    ],
    [
      'a site that does not say what it enforces',
      {
        at: site,
        given: {
          clients: ['192.0.2.1'],
          resolvers: ['self'],
          tiers: ['required'],
          targets: { iptables: {} },
        },
        want: ['required enforce'],
      },
    ],
    [
      'a site without a target',
      { at: site, given: { ...office, targets: {} }, want: ['/targets minProperties'] },
    ],
    [
      'a target that does not exist',
      { at: '/$defs/targets', given: { iptabels: {} }, want: ['additionalProperties iptabels'] },
    ],
    [
      'a target without a map',
      { at: '/$defs/targets', given: { iptables: null }, want: ['/iptables type'] },
    ],
    [
      'a chain name of 29 characters',
      {
        at: '/$defs/iptablesOptions',
        given: { hook: 'A'.repeat(29) },
        want: ['/hook maxLength', '/hook pattern'],
      },
    ],
    ['PAC without a proxy', { at: '/$defs/pacOptions', given: {}, want: ['required proxy'] }],
    [
      'a function name with a hyphen',
      {
        at: '/$defs/pacOptions',
        given: { proxy: 'DIRECT', functionName: 'find-it' },
        want: ['/functionName pattern'],
      },
    ],
    [
      'pfSense without an interface',
      { at: '/$defs/pfsenseOptions', given: {}, want: ['required interface'] },
    ],
    [
      "an interface by pfSense's label",
      { at: '/$defs/pfsenseOptions', given: { interface: 'LAN' }, want: ['/interface pattern'] },
    ],
    [
      'Palo Alto without zones and position',
      {
        at: '/$defs/paloaltoOptions',
        given: {},
        want: ['required from', 'required position', 'required to'],
      },
    ],
    [
      'every zone',
      { at: '/$defs/paloaltoOptions', given: { ...palo, from: 'any' }, want: ['/from pattern'] },
    ],
    [
      'a position that is neither word nor map',
      {
        at: '/$defs/paloaltoOptions',
        given: { ...palo, position: 'first' },
        want: ['/position enum', '/position if'],
      },
    ],
    [
      'before one rule and after another',
      {
        at: '/$defs/paloaltoOptions',
        given: { ...palo, position: { before: 'a', after: 'b' } },
        want: ['/position maxProperties'],
      },
    ],
    [
      'a device group without its rulebase',
      {
        at: '/$defs/paloaltoOptions',
        given: { ...palo, location: { deviceGroup: 'a' } },
        want: ['/location required rulebase'],
      },
    ],
    [
      'the virtual system 256',
      {
        at: '/$defs/paloaltoOptions',
        given: { ...palo, location: 'vsys256' },
        want: ['/location if', '/location pattern'],
      },
    ],
    [
      'Squid without a word on TLS',
      { at: '/$defs/squidOptions', given: {}, want: ['required tlsInspection'] },
    ],
    [
      'the delay pool 0',
      {
        at: '/$defs/squidOptions',
        given: { tlsInspection: 'none', delayPools: [0] },
        want: ['/delayPools/0 minimum'],
      },
    ],
    ['a test that demands nothing', { at: entry, given: { name: 'a' }, want: ['oneOf'] }],
    [
      'a test with two demands',
      { at: entry, given: { name: 'a', allow: ['a'], deny: ['b'] }, want: ['oneOf'] },
    ],
    [
      'a test of no flow',
      { at: entry, given: { name: 'a', allow: [] }, want: ['/allow minItems'] },
    ],
    [
      'a flow without a verdict',
      { at: entry, given: { name: 'a', flow: 'a' }, want: ['dependentRequired expect'] },
    ],
    [
      'a verdict beside another demand',
      {
        at: entry,
        given: { name: 'a', deny: ['a'], expect: { pac: 'deny' } },
        want: ['dependentRequired flow'],
      },
    ],
    [
      'a third verdict',
      {
        at: entry,
        given: { name: 'a', flow: 'a', expect: { pac: 'maybe' } },
        want: ['/expect/pac enum'],
      },
    ],
  ])('refuses %s', (_name, { at = '', given, want }) => {
    expect(judge(given, at).sort()).toEqual([...want].sort());
  });
});

/** The spec with every target that it does not name itself, each with all of its options. */
function withOtherTargets(spec: Schema): Schema {
  const sites = object(spec, 'sites');
  const [first = ''] = Object.keys(sites);
  const named = object(object(sites, first), 'targets');
  const all = object(object(object(specSchema, '$defs'), 'targets'), 'properties');
  const others = Object.keys(all).filter((name) => !(name in named));
  const examples = others.map((name) => [name, optionsExample(name)]);
  const targets = { ...named, ...Object.fromEntries(examples) };
  return { ...spec, sites: { ...sites, [first]: { ...object(sites, first), targets } } };
}

/** All options of a target, each as the first example of its own. */
function optionsExample(target: string): unknown {
  const options = object(object(specSchema, '$defs'), `${target}Options`);
  const keys = Object.entries(object(options, 'properties'));
  const examples = keys.map(([key, property]) => {
    const { examples: [example] = [] } = resolve(property as Schema) as { examples?: unknown[] };
    return [key, example];
  });
  return Object.fromEntries(examples);
}

/** The pointers of the properties that a value uses. */
function usedKeys(value: unknown, schema: Schema, pointer = ''): Set<string> {
  const { $ref } = schema;
  const at = typeof $ref === 'string' ? $ref.slice(1) : pointer;
  const whole = resolve(schema);
  if (Array.isArray(value)) {
    return new Set(
      value.flatMap((item) => [...usedKeys(item, object(whole, 'items'), `${at}/items`)]),
    );
  }
  if (!isObject(value)) return new Set();
  const keys = Object.entries(value).flatMap(([key, inner]) => {
    const known = object(whole, 'properties')[key];
    if (!isObject(known)) return [...usedKeys(inner, object(whole, 'additionalProperties'), at)];
    const place = `${at}/properties/${key}`;
    return [place, ...usedKeys(inner, known, place)];
  });
  return new Set(keys);
}

type Copy = { readonly at: string; readonly value: unknown };

/** A copy of the value for each object in it, with a key that the language does not have. */
function withUnknownKey(value: unknown, at = ''): Copy[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      withUnknownKey(item, `${at}/${index}`).map((copy) => ({
        at: copy.at,
        value: value.with(index, copy.value),
      })),
    );
  }
  if (!isObject(value)) return [];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    withUnknownKey(inner, `${at}/${key}`).map((copy) => ({
      at: copy.at,
      value: { ...value, [key]: copy.value },
    })),
  );
  return [{ at, value: { ...value, 'no-such-key': 1 } }, ...below];
}
