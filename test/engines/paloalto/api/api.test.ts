import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { retire } from '../../../../src/targets/paloalto/retire/index.ts';
import { must } from '../../../support/policy.ts';
import { needsProgram } from '../../../support/programs.ts';
import { filesOf, usual } from '../retire/changes.ts';

const shells = ['dash', 'bash', 'busybox sh'];
const files = filesOf({
  ...usual,
  options: { ...usual.options, position: { after: 'portolan-marker' } },
});
const server = join(import.meta.dirname, 'server.mjs');
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'portolan-api-'));
  const request = must(retire.retire({ kind: 'nothing' }, files, 'multi-config')).text;
  writeFileSync(join(home, 'multi.xml'), request);
  writeFileSync(join(home, 'api.sh'), files.get('paloalto/api.sh') ?? '');
  // Records its arguments and environment, and then is curl.
  const curl = execFileSync('sh', ['-c', 'command -v curl']).toString().trim();
  const wrapper = `#!/bin/sh\n{ printf '%s\\n' "$@"; env; } >> '${home}/argv'\nexec '${curl}' "$@"\n`;
  execFileSync('mkdir', [join(home, 'bin')]);
  writeFileSync(join(home, 'bin/curl'), wrapper, { mode: 0o755 });
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      join(home, 'key.pem'),
      '-out',
      join(home, 'cert.pem'),
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-days',
      '2',
    ],
    { stdio: 'ignore' },
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Settings = { wrong?: string; jobs?: string; key?: string; trusted?: boolean; shell?: string };
type Seen = { what: string; hasKey: boolean; url: string; inBody: boolean };

/** Runs api.sh against a server of its own, which ends with the shell that starts both. */
function run(
  words: string,
  { key = 'secret+Key/1==', trusted = true, shell = 'dash', ...settings }: Settings = {},
) {
  writeFileSync(join(home, 'settings'), JSON.stringify(settings));
  for (const name of ['argv', 'records']) rmSync(join(home, name), { force: true });
  const script = `
    '${process.execPath}' '${server}' key.pem cert.pem settings records > port & pid=$!
    trap 'kill $pid' EXIT
    while [ ! -s port ]; do sleep 0.05; done
    ${trusted ? 'PANOS_CACERT=$PWD/cert.pem; export PANOS_CACERT' : ''}
    export PANOS_HOST=127.0.0.1:$(cat port) PANOS_POLL=0 PATH=$PWD/bin:$PATH PANOS_API_KEY='${key}'
    ${shell} api.sh ${words} < /dev/null`;
  rmSync(join(home, 'port'), { force: true });
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: home,
    encoding: 'utf8',
  });
  const read = (name: string) =>
    existsSync(join(home, name)) ? readFileSync(join(home, name), 'utf8') : '';
  const seen: Seen[] = JSON.parse(read('records') || '[]');
  return {
    status,
    stdout,
    stderr,
    argv: read('argv'),
    seen,
    order: seen.map(({ what }) => what.slice(0, 44)),
  };
}

const it = needsProgram('curl', 'openssl', 'busybox', 'dash');

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
    ['after a failure of operation 9', { wrong: 'operation' }, 'operation 9 is not valid'],
    ['after a validation that failed', { jobs: 'FAIL' }, 'job 7 to validate failed'],
  ];
  for (const [name, settings, message] of late)
    it(`${name}, and unlocks`, () => {
      const { status, stderr, order } = run('apply --yes --commit ci multi.xml', settings);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
      expect(order.at(-1)).toContain('config-lock><remove>');
      expect(order.filter((what) => what.startsWith('commit'))).toEqual([]);
    });

  it('for a key that could add options, and for other requests', () => {
    expect(run('check', { key: 'x" y' }).status).toBe(2);
    writeFileSync(
      join(home, 'other.xml'),
      '<multi-config>\n<edit id="1" xpath="/config/shared/tag/entry[@name=\'x\']"></edit>\n</multi-config>\n',
    );
    expect(run('diff other.xml').status).toBe(2);
  });
});
