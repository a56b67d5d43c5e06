import { booking, helper, inSpec, tested } from './edits.ts';
import type { Trick } from './trick.ts';

const exceptions = 'exceptions.yaml';
const only = '      - https://*.cdn.example.net\n';

/** What judges a change comes with the change: tests, exceptions, documents. */
export const judgeTricks: readonly Trick[] = [
  {
    name: 'the test that a change would fail goes with it',
    change: [
      inSpec('  - { name: no metadata service, deny: ["tcp://169.254.169.254:80"] }\n', ''),
      booking('{ network: 169.254.169.254, service: http }'),
    ],
    caught: [
      { by: 'diff', approval: ['no metadata service'] },
      { by: 'diff', findings: ['metadata-address'] },
    ],
  },
  {
    name: 'a test that only some may be open gets one more to allow',
    change: [inSpec(only, `${only}      - https://*.example.org\n`)],
    caught: [{ by: 'diff', approval: ['nothing else is open'] }],
  },
  {
    name: 'a test that only some may be open goes by the ports of a service',
    change: [
      {
        file: 'services.yaml',
        from: 'mqtt: { ports: [tcp/8883]',
        to: 'mqtt: { ports: [tcp/8883, tcp/1883]',
      },
    ],
    caught: [
      { by: 'diff', gains: ['198.51.100.0/28 tcp/1883'] },
      { by: 'diff', approval: ['nothing else is open'] },
    ],
  },
  {
    name: 'a test of a shut port gets an exception',
    change: [
      inSpec('except: [updates.example.com]', 'except: [updates.example.com, api.example.com]'),
    ],
    caught: [{ by: 'diff', approval: ['cleartext only for updates'] }],
  },
  {
    name: 'a test of a shut port is about another port',
    change: [inSpec('never: { ports: [tcp/80]', 'never: { ports: [tcp/81]')],
    caught: [{ by: 'diff', approval: ['cleartext only for updates'] }],
  },
  {
    name: 'a test denies another address than before',
    change: [inSpec('169.254.169.254:80', '169.254.169.253:80')],
    caught: [{ by: 'diff', approval: ['no metadata service'] }],
  },
  {
    name: 'a test is renamed and demands less under its new name',
    change: [
      inSpec(
        'name: no metadata service, deny: ["tcp://169.254.169.254:80"]',
        'name: no metadata, deny: ["tcp://169.254.169.254:8080"]',
      ),
    ],
    caught: [{ by: 'diff', approval: ['no metadata service'] }],
  },
  {
    name: 'a test that denies becomes one that allows',
    change: [
      inSpec(
        'no metadata service, deny: ["tcp://169.254.169.254:80"]',
        'no metadata service, allow: ["tcp://169.254.169.254:80"]',
      ),
      booking('{ network: 169.254.169.254, service: http }'),
    ],
    caught: [{ by: 'diff', approval: ['no metadata service'] }],
  },
  {
    name: 'a change brings the exception for its own finding',
    change: [
      booking('{ url: "http://api.example.com/v1" }'),
      {
        file: exceptions,
        from: 'exceptions:\n',
        to: `exceptions:
  - rule: cleartext
    endpoint: "http://api.example.com/v1"
    reason: accepted
    ticket: SEC-2
    approvedBy: Network Security
    until: 2027-10-31
`,
      },
    ],
    caught: [
      { by: 'diff', findings: ['cleartext'] },
      { by: 'diff', approval: ['exception from cleartext for http://api.example.com/v1'] },
    ],
  },
  {
    name: 'an exception is put off by years',
    change: [{ file: exceptions, from: '2027-10-31', to: '2037-10-31' }],
    caught: [{ by: 'diff', approval: ['exception from cleartext'] }],
  },
  {
    name: 'an exception is approved by somebody else',
    change: [{ file: exceptions, from: 'Network Security', to: 'A trainee' }],
    caught: [{ by: 'diff', approval: ['exception from cleartext'] }],
  },
  {
    name: 'what an exception accepts becomes worse under its name',
    before: [
      {
        file: exceptions,
        from: 'rule: cleartext\n    endpoint: "http://updates.example.com/clock"',
        to: 'rule: broad-port-range\n    endpoint: api.example.com',
      },
      {
        file: 'services.yaml',
        from: '  mqtt:',
        to: '  media: { ports: [udp/50000-50019], application: other }\n  mqtt:',
      },
      booking('{ host: api.example.com, service: media }'),
    ],
    change: [{ file: 'services.yaml', from: 'udp/50000-50019', to: 'udp/40000-59999' }],
    caught: [{ by: 'diff', findings: ['broad-port-range'] }],
  },
  {
    name: 'a new document vouches for the host that cites it',
    change: [
      inSpec(
        'documents:\n',
        `documents:
  faq: { title: Questions, domains: [evil.net], sha256: ${'a'.repeat(64)} }
`,
      ),
      booking('{ url: "https://c2.evil.net", source: { document: faq } }'),
    ],
    caught: [
      { by: 'diff', gains: ['c2.evil.net'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
  {
    name: 'a host cites a document of base that is about something else',
    change: [
      helper([
        '{ url: "https://collect.example.org", source: { document: guide, section: Help } }',
      ]),
    ],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'access is explained by nothing at all',
    change: [
      inSpec('    source: { document: guide, section: Help }\n', ''),
      inSpec('    exclude: [remote-help]\n', ''),
    ],
    caught: [{ by: 'diff', findings: ['gained-without-reason'] }],
  },
  {
    name: 'a host joins a group whose way around the inspection is accepted',
    before: [
      {
        file: exceptions,
        from: 'rule: cleartext\n    endpoint: "http://updates.example.com/clock"',
        to: 'rule: inspection-bypass\n    endpoint: booking',
      },
      inSpec('    title: Booking\n', '    title: Booking\n    inspection: bypass\n'),
    ],
    change: [booking('{ host: more.example.com, service: https }')],
    caught: [
      { by: 'diff', gains: ['more.example.com'] },
      { by: 'diff', findings: ['inspection-bypass'] },
    ],
  },
  {
    name: 'a host joins a list whose cleartext is accepted',
    before: [
      {
        file: exceptions,
        from: 'endpoint: "http://updates.example.com/clock"',
        to: 'endpoint: lists/cdn.txt',
      },
      inSpec('lists/cdn.txt, service: https', 'lists/cdn.txt, service: http'),
    ],
    change: [{ file: 'lists/cdn.txt', from: 'b.cdn', to: 'c.cdn.example.net\nb.cdn' }],
    caught: [
      { by: 'diff', gains: ['CLEARTEXT c.cdn.example.net'] },
      { by: 'diff', findings: ['cleartext'] },
    ],
  },
  {
    name: 'two tests exchange their names',
    change: [
      inSpec('name: bookings arrive, allow', 'name: no metadata service, allow'),
      inSpec('name: no metadata service, deny', 'name: bookings arrive, deny'),
    ],
    caught: [{ by: 'diff', approval: ['bookings arrive', 'no metadata service'] }],
  },
  {
    name: 'what the product needs and nobody opens is no more told',
    change: [
      inSpec(
        'unresolved:\n  - { id: time, kind: silent, text: No time server is named, source: { document: guide, section: Servers } }\n',
        '',
      ),
    ],
    caught: [{ by: 'diff', wording: ['unresolved time'] }],
  },
  {
    name: 'the ticket of an endpoint becomes another one',
    change: [inSpec('CHG-100', 'CHG-999')],
    caught: [{ by: 'diff', wording: ['ticket'] }],
  },
  {
    name: 'the note of an endpoint says something else',
    change: [inSpec('note: The packages are signed', 'note: Approved by security')],
    caught: [{ by: 'diff', wording: ['note'] }],
  },
  {
    name: 'a second test takes the name of the one that goes next',
    change: [tested('{ name: no metadata service, deny: ["tcp://169.254.169.253:80"] }')],
    caught: [{ by: 'validate', problems: ['no metadata service'] }],
  },
  {
    name: 'a second exception for the same stands before the first',
    change: [
      {
        file: exceptions,
        from: 'exceptions:\n',
        to: `exceptions:
  - rule: cleartext
    endpoint: "http://updates.example.com/clock"
    reason: whatever
    ticket: SEC-2
    approvedBy: A trainee
    until: 2037-10-31
`,
      },
    ],
    caught: [{ by: 'diff', problems: ['exception-twice'] }],
  },
  {
    name: 'a document comes to vouch for a domain, before somebody opens a host there',
    change: [inSpec('domains: [example.com]', 'domains: [example.com, evil.net]')],
    caught: [{ by: 'diff', approval: ['document guide: domains'] }],
  },
  {
    name: 'a new document vouches for a domain, before somebody opens a host there',
    change: [
      inSpec('documents:\n', 'documents:\n  faq: { title: Questions, domains: [evil.net] }\n'),
    ],
    caught: [{ by: 'diff', approval: ['document faq: domains'] }],
  },
];
