import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { loadSpec } from '../../src/language/load.ts';
import type { ReadOutcome } from '../../src/language/spec-folder.ts';
import type { Demand, Endpoint, Spec } from '../../src/language/types.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { formatNetwork } from '../../src/net/network.ts';
import { formatPortRange } from '../../src/net/port.ts';
import {
  loadFiles,
  type MemoryFiles,
  memoryReader,
  problemsOf,
  type SpecParts,
  specText,
} from '../support/load.ts';
import { must } from '../support/policy.ts';

function load(parts: SpecParts = {}, others: MemoryFiles = {}): Spec {
  return must(loadFiles({ 'spec.yaml': specText(parts), ...others })).spec;
}

function only<Item>(list: readonly Item[] | undefined): Item {
  const [item, another] = list ?? [];
  if (item === undefined || another !== undefined) throw new Error('the test wants exactly one');
  return item;
}

describe('an endpoint has a destination, a path and services', () => {
  const rows: readonly [given: string, want: string][] = [
    ['{ url: "https://www.example.com" }', 'www.example.com / https'],
    ['{ url: "https://www.example.com/" }', 'www.example.com / https'],
    ['{ url: "https://www.example.com:443/a/b/" }', 'www.example.com /a/b https'],
    ['{ url: "http://www.example.com", services: [http, https] }', 'www.example.com / http+https'],
    ['{ url: "https://*.example.com" }', '*.example.com / https'],
    ['{ url: "https://192.0.2.7/x" }', '192.0.2.7 /x https'],
    ['{ url: "https://[2001:db8::7]" }', '2001:db8::7 / https'],
    ['{ url: "custom://www.example.com", service: https }', 'www.example.com / https'],
    ['{ host: www.example.com, service: http }', 'www.example.com / http'],
    ['{ host: "cdn-*.example.com", services: [http] }', 'cdn-*.example.com / http'],
    ['{ network: 198.51.100.0/24, service: https }', '198.51.100.0/24 / https'],
    ['{ network: 198.51.100.7-198.51.100.9, service: https }', '198.51.100.7-198.51.100.9 / https'],
    ['{ to: any, service: https }', 'any / https'],
    ['{ to: resolvers, service: https }', 'resolvers / https'],
  ];
  test.each(rows)('%s', (given, want) => {
    expect(brief(only(load({ endpoints: [given] }).groups[0]?.endpoints))).toBe(want);
  });
});

function brief({ destination, path, services }: Endpoint): string {
  const names = services.map(({ name }) => name).join('+');
  return `${formatDestination(destination)} ${path} ${names}`;
}

describe('the other keys of an endpoint', () => {
  const inspections: readonly [what: string, parts: SpecParts, want: string][] = [
    ['allow when nobody says anything', {}, 'allow'],
    ["the spec's", { head: 'inspection: bypass' }, 'bypass'],
    [
      "the group's over the spec's",
      { head: 'inspection: bypass', group: '    inspection: allow' },
      'allow',
    ],
    [
      "its own over the group's",
      {
        group: '    inspection: allow',
        endpoints: ['{ url: "https://a.example", inspection: bypass }'],
      },
      'bypass',
    ],
  ];
  test.each(inspections)('inspection is %s', (_what, parts, want) => {
    expect(only(load(parts).groups[0]?.endpoints).inspection).toBe(want);
  });

  test('an endpoint inherits the source of its group unless it has its own', () => {
    const spec = load({
      head: 'documents:\n  guide: { title: Guide }\n  faq: { title: Questions }',
      group: '    source: { document: guide, section: URLs }',
      endpoints: [
        '{ url: "https://a.example.com" }',
        '{ url: "https://b.example.com", source: { document: faq } }',
      ],
    });
    expect(spec.groups[0]?.endpoints.map(({ source }) => source)).toEqual([
      { document: 'guide', section: 'URLs' },
      { document: 'faq', section: undefined },
    ]);
  });

  test('a site has the locations of its targets and options', () => {
    const text = specText().replace('iptables: {}', 'iptables: { hook: DOCKER-USER }');
    const { sites } = must(loadFiles({ 'spec.yaml': text })).spec;
    const places = sites.flatMap(({ targetPlaces }) => [...targetPlaces]);
    const shown = places.map(([name, { line, column, length }]) => [name, line, column, length]);
    expect(shown).toEqual([
      ['iptables', 20, 16, 8],
      ['iptables.hook', 20, 34, 11],
    ]);
  });

  test('an endpoint has only its own application names', () => {
    const endpoint = only(
      load({
        group: '    applications: { paloalto: [google-base] }',
        endpoints: [
          '{ url: "https://www.example.com", applications: { paloalto: [okta, ms-update] } }',
        ],
      }).groups[0]?.endpoints,
    );
    expect(endpoint.applications).toEqual({ paloalto: ['okta', 'ms-update'] });
  });

  test('notes, tickets, printed texts and dates are unchanged', () => {
    const endpoint = only(
      load({
        endpoints: [
          '{ host: www.example.com, service: https, printed: { url: "https://www.example.com/?a#b", port: 80 }, note: "why: because", ticket: CHG-1, requester: Mail room, expires: 2028-02-29 }',
        ],
      }).groups[0]?.endpoints,
    );
    expect(endpoint).toMatchObject({
      written: 'www.example.com',
      printed: { url: 'https://www.example.com/?a#b', port: 80 },
      note: 'why: because',
      ticket: 'CHG-1',
      requester: 'Mail room',
      expires: '2028-02-29',
      place: { file: 'spec.yaml', line: 13, column: 9 },
    });
  });
});

describe('a list file', () => {
  const endpoints = ['{ list: lists/cdn.txt, service: https, note: the CDN }'];
  const text =
    '# ours\na.example.net\n\n  b.example.net   # the second\n198.51.100.0/24\n*.c.example.net';

  test('becomes one endpoint for each entry, with the location of its line', () => {
    const spec = load({ endpoints }, { 'lists/cdn.txt': text });
    const found = spec.groups[0]?.endpoints ?? [];
    expect(found.map((endpoint) => [brief(endpoint), endpoint.note, endpoint.place.line])).toEqual([
      ['a.example.net / https', 'the CDN', 2],
      ['b.example.net / https', 'the CDN', 4],
      ['198.51.100.0/24 / https', 'the CDN', 5],
      ['*.c.example.net / https', 'the CDN', 6],
    ]);
    expect(found[1]?.place).toEqual({ file: 'lists/cdn.txt', line: 4, column: 3, length: 13 });
  });

  test('has the same meaning with CRLF', () => {
    const lines = (content: string) =>
      load({ endpoints }, { 'lists/cdn.txt': content }).groups[0]?.endpoints;
    expect(lines(text.replaceAll('\n', '\r\n'))).toEqual(lines(text));
  });

  test('is checked once if two endpoints name it', () => {
    const files = {
      'spec.yaml': specText({
        endpoints: [...endpoints, '{ list: ./lists/cdn.txt, service: http }'],
      }),
      'lists/cdn.txt': 'A\n',
    };
    expect(problemsOf(files)).toEqual(['lists/cdn.txt:1:1 host-single-label']);
  });
});

describe('a site', () => {
  test('has its clients merged and sorted, and the prefix of the spec', () => {
    const site = only(
      load({ clients: '["2001:db8::/64", 192.0.2.128/25, 192.0.2.0/25, 192.0.2.7]' }).sites,
    );
    expect(site.clients.map(formatNetwork)).toEqual(['192.0.2.0/24', '2001:db8::/64']);
    expect(site.prefix).toBe('dmo');
  });

  test('has its internal networks merged and sorted', () => {
    const inner = (site: string) => only(load({ site }).sites).inner.map(formatNetwork);
    expect(inner('    inner: ["2001:db8:a000::/36", 203.0.113.128/25, 203.0.113.0/25]')).toEqual([
      '203.0.113.0/24',
      '2001:db8:a000::/36',
    ]);
    expect(inner('')).toEqual([]);
  });

  test('can have its own prefix, excluded groups and options', () => {
    const site = only(load({ site: '    prefix: own\n    exclude: [web]' }).sites);
    expect(site).toMatchObject({
      prefix: 'own',
      exclude: ['web'],
      enforce: 'closed',
      targets: { iptables: {} },
    });
  });

  const resolvers: readonly [given: string, want: string][] = [
    ['any', 'any'],
    ['[self]', 'self'],
    ['[192.0.2.53, self, 192.0.2.1]', 'self 192.0.2.1 192.0.2.53'],
    ['["2001:db8::53", 192.0.2.53]', '192.0.2.53 2001:db8::53'],
  ];
  test.each(resolvers)('resolvers: %s', (given, want) => {
    const found = only(load({ resolvers: given }).sites).resolvers;
    const words =
      found.kind === 'any'
        ? ['any']
        : [...(found.self ? ['self'] : []), ...found.addresses.map(formatNetwork)];
    expect(words.join(' ')).toBe(want);
  });
});

describe('a test of the spec', () => {
  const rows: readonly [given: string, want: string][] = [
    [
      'allow: ["https://a.example/x", "b.example:53/udp"]',
      'allow https a.example 443 /x; udp b.example 53 /',
    ],
    ['deny: ["tcp://169.254.169.254:80"]', 'deny tcp 169.254.169.254 80 /'],
    [
      'only: ["https://*.example.com", "b.example:8443", https, "udp://192.0.2.1:53"]',
      'only *.example.com tcp/443; b.example tcp/8443; any tcp/443; 192.0.2.1 udp/53',
    ],
    [
      'never: { ports: [tcp/80], except: [www.example.com] }',
      'never tcp/80 except www.example.com',
    ],
    [
      'flow: "https://a.example/", expect: { iptables: allow, pac: deny }',
      'expect iptables=allow pac=deny',
    ],
  ];
  test.each(rows)('%s', (given, want) => {
    const spec = load({ tail: `tests:\n  - { name: holds, ${given} }` });
    expect(demandText(only(spec.tests).demand)).toBe(want);
  });

  test('applies to every site unless it names some', () => {
    const tail =
      'tests:\n  - { name: one, allow: ["https://a.example/"] }\n  - { name: two, sites: [branch], allow: ["https://a.example/"] }';
    expect(load({ tail }).tests.map(({ sites }) => sites)).toEqual([undefined, ['branch']]);
  });
});

function demandText(demand: Demand): string {
  switch (demand.kind) {
    case 'allow':
    case 'deny': {
      const flows = demand.flows.map(({ scheme, peer, port, path }) => {
        const name =
          peer.kind === 'name'
            ? peer.name
            : formatNetwork({
                family: peer.address.family,
                first: peer.address.value,
                last: peer.address.value,
              });
        return `${scheme} ${name} ${port} ${path}`;
      });
      return `${demand.kind} ${flows.join('; ')}`;
    }
    case 'only': {
      const scopes = demand.scopes.map(
        ({ destination, ports }) =>
          `${formatDestination(destination)} ${ports.map(formatPortRange).join()}`,
      );
      return `only ${scopes.join('; ')}`;
    }
    case 'never': {
      const except = demand.except.map((host) => formatDestination({ kind: 'host', host }));
      return `never ${demand.ports.map(formatPortRange).join()} except ${except.join()}`;
    }
    case 'expect':
      return `expect ${Object.entries(demand.verdicts)
        .map(([target, verdict]) => `${target}=${verdict}`)
        .join(' ')}`;
  }
}

describe('files that include each other', () => {
  const group = (id: string) =>
    `groups:\n  - id: ${id}\n    title: More\n    tier: optional\n    endpoints: [{ url: "https://${id}.example.com" }]\n`;
  const site = (id: string) =>
    `sites:\n  ${id}:\n    clients: [198.51.100.0/24]\n    resolvers: [self]\n    enforce: additive\n    tiers: [optional]\n    targets: { iptables: {} }\n`;
  const files: MemoryFiles = {
    'spec.yaml': specText({ head: 'include: [parts/first.yaml, second.yaml]' }),
    'parts/first.yaml': `version: 1\ninclude: [inner.yaml]\n${group('first')}${site('annex')}`,
    'parts/inner.yaml': `version: 1\n${group('inner').replace('url: ', 'list: cdn.txt, service: https }, { url: ')}`,
    'parts/cdn.txt': 'cdn.example.net\n',
    'second.yaml': `version: 1\n${group('second')}`,
  };

  test('have groups in the order of the files, and sites by id', () => {
    const { spec } = must(loadFiles(files));
    expect(spec.groups.map(({ id }) => id)).toEqual(['web', 'first', 'inner', 'second']);
    expect(spec.sites.map(({ id }) => id)).toEqual(['annex', 'branch']);
  });

  test('are named relative to the root file as the user names it, as are lists', () => {
    const reader = (path: string): ReadOutcome => {
      const text = files[path];
      if (typeof text !== 'string') return { kind: 'missing' };
      return { kind: 'bytes', bytes: new TextEncoder().encode(text) };
    };
    const { sources } = must(loadSpec(reader, 'deep/er/spec.yaml'));
    expect([...sources.keys()]).toEqual([
      'deep/er/spec.yaml',
      'deep/er/parts/first.yaml',
      'deep/er/parts/inner.yaml',
      'deep/er/second.yaml',
      'deep/er/parts/cdn.txt',
    ]);
  });

  test('have the problems of the root file first, then of each file by line', () => {
    const found = problemsOf({
      ...files,
      'spec.yaml': specText({
        head: 'include: [parts/first.yaml, second.yaml]',
        clients: '[192.0.2.1/24]',
      }),
      'parts/first.yaml': 'version: 1\ncolour: blue\ntitle: none here\n',
      'second.yaml': 'version: 1\nservices: { ftp: { ports: [tcp/0], application: other } }\n',
    });
    expect(found).toEqual([
      'spec.yaml:17:15 address-host-bits',
      'parts/first.yaml:2:1 unknown-key',
      'parts/first.yaml:3:1 unknown-key',
      'second.yaml:2:28 port-out-of-range',
    ]);
  });
});

test('the same file in two spellings of its path is read once', () => {
  const files = {
    'spec.yaml': specText({ head: 'include: [parts/more.yaml, ./parts//more.yaml]' }),
    'parts/more.yaml': 'version: 1\n',
  };
  expect(problemsOf(files)).toEqual(['spec.yaml:5:28 include-twice']);
});

/** Files that include one another in a row. */
function chainOf(includes: number): MemoryFiles {
  const parts = Array.from({ length: includes }, (_, index) => [
    `f${index + 1}.yaml`,
    index + 1 < includes ? `version: 1\ninclude: [f${index + 2}.yaml]\n` : 'version: 1\n',
  ]);
  return { 'spec.yaml': specText({ head: 'include: [f1.yaml]' }), ...Object.fromEntries(parts) };
}

test('a chain of 100 includes is read, and a longer one is refused', () => {
  expect(problemsOf(chainOf(100))).toEqual([]);
  expect(problemsOf(chainOf(101))).toEqual(['f100.yaml:2:11 include-too-deep']);
  expect(problemsOf(chainOf(2_000))).toEqual(['f100.yaml:2:11 include-too-deep']);
});

test('files that two others include are read once, not once a path', () => {
  const levels = 20;
  const parts = Array.from({ length: 2 * levels }, (_, index) => {
    const next = index - (index % 2) + 2;
    const include = next < 2 * levels ? `include: [f${next}.yaml, f${next + 1}.yaml]\n` : '';
    return [`f${index}.yaml`, `version: 1\n${include}`];
  });
  const read = memoryReader({
    'spec.yaml': specText({ head: 'include: [f0.yaml, f1.yaml]' }),
    ...Object.fromEntries(parts),
  });
  const paths: string[] = [];
  const loaded = loadSpec((path) => {
    paths.push(path);
    return read(path);
  }, 'spec.yaml');
  expect(loaded.ok).toBe(false);
  expect(paths).toHaveLength(1 + 2 * levels);
});

describe('a destination in the wrong form is refused with a fix', () => {
  const rows: readonly [parts: SpecParts, want: string][] = [
    [
      { endpoints: ['{ network: 192.0.2.1-10, service: https }'] },
      'address-range: the range "192.0.2.1-10" ends with a partial address | write "192.0.2.1-192.0.2.10"',
    ],
    [
      { endpoints: ['{ host: 192.0.2.1-10, service: https }'] },
      'host-is-address: expected a host name, found the address range "192.0.2.1-10" | write both ends as full addresses, as in "network: 192.0.2.1-192.0.2.10"',
    ],
    [
      { endpoints: ["{ url: 'https://x.example.com\\a' }"] },
      'url-shape: "https://x.example.com\\a" contains a backslash, which URLs do not allow | use "/" between the parts of a path, or %5C for a backslash',
    ],
    [
      { clients: '[0.0.0.0/0]' },
      'network-is-any: "0.0.0.0/0" covers every address | list the networks that the clients are in',
    ],
  ];
  test.each(rows)('%j', (parts, want) => {
    const loaded = loadFiles({ 'spec.yaml': specText(parts) });
    const said = loaded.ok
      ? []
      : loaded.error.problems.map(({ rule, message, help }) => `${rule}: ${message} | ${help}`);
    expect(said).toEqual([want]);
  });
});

describe('a file that cannot be read', () => {
  const outcomes: readonly [Exclude<ReadOutcome, { kind: 'bytes' }>, string][] = [
    [{ kind: 'missing' }, 'missing'],
    [{ kind: 'unreadable', reason: 'it is a symbolic link' }, 'unreadable'],
    [{ kind: 'too-large', limit: 1000 }, 'too-large'],
  ];

  test.each(outcomes)('is a usage error for the root file: %j', (outcome) => {
    expect(() => loadSpec(() => outcome, 'spec.yaml')).toThrow(UserError);
  });

  test.each(outcomes)('is a problem at its include: %j', (outcome, rule) => {
    expect(rulesWith('head', outcome)).toEqual([`include-${rule}`]);
  });

  test.each(outcomes)('is a problem at its endpoint: %j', (outcome, rule) => {
    expect(rulesWith('list', outcome)).toEqual([`list-${rule}`]);
  });

  function rulesWith(where: 'head' | 'list', outcome: ReadOutcome): string[] {
    const parts: SpecParts =
      where === 'head'
        ? { head: 'include: [other]' }
        : { endpoints: ['{ list: other, service: https }'] };
    const bytes = new TextEncoder().encode(specText(parts));
    const read = (path: string): ReadOutcome =>
      path === 'other' ? outcome : { kind: 'bytes', bytes };
    const loaded = loadSpec(read, 'spec.yaml');
    return loaded.ok ? [] : loaded.error.problems.map((problem) => problem.rule);
  }
});

describe('a wildcard without its quotes', () => {
  const rules = (text: string, others: MemoryFiles = {}) =>
    problemsOf({ 'spec.yaml': text, ...others }).map((each) => each.replace(/:\d+ /, ' '));
  const endpoints = [
    '{ host: *.example.com, service: https }',
    '{ host: *.Example.net, service: https }',
    '{ host: www.example.com, service: htps }',
  ];
  const text = specText({ endpoints });

  test('leaves the rest of the spec to be judged, and no more', () => {
    const line = (part: string) => 1 + text.split('\n').findIndex((each) => each.includes(part));
    expect(rules(text)).toEqual([
      `spec.yaml:${line('*.example.com')} yaml-alias`,
      `spec.yaml:${line('*.Example.net')} yaml-alias`,
      `spec.yaml:${line('htps')} unknown-service`,
    ]);
    const quoted = text.replace(/\*\.(\w+)\.(com|net)/g, (host) => `"${host.toLowerCase()}"`);
    expect(rules(quoted)).toEqual([`spec.yaml:${line('htps')} unknown-service`]);
  });

  test.each([
    ['{ network: *.example.com, service: https }'],
    ['{ host: www.example.com, service: *.example.com }'],
    ['{ list: *.example.com, service: https }'],
    ['{ host: *.co.uk, service: https }'],
    ['*.example.com'],
  ])('is one problem, where no such host can be too: %s', (endpoint) => {
    expect(rules(specText({ endpoints: [endpoint] }))).toEqual(['spec.yaml:13 yaml-alias']);
  });

  test('is one problem in a list of includes', () => {
    const wrong = `${specText()}include: [*.example.com]\n`;
    expect(rules(wrong)).toEqual([`spec.yaml:${wrong.split('\n').length - 1} yaml-alias`]);
  });

  test('in a part does not hide what the part defines', () => {
    const part =
      'version: 1\ngroups:\n  - id: more\n    title: More\n    tier: required\n    endpoints:\n      - { host: *.example.com, service: https }\n';
    const whole = `${specText({ endpoints: endpoints.slice(2) })}include: [part.yaml]\n`;
    expect(rules(whole, { 'part.yaml': part })).toEqual([
      'spec.yaml:13 unknown-service',
      'part.yaml:7 yaml-alias',
    ]);
  });

  test.each([
    ['an alias that is no host', '{ host: *web, service: https }'],
    ['an anchor', '{ host: &web www.example.net, service: https }'],
  ])('is not %s, which ends the reading', (_name, endpoint) => {
    const text = specText({ endpoints: [endpoint, ...endpoints.slice(2)] });
    expect(rules(text)).toHaveLength(1);
  });
});
