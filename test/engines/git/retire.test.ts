import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, initRepository } from '../../support/git.ts';

const options =
  '{ paloalto: { from: trust, to: untrust, position: { after: marker }, resolvers: [192.0.2.1], match: fqdn } }';
const sites = { branch: options };
const hosts = ['www.example.com', 'api.example.com'];

/** A repository whose last commit has two hosts, and whose working tree has a newer spec. */
function inChange(newer: string, work: (folder: string) => void): void {
  inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'README.md': 'no spec yet\n' });
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec({ hosts, sites }) });
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': newer });
    work(folder);
  });
}

const oneHost = demoSpec({ hosts: hosts.slice(0, 1), sites });

test('compares with the last commit, and writes nothing', () =>
  inChange(oneHost, (folder) => {
    const before = readFiles(folder);
    const { code, stdout, stderr } = portolan(folder, ['retire']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => /^delete address /.test(line))).toEqual([
      'delete address dmo-api.example.com',
    ]);
    expect(readFiles(folder)).toEqual(before);
  }));

test('compares with the commit that --base names', () =>
  inChange(oneHost, (folder) => {
    commitAll(folder);
    expect(portolan(folder, ['retire'])).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stdout } = portolan(folder, ['retire', '--base', 'HEAD~1']);
    expect(stdout).toContain('delete address dmo-api.example.com\n');
  }));

test('deletes a site, and an output, that only the commit has', () =>
  inChange(demoSpec({ hosts, sites: { other: '{ iptables: {} }' } }), (folder) => {
    const site = portolan(folder, ['retire']).stdout;
    expect(site).toMatch(/^delete rulebase (decryption|security) rules dmo-/);
    expect(site).toMatch(/\ndelete tag dmo\n$/);
    writeFileSync(
      join(folder, 'spec.yaml'),
      demoSpec({ hosts, sites: { branch: '{ iptables: {} }' } }),
    );
    expect(portolan(folder, ['retire']).stdout).toBe(site);
    const request = portolan(folder, ['retire', '--format', 'multi-config']).stdout;
    expect(request).toMatch(/^<multi-config>\n<delete id="1" /);
    expect(request).not.toContain('<edit ');
  }));

test('a commit without the spec means that the device has nothing, and a note says so', () =>
  inChange(oneHost, (folder) => {
    expect(portolan(folder, ['retire', '--base', 'HEAD~1'])).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'note: spec.yaml at HEAD~1 has no paloalto files of site "branch", so nothing is deleted\n',
    });
  }));

test('an unknown commit, an invalid spec in it, and a directory without git exit with a fix', () =>
  inChange('version: 1\n', (folder) => {
    commitAll(folder);
    writeFileSync(join(folder, 'spec.yaml'), oneHost);
    const base = portolan(folder, ['retire']);
    expect([base.code, base.stdout]).toEqual([3, '']);
    expect(base.stderr).toContain('spec.yaml (base):1:1 error missing-key');
    const unknown = portolan(folder, ['retire', '--base', 'nothing']);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('unknown commit "nothing"\n  help: ');
    rmSync(join(folder, '.git'), { recursive: true });
    const none = portolan(folder, ['retire']);
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain(
      '\n  help: say what the device has with --old DIR or --live FILE\n',
    );
  }));
