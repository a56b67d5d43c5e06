import { describe, expect } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { policyOf } from '../../support/policy.ts';
import { textOf } from '../../targets/squid/support.ts';
import { type Ask, asWebSocket, fetchAt, get, tunnel } from './questions.ts';
import type { Squid } from './squid.ts';
import { askAll, needsLab, outcomesIn, type World } from './world.ts';

// What reader and caveats say of ws:// and wss://.
const world = (
  tlsInspection: SquidOptions['tlsInspection'],
  inspection: 'bypass' | 'allow' = 'bypass',
): World => ({
  bypass: textOf(
    policyOf({
      groups: [
        {
          id: 'chat',
          inspection,
          to: { http: ['chat.example.com'], https: ['chat.example.com'] },
        },
      ],
      site: { targets: { squid: { tlsInspection } } },
    }),
  ),
  site: { inspection: tlsInspection, services: [] },
  redirect: [{ filter: 'iptables', from: '192.0.2.0/24', port: '80', to: '3131' }],
});

/** What an origin was asked to go on with, by each question. */
async function upgradesOf(squid: Squid, where: World, asks: readonly Ask[]) {
  const { answers } = await askAll(squid, where, asks.map(asWebSocket));
  return [...answers.values()].map(({ events }) =>
    events.flatMap(({ by, upgrade = 'nothing' }) => (by === 'origin' ? [upgrade] : [])),
  );
}

const asked = get('http://chat.example.com/');
const redirected = fetchAt('203.0.113.80', 'chat.example.com', '/');
const secure = tunnel('chat.example.com:443');

describe('a WebSocket', () => {
  for (const tlsInspection of ['none', 'explicit'] as const)
    needsLab(
      `in cleartext is refused its CONNECT, tlsInspection ${tlsInspection}`,
      async (squid) => {
        const ask = tunnel('chat.example.com:80');
        expect(await outcomesIn(squid, world(tlsInspection), [ask])).toEqual([
          '407; fetched 0; seen by nobody',
        ]);
      },
    );

  needsLab('in cleartext loses its Upgrade, asked or redirected', async (squid) => {
    const upgrades = await upgradesOf(squid, world('intercept'), [asked, redirected]);
    expect(upgrades).toEqual([['nothing'], ['nothing']]);
  });

  needsLab('in TLS keeps it where it bypasses', async (squid) => {
    expect(await upgradesOf(squid, world('explicit'), [secure])).toEqual([['websocket']]);
  });

  needsLab('in TLS loses it where it is decrypted', async (squid) => {
    expect(await upgradesOf(squid, world('explicit', 'allow'), [secure])).toEqual([['nothing']]);
  });

  needsLab('keeps it everywhere where the site says so', async (squid) => {
    const above = ['http_upgrade_request_protocols websocket allow all'];
    const saying = ({ site, ...rest }: World) => ({ ...rest, site: { ...site, above } });
    const plain = await upgradesOf(squid, saying(world('intercept')), [asked, redirected]);
    const inside = await upgradesOf(squid, saying(world('explicit', 'allow')), [secure]);
    expect([...plain, ...inside]).toEqual([['websocket'], ['websocket'], ['websocket']]);
  });
});
