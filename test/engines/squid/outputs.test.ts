import { expect } from '@jest/globals';
import { diagnosticsOf, needsSquid } from '../../targets/squid/squid.ts';
import { sitesWith } from '../sites.ts';

for (const { name, files } of sitesWith('squid'))
  needsSquid(`squid -k parse has nothing to say of ${name}`, () => {
    expect(diagnosticsOf(files.get('squid/bypass.conf') ?? '')).toEqual({ status: 0, said: [] });
  });
