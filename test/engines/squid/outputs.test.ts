import { join } from 'node:path';
import { expect } from '@jest/globals';
import { needs } from '../../support/needs.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { root } from '../../support/rendered.ts';
import { sitesWith } from '../sites.ts';
import { diagnosticsOf, needsSquid, squids } from './squid.ts';

for (const { name, files } of sitesWith('squid'))
  needsSquid(`squid -k parse has nothing to say of ${name}`, (squid) => {
    expect(diagnosticsOf(squid, files.get('squid/bypass.conf') ?? '')).toEqual({
      status: 0,
      said: [],
    });
  });

needs(squids.flatMap(({ missing }) => missing))('the two Squids are of two major versions', () => {
  const versions = squids.map(({ title }) => /^Squid ([0-9]+)\./.exec(title)?.[1]);
  expect(versions).not.toContain(undefined);
  expect(new Set(versions).size).toBe(2);
});

needsProgram('shellcheck')('shellcheck has nothing to say of second-squid.sh', () => {
  expect(run('shellcheck', [join(root, 'scripts/second-squid.sh')])).toMatchObject({
    status: 0,
    stdout: '',
  });
});
