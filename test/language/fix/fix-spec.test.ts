import { describe, expect, test } from '@jest/globals';
import { fixedTexts, fixFiles, leftIn } from '../../support/fix.ts';
import { specText } from '../../support/load.ts';

/** The fixed text of a spec, and what is left. */
function fixed(text: string): { readonly text: unknown; readonly left: readonly string[] } {
  return {
    text: fixedTexts({ 'spec.yaml': text })['spec.yaml'],
    left: leftIn({ 'spec.yaml': text }),
  };
}

/** A part of a spec that a row writes: an endpoint, ports of a service, or a line of the head. */
const parts = {
  endpoint: (written: string) =>
    specText({
      services:
        '  http: { ports: [tcp/80], application: http }\n  https: { ports: [tcp/443], application: tls }\n  dns: { ports: [udp/53], application: dns }',
      endpoints: [written],
    }),
  ports: (written: string) =>
    specText({
      services: `  http: { ports: [tcp/80], application: http }\n  https:\n    ports: ${written}\n    application: tls`,
    }),
  head: (written: string) => specText({ head: written }),
  clients: (written: string) => specText({ clients: written }),
  tests: (written: string) => specText({ tail: `tests:\n  - { name: opens, ${written} }` }),
} as const;

type Row = readonly [what: string, part: keyof typeof parts, before: string, after: string];

describe('writes the one right spelling', () => {
  test.each<Row>([
    [
      'capitals of a host',
      'endpoint',
      '{ host: WWW.Example.com, service: https }',
      '{ host: www.example.com, service: https }',
    ],
    [
      'a dot at the end of a host',
      'endpoint',
      '{ host: www.example.com., service: https }',
      '{ host: www.example.com, service: https }',
    ],
    [
      'both in one run',
      'endpoint',
      '{ host: WWW.example.com., service: https }',
      '{ host: www.example.com, service: https }',
    ],
    [
      'a wildcard without quotes',
      'endpoint',
      '{ host: *.example.com, service: https }',
      '{ host: "*.example.com", service: https }',
    ],
    [
      'a wildcard in capitals without quotes',
      'endpoint',
      '{ host: *.Example.com., service: https }',
      '{ host: "*.example.com", service: https }',
    ],
    [
      'capitals of a pattern',
      'endpoint',
      '{ host: CDN*.example.com, service: https }',
      '{ host: cdn*.example.com, service: https }',
    ],
    [
      'the scheme and the host of a URL, and not its path',
      'endpoint',
      '{ url: HTTPS://WWW.Example.com./Some/Path }',
      '{ url: https://www.example.com/Some/Path }',
    ],
    [
      'the host of a URL with a port',
      'endpoint',
      '{ url: https://WWW.example.com:443/A }',
      '{ url: https://www.example.com:443/A }',
    ],
    [
      'capitals of an IPv6 address',
      'endpoint',
      '{ network: 2001:DB8::1, service: https }',
      '{ network: 2001:db8::1, service: https }',
    ],
    [
      'an IPv6 network that is written out',
      'endpoint',
      '{ network: 2001:0DB8:0:0:0:0:0:0/32, service: https }',
      '{ network: 2001:db8::/32, service: https }',
    ],
    [
      'an IPv6 address that needs quotes then',
      'endpoint',
      '{ network: 2001:0DB8:0:0:0:0:0:0, service: https }',
      '{ network: "2001:db8::", service: https }',
    ],
    [
      'both ends of a range',
      'endpoint',
      '{ network: 2001:DB8::1-2001:DB8::9, service: https }',
      '{ network: 2001:db8::1-2001:db8::9, service: https }',
    ],
    [
      'a range with spaces',
      'endpoint',
      '{ network: 192.0.2.1 - 192.0.2.9, service: https }',
      '{ network: 192.0.2.1-192.0.2.9, service: https }',
    ],
    [
      'a range with a short end',
      'endpoint',
      '{ network: 192.0.2.1-9, service: https }',
      '{ network: 192.0.2.1-192.0.2.9, service: https }',
    ],
    [
      'a range of one address',
      'endpoint',
      '{ network: 192.0.2.1-192.0.2.1, service: https }',
      '{ network: 192.0.2.1, service: https }',
    ],
    [
      'a dot at the end of an address',
      'endpoint',
      '{ network: 192.0.2.1., service: https }',
      '{ network: 192.0.2.1, service: https }',
    ],
    [
      'a ticket that is a number',
      'endpoint',
      '{ host: www.example.com, service: https, ticket: 0123 }',
      '{ host: www.example.com, service: https, ticket: "0123" }',
    ],
    ['a port before its transport', 'ports', '[443/tcp]', '[tcp/443]'],
    ['a transport in capitals', 'ports', '[TCP 443]', '[tcp/443]'],
    ['a range with a colon', 'ports', '[tcp/400:443]', '[tcp/400-443]'],
    ['a range with an en dash', 'ports', '[tcp/400\u2013443]', '[tcp/400-443]'],
    ['a range of one port', 'ports', '[tcp/443-443]', '[tcp/443]'],
    ['several ports in brackets', 'ports', '[tcp/443;8443]', '[tcp/443, tcp/8443]'],
    [
      'an IPv6 network with a protocol and no brackets',
      'tests',
      'only: [https, esp://2001:db8::/32]',
      'only: [https, "esp://[2001:db8::/32]"]',
    ],
    [
      'the same in capitals',
      'tests',
      'only: [https, gre://2001:DB8::/32]',
      'only: [https, "gre://[2001:db8::/32]"]',
    ],
    [
      'an IPv6 address with a protocol and no brackets',
      'tests',
      'only: [https, esp://2001:db8::1]',
      'only: [https, "esp://[2001:db8::1]"]',
    ],
    ['ports with a transport each', 'ports', '[tcp/443;udp/53]', '[tcp/443, udp/53]'],
    ['both transports in brackets', 'ports', '[ tcp/udp 443 ] # c', '[ tcp/443, udp/443 ] # c'],
    [
      'several ports on lines',
      'ports',
      '\n      - 443, 8443/tcp # both\n      - udp/443',
      '\n      - tcp/443\n      - tcp/8443 # both\n      - udp/443',
    ],
    ['a text with ": "', 'head', 'owner: Network team: Berlin', 'owner: "Network team: Berlin"'],
    [
      'a text with ": " and quotes',
      'head',
      'owner: The "net" team: Berlin\'s',
      `owner: 'The "net" team: Berlin''s'`,
    ],
    ['a text that begins with @', 'head', 'owner: @network', 'owner: "@network"'],
    ['a text that ends with a colon', 'head', 'owner: a: b:', 'owner: "a: b:"'],
    [
      'a revision that YAML reads as a number',
      'head',
      'documents:\n  g: { title: G, revision: 1.10 }',
      'documents:\n  g: { title: G, revision: "1.10" }',
    ],
    [
      'a title that is a number',
      'head',
      'documents: { g: { title: 2026 } }',
      'documents: { g: { title: "2026" } }',
    ],
    [
      'capitals of a domain',
      'head',
      'documents: { g: { title: G, domains: [Example.COM.] } }',
      'documents: { g: { title: G, domains: [example.com] } }',
    ],
    [
      'capitals of a digest',
      'head',
      `documents: { g: { title: G, sha256: ${'aB'.repeat(32)} } }`,
      `documents: { g: { title: G, sha256: ${'ab'.repeat(32)} } }`,
    ],
    [
      'a network of the clients',
      'clients',
      '[192.0.2.0/24, 2001:DB8::/32]',
      '[192.0.2.0/24, 2001:db8::/32]',
    ],
    [
      'a host in a test',
      'tests',
      'only: [WWW.example.com:443, *.example.net:80]',
      'only: [www.example.com:443, "*.example.net:80"]',
    ],
    [
      'a host with a transport in a test',
      'tests',
      'only: [WWW.example.com.:53/udp]',
      'only: [www.example.com:53/udp]',
    ],
    ['a network in a test', 'tests', 'only: [192.0.2.1-9:443]', 'only: [192.0.2.1-192.0.2.9:443]'],
    [
      'an excepted host',
      'tests',
      'never: { ports: [443/tcp], except: [A.example.com] }',
      'never: { ports: [tcp/443], except: [a.example.com] }',
    ],
  ])('%s', (_what, part, before, after) => {
    expect(fixed(parts[part](before))).toEqual({ text: parts[part](after), left: [] });
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    expect(fixed(crlf(parts[part](before)))).toEqual({ text: crlf(parts[part](after)), left: [] });
  });
});

type Kept = readonly [what: string, part: keyof typeof parts, written: string, rule: string];

describe('leaves what has several readings, and what only a person can judge', () => {
  test.each<Kept>([
    ['a host in quotes', 'endpoint', '{ host: "WWW.example.com", service: https }', 'host-case'],
    [
      'a host in single quotes',
      'endpoint',
      "{ host: 'www.example.com.', service: https }",
      'host-trailing-dot',
    ],
    [
      'a host in a block text',
      'endpoint',
      'host: >-\n          WWW.example.com\n        service: https',
      'host-case',
    ],
    ['a port in quotes', 'ports', '["443/tcp"]', 'port-shape'],
    [
      'a host with another mistake too',
      'endpoint',
      '{ host: WWW.bad_domain.com, service: https }',
      'host-case',
    ],
    ['a single label in capitals', 'endpoint', '{ host: Localhost, service: https }', 'host-case'],
    [
      'two dots at the end',
      'endpoint',
      '{ host: www.example.com.., service: https }',
      'host-trailing-dot',
    ],
    [
      'an internationalized host',
      'endpoint',
      '{ host: b\u00fccher.example, service: https }',
      'host-unicode',
    ],
    [
      'an internationalized host in capitals',
      'endpoint',
      '{ host: XN--BCHER-KVA.example, service: https }',
      'host-case',
    ],
    [
      'a host with a scheme',
      'endpoint',
      '{ host: https://www.example.com, service: https }',
      'host-not-a-name',
    ],
    ['an address under host', 'endpoint', '{ host: 192.0.2.1, service: https }', 'host-not-a-name'],
    [
      'a short form of an address',
      'endpoint',
      '{ host: 127.1, service: https }',
      'host-is-address',
    ],
    ['every host', 'endpoint', '{ host: "*", service: https }', 'wildcard-place'],
    ['an anchor that is a word', 'endpoint', '{ host: *web, service: https }', 'yaml-alias'],
    [
      'an alias beside the host',
      'endpoint',
      '{ host: www.example.com, service: *default }',
      'yaml-alias',
    ],
    [
      'a domain with its subdomains',
      'endpoint',
      '{ host: .example.com, service: https }',
      'host-empty-label',
    ],
    [
      'a star at the end of a path',
      'endpoint',
      '{ url: http://www.example.com/Pki/* }',
      'path-wildcard',
    ],
    [
      'a host before a path that is wrong too',
      'endpoint',
      '{ url: http://WWW.example.com/a/../b }',
      'host-case',
    ],
    [
      'an escape in a path',
      'endpoint',
      '{ url: http://www.example.com/%7euser }',
      'path-not-canonical',
    ],
    ['host bits', 'endpoint', '{ network: 192.0.2.1/24, service: https }', 'address-host-bits'],
    [
      'host bits of an IPv6 network in capitals',
      'endpoint',
      '{ network: 2001:DB8::1/32, service: https }',
      'address-not-canonical',
    ],
    [
      'leading zeros',
      'endpoint',
      '{ network: 192.0.2.010, service: https }',
      'address-not-canonical',
    ],
    [
      'a mapped address',
      'endpoint',
      '{ network: ::ffff:192.0.2.1, service: https }',
      'address-mapped',
    ],
    [
      'a mask',
      'endpoint',
      '{ network: 192.0.2.0/255.255.255.0, service: https }',
      'address-prefix',
    ],
    [
      'a range that starts after it ends',
      'endpoint',
      '{ network: 192.0.2.9-192.0.2.1, service: https }',
      'address-range',
    ],
    [
      'a host with a port',
      'endpoint',
      '{ host: WWW.example.com:443, service: https }',
      'host-not-a-name',
    ],
    [
      'a service that is a number',
      'endpoint',
      '{ host: www.example.com, service: 443 }',
      'wrong-type',
    ],
    [
      'a note that is true',
      'endpoint',
      '{ host: www.example.com, service: https, note: true }',
      'wrong-type',
    ],
    [
      'a date in another form',
      'endpoint',
      '{ host: www.example.com, service: https, expires: 2026-1-5 }',
      'date-invalid',
    ],
    ['a port without a transport', 'ports', '[443]', 'port-shape'],
    ['a comma that could separate thousands', 'ports', '\n      - 1,433/tcp', 'port-shape'],
    ['a blank that could separate thousands', 'ports', '[tcp 5 671]', 'port-shape'],
    ['a blank that could be the dash of a range', 'ports', '[tcp/8000 8010]', 'port-shape'],
    ['a blank between ports that could be in a list', 'ports', '[443 80 tcp]', 'port-shape'],
    ['ports that start after they end', 'ports', '[tcp/8080-90]', 'port-order'],
    ['a hexadecimal port', 'ports', '[tcp/0x1bb]', 'port-not-canonical'],
    ['a port with a leading zero', 'ports', '[tcp/0443]', 'port-not-canonical'],
    ['an unknown transport', 'ports', '[443/quic]', 'port-shape'],
    ['ports that are no list', 'ports', '443/tcp', 'wrong-type'],
    ['a port that is in the list already', 'ports', '[tcp/443, 443/tcp]', 'port-shape'],
    ['two keys on one line', 'head', 'owner: Net documents: {}', 'yaml-syntax'],
    ['two keys whose second one has no value', 'head', 'owner: see note: 1', 'yaml-syntax'],
    ['a key for another text', 'head', 'inspection: allow: all', 'yaml-syntax'],
    ['a text with ": " and a comment', 'head', 'owner: a: b # c', 'yaml-syntax'],
    ['a text with ": " that continues on the next line', 'head', 'owner: a: b\n  c', 'yaml-syntax'],
    [
      'a text inside braces',
      'head',
      'documents: { g: { title: G,\n  publisher: @net }\n  }',
      'yaml-syntax',
    ],
    ['a tag', 'head', 'owner: !team', 'yaml-tag'],
    ['a text that has no composed form', 'head', 'owner: Caf\u0065\u0301', 'not-nfc'],
    ['a name in capitals', 'head', 'documents: { Guide: { title: G } }', 'wrong-form'],
    [
      'a digest that is too short',
      'head',
      'documents: { g: { title: G, sha256: ABC } }',
      'wrong-form',
    ],
    ['a host of a flow', 'tests', 'allow: ["https://www.example.com:0443/"]', 'port-not-canonical'],
  ])('%s', (_what, part, written, rule) => {
    const text = parts[part](written);
    const run = fixed(text);
    expect({ ...run, left: run.left.map((each) => each.split(' ')[1]) }).toEqual({
      text,
      left: [rule],
    });
  });

  test('a byte order mark, and fixes the rest of the file', () => {
    const text = `\ufeff${specText({ endpoints: ['{ host: *.Example.com, service: https }'] })}`;
    expect(fixed(text)).toEqual({
      text: text.replace('*.Example.com', '"*.example.com"'),
      left: ['1:1 byte-order-mark'],
    });
  });
});

describe('the files of a spec', () => {
  const root = specText({
    head: 'include: [more.yaml]',
    endpoints: [
      '{ host: WWW.example.com, service: https } # keep',
      '{ list: lists/cdn.txt, service: https }',
    ],
  });
  const more =
    'version: 1\ngroups:\n  - id: more\n    title: More\n    tier: optional\n    endpoints: [{ network: 2001:DB8::1, service: https }]\n';
  const list =
    '# Hosts\r\nCDN.Example.com.  # capitals are no error here\r\n2001:0DB8::1\r\n192.0.2.1.\t\r\n192.0.2.7.';
  const files = { 'spec.yaml': root, 'more.yaml': more, 'lists/cdn.txt': list };

  test('are fixed together, and all other bytes stay', () => {
    expect(fixedTexts(files)).toEqual({
      'spec.yaml': root.replace('WWW', 'www'),
      'more.yaml': more.replace('DB8', 'db8'),
      'lists/cdn.txt': list.replace('0DB8', 'db8').replace('7.', '7'),
    });
    expect(leftIn(files)).toEqual(['4:11 tab-character']);
  });

  test('are not fixed if "import" wrote them, which is told', () => {
    const imported = { ...files, 'lists/cdn.import.json': '{}', 'more.import.json': '{}' };
    expect(fixedTexts(imported)).toEqual({ ...imported, 'spec.yaml': root.replace('WWW', 'www') });
    expect(fixFiles(imported).imported).toEqual(['more.yaml', 'lists/cdn.txt']);
  });

  test('without a mistake have no edit', () => {
    const { files: edited, imported } = fixFiles({ 'spec.yaml': specText() });
    expect([edited.size, imported]).toEqual([0, []]);
  });

  test('show the location of each edit before all edits', () => {
    const text = specText({
      services:
        '  http: { ports: [80/tcp, TCP 8080, tcp/8000;8001], application: http }\n  https: { ports: [tcp/443], application: tls }',
    });
    const edits = [...fixFiles({ 'spec.yaml': text }).files.values()].flatMap(({ edits }) => edits);
    expect(edits.map(({ at, text }) => `${at.line}:${at.column} ${text}`)).toEqual([
      '6:19 tcp/80',
      '6:27 tcp/8080',
      '6:37 tcp/8000, tcp/8001',
    ]);
  });

  test.each([100, 200, 300])('get no item twice from %d edits', (count) => {
    const names = Array.from({ length: count }, (_, index) => `www.n${index}.com`);
    const written = [...names, ...names.map((name) => name.toUpperCase())];
    const items = written.map((name) => `\n      - ${name}`).join('');
    const tail = `unresolved:\n  - id: x\n    kind: declined\n    text: Declined\n    names:${items}`;
    expect(fixFiles({ 'spec.yaml': specText({ tail }) }).files.size).toBe(0);
  });

  test('are fixed even if more is wrong than one run reports', () => {
    const hosts = Array.from(
      { length: 450 },
      (_, index) => `{ host: H${index}.example.com, service: https }`,
    );
    const text = specText({ endpoints: hosts });
    expect(fixed(text)).toEqual({ text: text.replaceAll(' H', ' h'), left: [] });
  });
});
