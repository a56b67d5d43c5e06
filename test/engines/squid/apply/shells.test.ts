import { describe, expect } from '@jest/globals';
import { needsProgram, run } from '../../../support/programs.ts';
import { filesFor, needsDevice, said } from './device.ts';

const files = filesFor(['www.example.com']);

describe.each(['dash', 'bash --posix', 'mksh', 'busybox sh'])('squid/apply.sh in %s', (shell) => {
  needsDevice('checks, applies, sees a drift, mends it and removes', (squid) => {
    expect(
      said(
        squid,
        files,
        `apply check; echo "check $?"; apply apply 2> /dev/null; echo "apply $?"; echo '# more' >> conf.d/00-portolan-spt.conf
         apply diff; apply status 2> /dev/null; echo "status $?"; apply apply 2> /dev/null; apply status 2> /dev/null; echo "status $?"
         apply remove 2> /dev/null; echo "remove $?"; ls -A conf.d; apply > /dev/null 2>&1; echo "usage $?"`,
        shell,
      ),
    ).toEqual([
      'check 0',
      'apply 0',
      '~ order or comments',
      '/mnt/conf.d/00-portolan-spt.conf: < expected, > installed',
      '> # more',
      'status 1',
      'status 0',
      'remove 0',
      'auth.conf',
      'usage 2',
    ]);
  });
});

needsProgram('shellcheck')('shellcheck has nothing to say of squid/apply.sh', () => {
  expect(run('shellcheck', ['-s', 'sh', '-'], files['squid/apply.sh'])).toMatchObject({
    status: 0,
    stdout: '',
  });
});
