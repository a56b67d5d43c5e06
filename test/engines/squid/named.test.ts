import { describe, expect } from '@jest/globals';
import { committed } from './files.ts';
import { get, tunnel } from './questions.ts';
import { needsLab, outcomesIn } from './world.ts';

// Squid reads a conf.d by name. The site's auth.conf asks for a login there.
describe('the file in a conf.d, beside the auth.conf of the site', () => {
  const asks = [get('http://www.pitneybowes.com/'), tunnel('api.pitneybowes.com:443')];
  const outcomes = (named: string) => ({
    bypass: committed('generated/example'),
    site: { inspection: 'explicit', services: [], named } as const,
  });

  needsLab('has no effect as bypass.conf', async (squid) => {
    const login = '407; fetched 0; seen by nobody';
    expect(await outcomesIn(squid, outcomes('bypass.conf'), asks)).toEqual([login, login]);
  });

  needsLab('allows the listed hosts under the name from its header', async (squid) => {
    const named = / so name it (\S+) there\n/.exec(committed('generated/example'))?.[1];
    expect(named).toBe('00-portolan-spt.conf');
    expect(await outcomesIn(squid, outcomes(named ?? ''), asks)).toEqual([
      '200; fetched 2; seen by nobody',
      '200 by Origin CA, 200; fetched 1; seen by nobody',
    ]);
  });
});
