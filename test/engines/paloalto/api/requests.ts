import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Former } from '../../../../src/targets/device.ts';
import { retire } from '../../../../src/targets/paloalto/retire/index.ts';
import { must } from '../../../support/policy.ts';
import { needsProgram } from '../../../support/programs.ts';
import { filesOf, usual, type Version } from '../retire/changes.ts';

export const shells = ['dash', 'bash', 'busybox sh'];
export const it = needsProgram('curl', 'openssl', 'busybox', 'dash');

/** A version whose rules come after a marker, or are at another position. */
export function versionAt(
  position: NonNullable<Version['options']['position']>,
  version = usual,
): Version {
  return { ...version, options: { ...version.options, position } };
}

export const newest = versionAt({ after: 'portolan-marker' });

/** The request that makes a version on a device that has an older one, or nothing. */
export function requestFor(version: Version | undefined, older?: Version): string {
  const former: Former =
    older === undefined ? { kind: 'nothing' } : { kind: 'files', files: filesOf(older) };
  const files = version === undefined ? undefined : filesOf(version);
  return must(retire.retire(former, files, 'multi-config')).text;
}

export type Settings = {
  /** What the server does wrong. */
  wrong?: string;
  /** The result of a job, and those of its devices. */
  jobs?: string;
  devices?: readonly string[];
  /** What the device has: lists of entries, by their paths. */
  containers?: Readonly<Record<string, readonly string[]>>;
  key?: string;
  trusted?: boolean;
  shell?: string;
  /** The version that curl says that it has. */
  version?: string;
  /** Ends api.sh with this signal as soon as it asks for a job. */
  signal?: string;
  request?: string;
};

/** A request that the server got. */
export type Seen = { what: string; hasKey: boolean; url: string; inBody: boolean };

const server = join(import.meta.dirname, 'server.mjs');
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'portolan-api-'));
  writeFileSync(join(home, 'api.sh'), filesOf(newest).get('paloalto/api.sh') ?? '');
  mkdirSync(join(home, 'bin'));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', join(home, 'key.pem'), '-out', join(home, 'cert.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync('openssl', [...words, ...files, ...subject], { stdio: 'ignore' });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Writes a program that records its arguments and environment, and then is curl. */
function writeCurl(version: string | undefined): void {
  const curl = execFileSync('sh', ['-c', 'command -v curl']).toString().trim();
  const old =
    version === undefined ? '' : `[ "$2" != --version ] || { echo 'curl ${version} (x)'; exit; }\n`;
  const text = `#!/bin/sh\n${old}{ printf '%s\\n' "$@"; env; } >> '${home}/argv'\nexec '${curl}' "$@"\n`;
  writeFileSync(join(home, 'bin/curl'), text, { mode: 0o755 });
}

/** Runs api.sh with multi.xml against a server of its own, which ends with the shell that starts both. */
export function run(
  words: string,
  {
    key = 'secret+Key/1==',
    trusted = true,
    shell = 'dash',
    version,
    signal,
    request = requestFor(newest),
    ...settings
  }: Settings = {},
) {
  for (const name of ['argv', 'records', 'port']) rmSync(join(home, name), { force: true });
  writeFileSync(join(home, 'settings'), JSON.stringify(settings));
  writeFileSync(join(home, 'multi.xml'), request);
  writeCurl(version);
  const wait =
    signal === undefined
      ? ''
      : `api=$!; until grep -qs '<jobs>' records; do sleep 0.02; done; kill -${signal} $api; wait $api`;
  const script = `
    '${process.execPath}' '${server}' key.pem cert.pem settings records > port & pid=$!
    trap 'kill $pid' EXIT
    while [ ! -s port ]; do sleep 0.02; done
    ${trusted ? 'PANOS_CACERT=$PWD/cert.pem; export PANOS_CACERT' : ''}
    export PANOS_HOST=127.0.0.1:$(cat port) PANOS_POLL=0 PATH=$PWD/bin:$PATH PANOS_API_KEY='${key}'
    ${shell} api.sh ${words} < /dev/null ${signal === undefined ? '' : '&'}
    ${wait}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: home,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const read = (name: string) =>
    existsSync(join(home, name)) ? readFileSync(join(home, name), 'utf8') : '';
  const seen: Seen[] = JSON.parse(read('records') || '[]');
  const order = seen.map(({ what }) => what.slice(0, 44));
  return { status, stdout, stderr, argv: read('argv'), seen, order };
}
