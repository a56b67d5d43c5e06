import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
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

describe('the files that the commit has', () => {
  const set = 'generated/branch/paloalto/rules.set';
  const address = 'delete address dmo-api.example.com\n';

  /** A change of a repository that also has the generated files, of which `edit` changes the set commands. */
  function inCommitted(edit: (text: string) => string, work: (folder: string) => void): void {
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec({ hosts, sites }) });
      expect(portolan(folder, ['generate']).code).toBe(0);
      writeFileSync(join(folder, set), edit(readFileSync(join(folder, set), 'utf8')));
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': oneHost });
      work(folder);
    });
  }

  const renamed = (text: string) => text.replaceAll('dmo-api.example.com', 'dmo-h-api');

  /** What is printed for a commit with the spec alone. */
  function ofSpecAlone(): string {
    let printed = '';
    inChange(oneHost, (folder) => {
      printed = portolan(folder, ['retire']).stdout;
    });
    expect(printed).toContain(address);
    return printed;
  }

  test('give the same as its spec, if this version wrote them', () =>
    inCommitted(
      (text) => text,
      (folder) => {
        const expected = { code: 0, stdout: ofSpecAlone(), stderr: '' };
        expect(portolan(folder, ['retire'])).toEqual(expected);
      },
    ));

  test('give the names that the device has, if another version named its objects differently', () =>
    inCommitted(renamed, (folder) => {
      const { code, stdout, stderr } = portolan(folder, ['retire']);
      expect([code, stdout]).toEqual([0, renamed(ofSpecAlone())]);
      expect(stderr).toBe(
        'note: the paloalto files of site "branch" that spec.yaml at HEAD has are not those that this version generates from that spec, and are taken for what the device has: if it has others, use --old or --live\n',
      );
    }));

  test('are compared by the spec with a note, if they cannot be read', () =>
    inCommitted(
      (text) => text.replace('# demo: ', '# '),
      (folder) => {
        const { code, stdout, stderr } = portolan(folder, ['retire']);
        expect([code, stdout]).toEqual([0, ofSpecAlone()]);
        expect(stderr).toMatch(
          /^note: this version cannot read the paloalto files of site "branch" that spec\.yaml at HEAD has \(paloalto\/rules\.set:1: expected .*--live/,
        );
      },
    ));

  test('are not those of a site of another spec', () =>
    inCommitted(renamed, (folder) => {
      const manifest = join(folder, 'generated/branch/manifest.json');
      const text = readFileSync(manifest, 'utf8').replace('"spec": "demo"', '"spec": "other"');
      writeFileSync(manifest, text);
      writeFiles(folder, { 'spec.yaml': demoSpec({ hosts, sites }) });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': oneHost });
      expect(portolan(folder, ['retire']).stdout).toBe(ofSpecAlone());
    }));

  test('of another site, or of no output, leave its spec to be compared', () =>
    inCommitted(renamed, (folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec({ hosts, sites }) });
      rmSync(join(folder, 'generated/branch/paloalto'), { recursive: true });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': oneHost });
      expect(portolan(folder, ['retire']).stdout).toBe(ofSpecAlone());
    }));
});
