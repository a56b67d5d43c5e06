import { booking, helper, inSpec, tested } from './edits.ts';
import type { Trick } from './trick.ts';

const exceptions = 'exceptions.yaml';
const only = '      - https://*.cdn.example.net\n';

/** Tricks that change what judges the change: tests, exceptions, documents. */
export const judgeTricks: readonly Trick[] = [
  {
    name: 'a change removes the test that it would fail',
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
    name: 'a test of the only allowed flows allows one more',
    change: [inSpec(only, `${only}      - https://*.example.org\n`)],
    caught: [{ by: 'diff', approval: ['nothing else is open'] }],
  },
  {
    name: 'a test of the only allowed flows is widened by the ports of a service',
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
    name: 'a test with a variable is widened by the ports of a service that nothing uses any more',
    before: [
      inSpec('documents:\n', 'variables: { tenant: {} }\n\ndocuments:\n'),
      booking(`{ url: "https://\${tenant}.example.com", ticket: CHG-100 }`),
      inSpec('    prefix: tcd\n', '    prefix: tcd\n    variables: { tenant: contoso }\n'),
      inSpec(
        '    exclude: [remote-help]\n',
        '    exclude: [remote-help]\n    variables: { tenant: contoso }\n',
      ),
      inSpec(only, `${only}      - https://\${tenant}.example.com\n`),
    ],
    change: [
      inSpec('      - { network: 198.51.100.0/28, service: mqtt }\n', ''),
      {
        file: 'services.yaml',
        from: 'mqtt: { ports: [tcp/8883], application: tls }',
        to: 'mqtt: { ports: [tcp/1-65535], application: other }',
      },
    ],
    caught: [{ by: 'diff', approval: ['nothing else is open'] }],
  },
  {
    name: 'a name is no longer declined, so that a later change can allow it',
    before: [
      inSpec(
        'unresolved:\n',
        'unresolved:\n  - { id: press, kind: declined, text: The press, names: [press.example.org] }\n',
      ),
    ],
    change: [inSpec('text: The press, names: [press.example.org] }', 'text: The press }')],
    caught: [{ by: 'diff', approval: ['no longer declined'] }],
  },
  {
    name: 'a test of a denied port gets an exception',
    change: [
      inSpec('except: [updates.example.com]', 'except: [updates.example.com, api.example.com]'),
    ],
    caught: [{ by: 'diff', approval: ['cleartext only for updates'] }],
  },
  {
    name: 'a test of a denied port changes to another port',
    change: [inSpec('never: { ports: [tcp/80]', 'never: { ports: [tcp/81]')],
    caught: [{ by: 'diff', approval: ['cleartext only for updates'] }],
  },
  {
    name: 'a test denies a different address',
    change: [inSpec('169.254.169.254:80', '169.254.169.253:80')],
    caught: [{ by: 'diff', approval: ['no metadata service'] }],
  },
  {
    name: 'a test is renamed and requires less',
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
    name: 'a change adds the exception for its own finding',
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
    name: 'a change adds an exception for a whole group',
    change: [
      booking('{ url: "http://api.example.com/v1" }'),
      {
        file: exceptions,
        from: 'exceptions:\n',
        to: `exceptions:
  - { rule: cleartext, group: booking, reason: accepted, ticket: SEC-2, approvedBy: Network Security, until: 2027-10-31 }
`,
      },
    ],
    caught: [
      { by: 'diff', findings: ['cleartext'] },
      { by: 'diff', approval: ['group exception from cleartext for booking'] },
    ],
  },
  {
    name: 'a host slips in under the exception for its group',
    before: [
      {
        file: exceptions,
        from: 'endpoint: "http://updates.example.com/clock"',
        to: 'group: booking',
      },
    ],
    change: [booking('{ url: "http://api.example.com/v1" }')],
    caught: [{ by: 'diff', findings: ['cleartext'] }],
  },
  {
    name: 'a host slips in under the exception for its list',
    before: [
      {
        file: exceptions,
        from: 'rule: cleartext\n    endpoint: "http://updates.example.com/clock"',
        to: 'rule: third-party-domain\n    list: lists/cdn.txt',
      },
    ],
    change: [{ file: 'lists/cdn.txt', from: 'b.cdn', to: 'cdn.example.org\nb.cdn' }],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a host of the document is declined, so that nobody asks for it',
    change: [
      {
        file: 'spec.yaml',
        from: 'unresolved:\n',
        to: 'unresolved:\n  - { id: press, kind: declined, text: not needed, names: [press.example.com] }\n',
      },
    ],
    caught: [{ by: 'diff', approval: ['unresolved press: declined'] }],
  },
  {
    name: 'an exception is extended by years',
    change: [{ file: exceptions, from: '2027-10-31', to: '2037-10-31' }],
    caught: [{ by: 'diff', approval: ['exception from cleartext'] }],
  },
  {
    name: 'an exception names another approver',
    change: [{ file: exceptions, from: 'Network Security', to: 'A trainee' }],
    caught: [{ by: 'diff', approval: ['exception from cleartext'] }],
  },
  {
    name: 'an accepted finding becomes worse under its exception',
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
    name: 'a new document justifies the host that cites it',
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
    name: 'access has no reason at all',
    change: [
      inSpec('    source: { document: guide, section: Help }\n', ''),
      inSpec('    exclude: [remote-help]\n', ''),
    ],
    caught: [{ by: 'diff', findings: ['gained-without-reason'] }],
  },
  {
    name: 'a host joins a group whose inspection bypass is accepted',
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
    name: 'two tests swap their names',
    change: [
      inSpec('name: bookings arrive, allow', 'name: no metadata service, allow'),
      inSpec('name: no metadata service, deny', 'name: bookings arrive, deny'),
    ],
    caught: [{ by: 'diff', approval: ['bookings arrive', 'no metadata service'] }],
  },
  {
    name: 'an unresolved requirement is removed',
    change: [
      inSpec(
        'unresolved:\n  - { id: time, kind: silent, text: No time server is named, source: { document: guide, section: Servers } }\n',
        '',
      ),
    ],
    caught: [{ by: 'diff', wording: ['unresolved time'] }],
  },
  {
    name: 'the ticket of an endpoint changes',
    change: [inSpec('CHG-100', 'CHG-999')],
    caught: [{ by: 'diff', wording: ['ticket'] }],
  },
  {
    name: 'the note of an endpoint changes',
    change: [inSpec('note: The packages are signed', 'note: Approved by security')],
    caught: [{ by: 'diff', wording: ['note'] }],
  },
  {
    name: 'a second test gets the name of a test that is removed next',
    change: [tested('{ name: no metadata service, deny: ["tcp://169.254.169.253:80"] }')],
    caught: [{ by: 'validate', problems: ['no metadata service'] }],
  },
  {
    name: 'a second exception for the same finding is placed before the first',
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
    name: 'a document gets a domain before a host of that domain is added',
    change: [inSpec('domains: [example.com]', 'domains: [example.com, evil.net]')],
    caught: [{ by: 'diff', approval: ['document guide: domains'] }],
  },
  {
    name: 'a new document lists a domain before a host of that domain is added',
    change: [
      inSpec('documents:\n', 'documents:\n  faq: { title: Questions, domains: [evil.net] }\n'),
    ],
    caught: [{ by: 'diff', approval: ['document faq: domains'] }],
  },
];
