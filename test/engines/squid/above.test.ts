import { describe, expect } from '@jest/globals';
import { live } from '../../../src/targets/squid/live/index.ts';
import { must } from '../../support/policy.ts';
import { committed } from './files.ts';
import { get } from './questions.ts';
import { needsLab, outcomesIn } from './world.ts';

const bypass = committed('generated/example');
const files = new Map([['squid/bypass.conf', bypass]]);

/** Does check --live say that these lines ask for a login, or deny, before the file? */
function isReported(above: readonly string[]): boolean {
  const text = ['acl staff proxy_auth REQUIRED', ...above, bypass, ''].join('\n');
  const { differences } = must(live.read([{ name: 'squid.conf', text }], files));
  return differences.some(({ message }) => message.startsWith('this line denies or asks'));
}

describe('lines of the site above the file', () => {
  for (const [above, isAsked] of [
    [['http_access allow staff'], true],
    [['http_access allow !staff'], true],
    [['acl bob proxy_auth bob', 'http_access deny bob'], true],
    [['acl every src all', 'http_access allow every staff'], true],
    [['acl lab src 10.255.0.0/16', 'http_access allow lab staff'], false],
  ] as const)
    needsLab(
      `ask ${isAsked ? 'all' : 'no'} clients for a login: ${above.join('; ')}`,
      async (squid) => {
        const site = { inspection: 'explicit', services: [], above } as const;
        const [outcome] = await outcomesIn(squid, { bypass, site }, [
          get('http://www.pitneybowes.com/'),
        ]);
        expect(outcome?.startsWith('407;')).toBe(isAsked);
        expect(isReported(above)).toBe(isAsked);
      },
    );
});
