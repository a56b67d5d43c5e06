import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { root } from '../../support/rendered.ts';
import { policyOf, textOf } from '../../targets/squid/support.ts';
import type { Description } from './lab.ts';
import { type Ask, get, greet, tunnel, withLogin } from './questions.ts';
import { askAll, needsLab, type World } from './world.ts';

const guide = readFileSync(join(root, 'docs/apply.md'), 'utf8');
const logformat = /^logformat portolan .*$/m.exec(guide)?.[0] ?? '';

const names = { 'inside.example.com': '198.51.100.130' };

function world(
  tlsInspection: 'none' | 'explicit' | 'intercept',
  redirect?: Description['redirect'],
): World {
  const policy = policyOf({
    services: { alternative: { ports: ['tcp/8440-8443'], application: 'tls' } },
    groups: [
      {
        id: 'web',
        to: {
          https: ['www.example.com', '*.example.net', 'inside.example.com'],
          http: ['www.example.com', 'http://docs.example.com/manual'],
          alternative: ['www.example.com'],
        },
      },
      { id: 'again', to: { https: ['www.example.com'] } },
      { id: 'updates', inspection: 'allow', to: { http: ['updates.example.com'] } },
    ],
    site: { inner: ['198.51.100.128/25'], targets: { squid: { tlsInspection } } },
  });
  return {
    bypass: textOf(policy),
    site: { inspection: tlsInspection, services: [], logformat },
    names,
    ...(redirect && { redirect }),
  };
}

const asked: readonly (readonly [Ask, string])[] = [
  [tunnel('www.example.com:443'), '200 web/https'],
  [tunnel('a.example.net:443'), '200 web/https'],
  [tunnel('www.example.com:8443'), '200 web/alternative'],
  [get('http://www.example.com/'), '200 web/http'],
  [get('http://docs.example.com/manual/one'), '200 web/http'],
  [get('http://updates.example.com/'), '200 updates/http'],
  [get('http://docs.example.com/other'), '407 -'],
  [tunnel('evil.example:443'), '407 -'],
  [withLogin(get('http://evil.example/')), '200 -'],
  [tunnel('www.example.com:443', { from: '203.0.113.200' }), '407 -'],
  [tunnel('inside.example.com:443'), '407 -'],
];

/** The lines of requests. The test network first opens a connection without one, to see whether Squid runs. */
function requestsIn(log: readonly string[]): string[] {
  return log.filter((line) => !line.includes(' error:'));
}

describe('the access log names the rule that allows a request, in the format of docs/apply.md', () => {
  for (const tlsInspection of ['none', 'explicit'] as const)
    needsLab(`tlsInspection ${tlsInspection}`, async (squid) => {
      const asks = asked.map(([ask]) => ({ ...ask, times: 1 }));
      const { log } = await askAll(squid, world(tlsInspection), asks);
      const logged = requestsIn(log).map((line) =>
        line.replace(/^.*\/([0-9]{3}) .* (\S+)$/, '$1 $2'),
      );
      expect(logged).toEqual(asked.map(([, want]) => want));
    });

  needsLab('of a redirected connection, once it has shown its name', async (squid) => {
    const redirect = [
      { filter: 'iptables', from: '192.0.2.0/24', port: '443', to: '3132' },
    ] as const;
    const asks = [
      greet('203.0.113.80', 443, 'a.example.net'),
      greet('203.0.113.80', 443, 'evil.example'),
    ];
    const { log } = await askAll(squid, world('intercept', redirect), asks);
    const logged = requestsIn(log).map((line) =>
      line.replace(/^.* ((?:CONNECT|GET) \S+) .* (\S+)$/, '$1 $2'),
    );
    expect(logged).toEqual([
      'CONNECT 203.0.113.80:443 -',
      'CONNECT a.example.net:443 web/https',
      'CONNECT 203.0.113.80:443 -',
      'GET https://evil.example/inside/1 -',
    ]);
  });
});
