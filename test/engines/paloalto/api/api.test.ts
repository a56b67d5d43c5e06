import { describe, expect } from '@jest/globals';
import { it, run, type Settings, shells } from './requests.ts';

describe.each(shells)('api.sh in %s', (shell) => {
  it('locks, sends one request, validates, unlocks and commits, with the key in the header alone', () => {
    const { status, stdout, stderr, argv, seen, order } = run('apply --yes --commit ci multi.xml', {
      shell,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      'the candidate is changed\njob 7: done\nthe candidate is valid\njob 7: done\ncommitted\n',
    );
    const writes = order.filter((what) => !what.startsWith('config get'));
    expect(writes).toEqual(
      [
        'op <check><pending-changes></pending-changes></check>',
        'op <show><config-locks></config-locks></show>',
        'op <request><config-lock><add><comment>portolan demo',
        'op <check><pending-changes></pending-changes></check>',
        'config multi-config',
        'op <validate><full></full></validate>',
        'op <show><jobs><id>7</id></jobs></show>',
        'op <request><config-lock><remove></remove></config-lock>',
        'commit <commit><partial><admin><member>ci</member>',
        'op <show><jobs><id>7</id></jobs></show>',
      ].map((what) => what.slice(0, 44)),
    );
    expect(seen.every(({ hasKey, url, inBody }) => hasKey && url === '/api/' && !inBody)).toBe(
      true,
    );
    expect(argv).not.toContain('secret');
  });

  it('prints a diff and changes nothing without --yes', () => {
    const { status, stdout, order } = run('apply multi.xml', { shell });
    expect(status).toBe(0);
    expect(stdout).toContain('+ security rule demo-deny\n');
    expect(order.filter((what) => !what.startsWith('config get'))).toEqual([]);
  });
});

type Failure = readonly [name: string, settings: Settings, message: string];

describe('api.sh stops', () => {
  const early: readonly Failure[] = [
    ['for a wrong key', { key: 'secret2' }, 'Invalid Credential'],
    ['for an untrusted certificate', { trusted: false }, 'is not trusted'],
    ['for a web page', { wrong: 'html' }, 'is not XML'],
    ['for an answer without success', { wrong: 'unauth' }, 'did not report success'],
    ['for changes that are not committed', { wrong: 'pending' }, 'not committed'],
    [
      'without the rule of the position',
      { wrong: 'marker' },
      '"portolan-marker" of the position does not exist',
    ],
  ];
  for (const [name, settings, message] of early)
    it(`${name}, before the lock`, () => {
      const { status, stderr, order, argv } = run('apply --yes multi.xml', settings);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr + argv).not.toContain('secret');
      expect(order.filter((what) => /config-lock>|multi-config/.test(what))).toEqual([]);
    });

  const late: readonly Failure[] = [
    ['after a lock whose answer was lost', { wrong: 'lock-lost' }, 'no answer from 127.0.0.1'],
    ['if someone changed something before the lock', { wrong: 'pending-later' }, 'not committed'],
    ['after a failure of operation 9', { wrong: 'operation' }, 'operation 9 is not valid'],
    ['without a job to validate', { wrong: 'no-job' }, 'started no job to validate: nothing to do'],
    ['after a job that it cannot read', { wrong: 'job-500' }, 'internal error'],
    ['after a validation that failed', { jobs: 'FAIL' }, 'job 7 to validate failed'],
    ['after a device of Panorama that failed', { devices: ['OK', 'FAIL'] }, 'on every device'],
    ['after a device that did not answer', { devices: ['PEND', 'OK'] }, 'on every device'],
    ['after SIGTERM', { jobs: 'ACT', signal: 'TERM' }, ''],
    ['after SIGHUP', { jobs: 'ACT', signal: 'HUP' }, ''],
  ];
  for (const [name, settings, message] of late)
    it(`${name}, and unlocks`, () => {
      const { status, stderr, order } = run('apply --yes --commit ci multi.xml', settings);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
      expect(order.at(-1)).toContain('config-lock><remove>');
      expect(order.filter((what) => what.startsWith('commit'))).toEqual([]);
    });

  it('and says how to release a lock that it could not', () => {
    const { status, stdout, stderr, order } = run('apply --yes --commit ci multi.xml', {
      wrong: 'unlock',
    });
    expect([status, stdout]).toEqual([1, expect.stringContaining('the candidate is valid\n')]);
    expect(stderr).toContain('release it on the device: request config-lock remove');
    expect(order.filter((what) => what.startsWith('commit'))).toEqual([]);
  });

  it('says how to undo the candidate after a validation that failed', () => {
    const { stderr } = run('apply --yes multi.xml', { jobs: 'FAIL' });
    expect(stderr).toContain('run on the device: revert config');
  });

  const tooOld = 'api.sh: curl is too old; install version 7.76 or later\n';
  for (const version of ['7.75.0', '6.99.1', 'unknown'])
    it(`for curl ${version}, before any request`, () => {
      const { status, stderr, seen } = run('check', { version });
      expect([status, stderr, seen]).toEqual([2, tooOld, []]);
    });

  for (const version of ['7.76.0', '8.0.1', '10.1.0'])
    it(`not for curl ${version}`, () => {
      expect(run('check', { version })).toMatchObject({ status: 0, stderr: '' });
    });

  it('for a key that could add options, and for other requests', () => {
    expect(run('check', { key: 'x" y' }).status).toBe(2);
    const other =
      '<multi-config>\n<edit id="1" xpath="/config/shared/tag/entry[@name=\'x\']"></edit>\n</multi-config>\n';
    expect(run('diff multi.xml', { request: other }).status).toBe(2);
  });
});
