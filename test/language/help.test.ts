import { describe, expect, test } from '@jest/globals';
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
];

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
