import { describe } from '@jest/globals';
import { policyOf } from '../../support/policy.ts';
import { textOf } from '../../targets/squid/support.ts';
import { type Named, passes } from './cases.ts';
import { get, tunnel } from './questions.ts';
import { type Case, proveIn } from './world.ts';

// What a rule allows in addition to the Internet, as the caveats state, and how a site denies it.
const names = { 'inner.example.com': '10.0.0.1', 'proxy.example.net': '192.0.2.1' };

const anywhere = () =>
  textOf(
    policyOf({
      services: { cleartext: { ports: ['tcp/80', 'tcp/3128'], application: 'http' } },
      groups: [{ id: 'all', to: { cleartext: ['any'], https: ['any'] } }],
      site: { targets: { squid: { tlsInspection: 'explicit' } } },
    }),
  );

const innerPlaces: readonly Named[] = [
  ['its own address', get('http://127.0.0.1/')],
  ['its own address of IPv6', get('http://[::1]/')],
  ['its own address in a tunnel', tunnel('127.0.0.1:443')],
  ['what a cloud tells its machines', get('http://169.254.169.254/')],
  ['a private address', get('http://10.0.0.2/')],
  ['a name that leads to a private address', get('http://inner.example.com/')],
  ['such a name in a tunnel', tunnel('inner.example.com:443')],
];

const manager: Named = [
  "the manager's pages",
  get('http://proxy.example.net:3128/squid-internal-mgr/menu'),
];

const above = [
  'acl inside dst 127.0.0.0/8 10.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16',
  'acl inside dst ::1 fe80::/10 fc00::/7',
  'http_access deny manager',
  'http_access deny inside',
];

const shut: Case[] = [...innerPlaces, manager].map(([what, ask]) => [
  `is refused: ${what}`,
  ask,
  ask.tls === undefined
    ? '403; fetched 0; seen by nobody'
    : '200 by Bump CA, 403; fetched 0; seen by nobody',
]);

describe('a rule to any place', () => {
  proveIn(
    () => ({ bypass: anywhere(), site: { inspection: 'explicit', services: [] }, names }),
    [
      ...passes(...innerPlaces, ['any host', get('http://www.example.com/')]),
      [`opens ${manager[0]}`, manager[1], '200; fetched 0; seen by nobody'],
    ],
  );
});

describe('a rule to any destination, with internal addresses denied above the file', () => {
  proveIn(
    () => ({ bypass: anywhere(), site: { inspection: 'explicit', services: [], above }, names }),
    [
      ...shut,
      ...passes(
        ['any host', get('http://www.example.com/')],
        ['in a tunnel', tunnel('www.example.com:443')],
      ),
    ],
  );
});

describe('a listed name that leads to a private address', () => {
  const listed = () =>
    textOf(
      policyOf({
        groups: [{ id: 'all', to: { http: ['inner.example.com'] } }],
        site: { targets: { squid: { tlsInspection: 'explicit' } } },
      }),
    );
  const ask = get('http://inner.example.com/');
  proveIn(
    () => ({ bypass: listed(), site: { inspection: 'explicit', services: [] }, names }),
    passes(['the name', ask]),
  );
  proveIn(
    () => ({ bypass: listed(), site: { inspection: 'explicit', services: [], above }, names }),
    [
      [
        'is refused where the site refuses the address above the file',
        ask,
        '403; fetched 0; seen by nobody',
      ],
    ],
  );
});
