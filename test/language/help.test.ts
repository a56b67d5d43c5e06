import { describe, expect, test } from '@jest/globals';
import { fixedTexts } from '../support/fix.ts';
import { loadFiles, type SpecParts, specText } from '../support/load.ts';

/** The messages and helps of a spec with these parts. */
function said(parts: SpecParts): string[] {
  const loaded = loadFiles({ 'spec.yaml': specText(parts) });
  if (loaded.ok) return ['valid'];
  return loaded.error.problems.map(({ message, help }) => `${message} | ${help}`);
}

/** A row: what is written, the words about it, and the same spec after the help is obeyed. */
type Row = readonly [what: string, wrong: SpecParts, words: string, obeyed?: SpecParts];

const endpoint = (written: string, head = ''): SpecParts => ({ endpoints: [written], head });
const service = (written: string): SpecParts => ({
  services: `  http: { ports: [tcp/80], application: http }\n  https: { ports: [tcp/443], application: tls }\n  more: ${written}`,
  endpoints: ['{ host: www.example.com, services: [https, more] }'],
});
const tenant = 'variables: { tenant: {} }';

const rows: readonly Row[] = [
  [
    'a service of protocols without an application',
    service('{ protocols: [icmp-echo] }'),
    'missing key "application" in service "more" | add it, for example: application: "other"',
    service('{ protocols: [icmp-echo], application: "other" }'),
  ],
  [
    'https as an application',
    service('{ ports: [tcp/8443], application: https }'),
    'invalid value "https" for "application" | did you mean "tls"?',
    service('{ ports: [tcp/8443], application: tls }'),
  ],
  [
    'SSL as an application',
    service('{ ports: [tcp/8443], application: SSL }'),
    'invalid value "SSL" for "application" | did you mean "tls"?',
  ],
  [
    'an https URL on a service of cleartext',
    endpoint('{ url: "https://www.example.com:80", service: http }'),
    '"https://www.example.com:80" uses service "http", whose application is http | use another service, or change the application of "http" to tls',
  ],
  [
    'a list of services under service',
    endpoint('{ host: www.example.com, service: [http, https] }'),
    'expected text for "service", found a list | write "services: [http, https]" instead',
    endpoint('{ host: www.example.com, services: [http, https] }'),
  ],
  [
    'two services in one text',
    endpoint('{ host: www.example.com, service: "http, https" }'),
    'unknown service "http, https" | write "services: [http, https]" instead',
  ],
  [
    'a number as a service',
    endpoint('{ host: www.example.com, service: 443 }'),
    'expected text for "service", found a number | define a service with "ports: [tcp/443]" under "services", and write its name here',
  ],
  [
    'a port as a service',
    endpoint('{ host: www.example.com, service: udp/53 }'),
    'unknown service "udp/53" | define a service with "ports: [udp/53]" under "services", and write its name here',
  ],
  [
    'a variable without quotes in braces',
    endpoint(`{ host: \${tenant}.example.com, service: https }`, tenant),
    `expected "," or "}", found "{" | put the text in quotes: "\${tenant}.example.com"`,
    {
      ...endpoint(`{ host: "\${tenant}.example.com", service: https }`, tenant),
      site: '    variables: { tenant: acme }',
    },
  ],
  [
    'a variable without quotes in a URL in braces',
    endpoint(`{ url: https://\${tenant}.example.com/a }`, tenant),
    `expected "," or "}", found "{" | put the text in quotes: "https://\${tenant}.example.com/a"`,
  ],
  [
    'a placeholder in braces, in braces',
    endpoint('{ host: {tenant}.example.com, service: https }'),
    'expected "," or "}", found ".example.com" | put the text in quotes: "{tenant}.example.com"',
  ],
  [
    'a placeholder in brackets, in braces',
    endpoint('{ host: [tenant].example.com, service: https }'),
    'expected "," or "}", found ".example.com" | put the text in quotes: "[tenant].example.com"',
  ],
  [
    'a host as the name of a destination',
    endpoint('{ to: ntp.example.net, service: https }'),
    'expected the name of a destination, found "ntp.example.net" | write "host: ntp.example.net", or a name that each site defines under "destinations"',
    endpoint('{ host: ntp.example.net, service: https }'),
  ],
  [
    'an address as the name of a destination',
    endpoint('{ to: 192.0.2.1, service: https }'),
    'expected the name of a destination, found "192.0.2.1" | write "network: 192.0.2.1", or a name that each site defines under "destinations"',
    endpoint('{ network: 192.0.2.1, service: https }'),
  ],
  [
    'a wildcard as the name of a destination',
    endpoint('{ to: "*.example.net", service: https }'),
    'expected the name of a destination, found "*.example.net" | write host: "*.example.net", or a name that each site defines under "destinations"',
    endpoint('{ host: "*.example.net", service: https }'),
  ],
  [
    'a star as the name of a destination',
    endpoint('{ to: "*", service: https }'),
    'expected the name of a destination, found "*" | write "to: any"',
    endpoint('{ to: any, service: https }'),
  ],
  [
    'any as a host',
    endpoint('{ host: any, service: https }'),
    '"any" is not a host | for every destination, write "to: any"',
  ],
  [
    'all as a network',
    endpoint('{ network: all, service: https }'),
    '"all" is not a network | for every destination, write "to: any"',
  ],
  [
    'a wildcard as a network',
    endpoint('{ network: "*.example.com", service: https }'),
    'expected an address, found the name "*.example.com" | write host: "*.example.com"',
    endpoint('{ host: "*.example.com", service: https }'),
  ],
  [
    'a URL as a network',
    endpoint('{ network: "https://www.example.com" }'),
    'expected an address, found the URL "https://www.example.com" | write "url: https://www.example.com"',
    endpoint('{ url: https://www.example.com }'),
  ],
  [
    'two networks in one text',
    endpoint('{ network: "66.114.160.0/20, 66.163.32.0/19", service: https }'),
    '"66.114.160.0/20, 66.163.32.0/19" is more than one network | write an entry for each, as in "66.114.160.0/20" and "66.163.32.0/19"',
  ],
  [
    'a network with a port',
    endpoint('{ network: "198.51.100.0/24:443", service: https }'),
    'invalid prefix length "/24:443" | write "198.51.100.0/24", and name a service with the port',
  ],
  [
    'a network with a mask after a space',
    endpoint('{ network: 192.0.2.0 255.255.255.0, service: https }'),
    'invalid address "192.0.2.0 255.255.255.0" | write "192.0.2.0/24"',
    endpoint('{ network: 192.0.2.0/24, service: https }'),
  ],
  [
    'a network with an inverted mask',
    endpoint('{ network: 192.0.2.0 0.0.0.255, service: https }'),
    'invalid address "192.0.2.0 0.0.0.255" | write "192.0.2.0/24"',
  ],
  [
    'a network with a mask and host bits',
    endpoint('{ network: 192.0.2.9/255.255.255.0, service: https }'),
    'invalid prefix length "/255.255.255.0" | write "192.0.2.0/24", or "192.0.2.9" for the address alone',
  ],
  [
    'a network with a star',
    endpoint('{ network: "203.0.113.*", service: https }'),
    'invalid address "203.0.113.*" | write "203.0.113.0/24"',
    endpoint('{ network: 203.0.113.0/24, service: https }'),
  ],
  [
    'two hosts in one text',
    endpoint('{ host: "a.example, b.example", service: https }'),
    '"a.example, b.example" is more than one host | write an entry for each, as in "a.example" and "b.example"',
  ],
  [
    'a list of hosts',
    endpoint('{ host: [a.example, b.example], service: https }'),
    'expected text for "host", found a list | write one endpoint for each',
  ],
  [
    'a list of networks',
    endpoint('{ network: [192.0.2.1, 192.0.2.9], service: https }'),
    'expected text for "network", found a list | write one endpoint for each',
  ],
  [
    'a host as an endpoint',
    endpoint('x.example.com'),
    'expected an endpoint, found "x.example.com" | write "host: x.example.com"',
  ],
  [
    'a URL as an endpoint',
    endpoint('https://x.example.com'),
    'expected an endpoint, found "https://x.example.com" | write "url: https://x.example.com"',
    endpoint('url: https://x.example.com'),
  ],
  [
    'a URL without a space after its key',
    endpoint('url:https://x.example.com'),
    'expected an endpoint, found "url:https://x.example.com" | write a space after the colon: "url: https://x.example.com"',
  ],
  [
    'a text as a source',
    { group: '    source: Table 2' },
    'expected a map for "source", found text | write "source: { document: guide, section: Table 2 }" with the name of your document',
    {
      group: '    source: { document: guide, section: Table 2 }',
      head: 'documents: { guide: { title: Guide } }',
    },
  ],
  [
    'a list of applications',
    { group: '    applications: [okta]' },
    'expected a map for "applications", found a list | write them by target: "applications: { paloalto: [okta] }"',
    { group: '    applications: { paloalto: [okta] }' },
  ],
  [
    'a list under select',
    { group: '    tags: [t]', site: '    select: [t]' },
    'expected a map for "select", found a list | write "select: { tags: [t] }"',
    { group: '    tags: [t]', site: '    select: { tags: [t] }' },
  ],
  [
    'a value where a variable is declared',
    {
      head: 'variables: { tenant: acme }',
      endpoints: [`{ url: "https://\${tenant}.example.com" }`],
      site: '    variables: { tenant: acme }',
    },
    'expected a map for "tenant", found text | write "tenant: {}" here, and the value at each site under "variables"',
  ],
  [
    'a default of a variable',
    {
      head: 'variables: { tenant: { default: acme } }',
      endpoints: [`{ url: "https://\${tenant}.example.com" }`],
      site: '    variables: { tenant: acme }',
    },
    'unknown key "default" in "tenant" | write "tenant: {}" here, and the value at each site under "variables"',
  ],
  [
    'a wildcard among the domains of a document',
    { head: 'documents: { guide: { title: Guide, domains: ["*.wbx2.com"] } }' },
    'invalid item of "domains": "*.wbx2.com" | write "wbx2.com"',
    { head: 'documents: { guide: { title: Guide, domains: ["wbx2.com"] } }' },
  ],
  [
    'a wildcard as a URL',
    endpoint('{ url: "*.wbx2.com" }'),
    'invalid URL "*.wbx2.com" | write "url: https://*.wbx2.com", or host: "*.wbx2.com" with a service',
    endpoint('{ url: https://*.wbx2.com }'),
  ],
  [
    'a port before its transport without a list',
    service('{ ports: 443/tcp, application: tls }'),
    'expected a list for "ports", found text | write a list: [tcp/443]',
    service('{ ports: [tcp/443], application: tls }'),
  ],
  [
    'a number as ports',
    service('{ ports: 443, application: tls }'),
    'expected a list for "ports", found a number | write a list: [tcp/443]',
  ],
  [
    'IPsec as a protocol',
    service('{ protocols: [ipsec], application: other }'),
    'expected a protocol without ports, found "ipsec" | write "protocols: [esp]", and the ports of its key exchange: "ports: [udp/500, udp/4500]"',
    service('{ protocols: [esp], ports: [udp/500, udp/4500], application: other }'),
  ],
  [
    'a source in a service',
    service('{ ports: [tcp/443], application: tls, source: 192.0.2.0/24 }'),
    'unknown key "source" in service "more" | the clients of each site are the source; add a need from other hosts to "unresolved"',
  ],
  [
    'from in a service',
    service('{ ports: [tcp/443], application: tls, from: 192.0.2.0/24 }'),
    'unknown key "from" in service "more" | the clients of each site are the source; add a need from other hosts to "unresolved"',
  ],
  [
    'icmp in a service',
    service('{ icmp: true, application: other }'),
    'unknown key "icmp" in service "more" | write "protocols: [icmp-echo]" in a service; it allows ping, and add any other ICMP to "unresolved"',
  ],
  [
    'a URL on a port of another transport',
    {
      ...endpoint('{ url: udp://x.example.com:9000 }'),
      services: '  udp: { ports: [udp/9000], application: other }',
    },
    '"udp://x.example.com:9000" is a URL, which uses TCP, and tcp/9000 is not in the service "udp" | use "host:" with the service; keep the URL as printed in "printed.url"',
    {
      ...endpoint('{ host: x.example.com, service: udp }'),
      services: '  udp: { ports: [udp/9000], application: other }',
    },
  ],
];

/** The words about a line of a list, and the line after "--fix"; it is the same without a fix. */
const lines: readonly (readonly [line: string, words: string, fixed: string])[] = [
  [
    '192.0.2.1 - 192.0.2.9',
    'the range "192.0.2.1 - 192.0.2.9" contains spaces | write "192.0.2.1-192.0.2.9"',
    '192.0.2.1-192.0.2.9',
  ],
  [
    '2001:db8::1 - 2001:db8::9',
    'the range "2001:db8::1 - 2001:db8::9" contains spaces | write "2001:db8::1-2001:db8::9"',
    '2001:db8::1-2001:db8::9',
  ],
  [
    'a.example - b.example',
    '"a.example - b.example" is more than one entry | write one host or one network per line, and "#" before a comment',
    'a.example - b.example',
  ],
  [
    '"*.q.example.com"',
    '""*.q.example.com"" has quotes, which lists do not need | write "*.q.example.com"',
    '*.q.example.com',
  ],
  [
    '"*.com"',
    'the host ""*.com"" contains "\\"" | use only a-z, 0-9, hyphens, underscores and dots',
    '"*.com"',
  ],
  ['; c', '"; c" is not an entry | begin a comment with "#"', '; c'],
  ['// c', '"// c" is not an entry | begin a comment with "#"', '// c'],
  [
    'https://foo.example.com/x',
    '"https://foo.example.com/x" is more than a host name | write "foo.example.com": a list has no schemes, ports or paths',
    'https://foo.example.com/x',
  ],
  [
    'foo.example.com:443',
    '"foo.example.com:443" is more than a host name | write "foo.example.com": a list has no schemes, ports or paths',
    'foo.example.com:443',
  ],
  [
    'foo.example.com/x',
    '"foo.example.com/x" is more than a host name | write "foo.example.com": a list has no schemes, ports or paths',
    'foo.example.com/x',
  ],
  [
    '[2001:db8::1]:443',
    '"[2001:db8::1]:443" is more than a host name | write "2001:db8::1": a list has no schemes, ports or paths',
    '[2001:db8::1]:443',
  ],
  [
    '192.0.2.1:443',
    '"192.0.2.1:443" is more than a host name | write "192.0.2.1": a list has no schemes, ports or paths',
    '192.0.2.1:443',
  ],
  ['203.0.113.*', 'invalid address "203.0.113.*" | write "203.0.113.0/24"', '203.0.113.*'],
];

describe('says a fix for a line of a list', () => {
  test.each(lines)('%s', (line, words, fixed) => {
    const files = {
      'spec.yaml': specText({ endpoints: ['{ list: a.txt, service: https }'] }),
      'a.txt': `www.example.com\n${line}\n`,
    };
    const loaded = loadFiles(files);
    const problems = loaded.ok ? [] : loaded.error.problems;
    expect(problems.map(({ message, help }) => `${message} | ${help}`)).toEqual([words]);
    expect(fixedTexts(files)['a.txt']).toBe(`www.example.com\n${fixed}\n`);
  });
});

describe('says a fix that works', () => {
  test.each(rows)('%s', (_what, wrong, words) => {
    expect(said(wrong)).toEqual([words]);
  });

  const obeyed = rows.flatMap(([what, , , after]) =>
    after === undefined ? [] : [{ what, after }],
  );
  test.each(obeyed)('$what, once the help is obeyed', ({ after }) => {
    expect(said(after)).toEqual(['valid']);
  });
});
