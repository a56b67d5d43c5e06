import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';

const two = demoSpec({ hosts: ['www.example.com', 'api.example.com'] });

/** A repository with the demo spec and its files committed, and a spec of two hosts in the working tree. */
function inChange<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    expect(portolan(folder, ['generate']).code).toBe(0);
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': two });
    return work(folder);
  });
}

describe('diff', () => {
  test('compares the working tree with the last commit, and writes nothing', () =>
    inChange((folder) => {
      const before = readFiles(folder);
      const { code, stdout, stderr } = portolan(folder, ['diff']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('branch: NEW api.example.com on tcp/443\n');
      expect(stdout).toContain(
        '  example    https://api.example.com/ was denied, is now allowed\n',
      );
      expect(stdout).toContain('  spec       spec.yaml:14:9 api.example.com\n');
      expect(readFiles(folder)).toEqual(before);
    }));

  test('compares two commits and ignores the working tree', () =>
    inChange((folder) => {
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': 'not a spec' });
      const { code, stdout } = portolan(folder, ['diff', '--base', 'HEAD~1', '--head', 'HEAD']);
      expect([code, stdout]).toEqual([0, expect.stringContaining('NEW api.example.com')]);
    }));

  test('reads includes and lists of a commit', () =>
    inFolder((folder) => {
      initRepository(folder);
      const spec = demoSpec().replace(
        '      - { host: "www.example.com", service: https }',
        '      - { list: lists/hosts.txt, service: https }',
      );
      writeFiles(folder, { 'spec.yaml': spec, 'lists/hosts.txt': 'one.example.com\n' });
      commitAll(folder);
      writeFiles(folder, { 'lists/hosts.txt': 'one.example.com\ntwo.example.com\n' });
      const { stdout } = portolan(folder, ['diff']);
      expect(stdout).toContain('branch: NEW two.example.com on tcp/443\n');
      expect(stdout).toContain('  spec       lists/hosts.txt:2:1 two.example.com\n');
    }));

  test('follows links of a commit inside the directory of the spec, as on the disk', () =>
    inFolder((folder) => {
      const spec = demoSpec()
        .replace('{ host: "www.example.com", ', '{ list: lists/hosts.txt, ')
        .replace('title: Demo\n', 'title: Demo\ninclude: [more.yaml]\n');
      initRepository(folder);
      writeFiles(folder, {
        'real.yaml': spec,
        'parts/more.yaml': 'version: 1\n',
        'parts/exceptions.yaml': 'version: 1\nexceptions: []\n',
        'lists/real.txt': 'one.example.com\n',
      });
      symlinkSync('real.yaml', join(folder, 'spec.yaml'));
      symlinkSync('parts/more.yaml', join(folder, 'more.yaml'));
      symlinkSync('parts/exceptions.yaml', join(folder, 'exceptions.yaml'));
      symlinkSync('real.txt', join(folder, 'lists/hosts.txt'));
      const codes = ['validate', 'generate', 'check', 'verify', 'lint'].map(
        (verb) => portolan(folder, [verb]).code,
      );
      expect(codes).toEqual([0, 0, 0, 0, 0]);
      commitAll(folder);
      expect(portolan(folder, ['diff', '--expect', 'none'])).toMatchObject({ code: 0, stderr: '' });
      writeFiles(folder, { 'lists/real.txt': 'one.example.com\ntwo.example.com\n' });
      expect(portolan(folder, ['diff']).stdout).toContain('branch: NEW two.example.com on tcp/443');
    }));

  test('reports all access as added when the spec of the base is a link out of the repository', () =>
    inFolder((folder) => {
      const repository = join(folder, 'repository');
      writeFiles(folder, { 'spec.yaml': demoSpec(), 'repository/.keep': '' });
      initRepository(repository);
      symlinkSync('../spec.yaml', join(repository, 'spec.yaml'));
      commitAll(repository);
      const { code, stdout, stderr } = portolan(repository, ['diff']);
      expect([code, stdout]).toEqual([4, expect.stringMatching(/^Access: 1 added/)]);
      expect(stderr).toBe(
        'note: cannot read spec.yaml at HEAD: it is a link that points outside of the repository; all access is reported as added\n',
      );
    }));

  test('compares two files without git', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'old.yaml': demoSpec(), 'new.yaml': two });
      expect(portolan(folder, ['diff', 'old.yaml', 'new.yaml']).stdout).toContain(
        'branch: NEW api.example.com on tcp/443\n',
      );
    }));

  test('gives the same files in two directories one review id', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'a/spec.yaml': demoSpec(),
        'b/spec.yaml': demoSpec(),
        'c/spec.yaml': two,
      });
      const id = (base: string, head: string) =>
        JSON.parse(
          portolan(folder, ['diff', `${base}/spec.yaml`, `${head}/spec.yaml`, '--format', 'json'])
            .stdout,
        ).reviewId;
      expect(id('a', 'c')).toBe(id('b', 'c'));
      expect(id('a', 'c')).not.toBe(id('c', 'a'));
    }));

  test('changes the review id when only committed outputs change', () =>
    inChange((folder) => {
      const id = () => JSON.parse(portolan(folder, ['diff', '--format', 'json']).stdout).reviewId;
      const before = id();
      portolan(folder, ['generate']);
      const after = id();
      expect(after).not.toBe(before);
      expect(id()).toBe(after);
    }));

  test('verifies the outputs of head with the tests of base', () =>
    inFolder((folder) => {
      const tests = 'tests:\n  - { name: shut, deny: ["https://api.example.com/"] }\n';
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec() + tests });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': two });
      portolan(folder, ['generate']);
      const { verified } = JSON.parse(portolan(folder, ['diff', '--format', 'json']).stdout);
      // One failure for each of the two outputs.
      expect(verified.failed).toBe(2);
    }));

  test('lists changed outputs and the result of verify', () =>
    inChange((folder) => {
      portolan(folder, ['generate']);
      const { outputs, verified } = JSON.parse(
        portolan(folder, ['diff', '--format', 'json']).stdout,
      );
      expect(
        outputs.map(({ path, state }: { path: string; state: string }) => `${state} ${path}`),
      ).toContain('changed branch/pac/proxy.pac');
      expect(verified).toEqual({
        checked: expect.any(Number),
        failed: 0,
        failures: [],
        stale: [],
      });
    }));

  test('reports committed outputs that do not enforce the new spec', () =>
    inChange((folder) => {
      const { verified } = JSON.parse(portolan(folder, ['diff', '--format', 'json']).stdout);
      expect(verified.failed).toBeGreaterThan(0);
    }));
});

describe('diff checks the committed files like verify:', () => {
  const folderOf = (folder: string) => join(folder, 'generated/branch');
  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'a page of coverage that says less',
      (folder) => {
        const page = join(folderOf(folder), 'coverage.md');
        writeFileSync(page, readFileSync(page, 'utf8').replaceAll('wider', 'exact'));
      },
      /FAIL coverage\.md: expected[^)]*\(manifest at branch\)/,
    ],
    [
      'no manifest',
      (folder) => rmSync(join(folderOf(folder), 'manifest.json')),
      /FAIL file state: manifest\.json is missing[^)]*\(manifest at branch\)/,
    ],
    [
      'a manifest that is none',
      (folder) => writeFileSync(join(folderOf(folder), 'manifest.json'), 'junk\n'),
      /FAIL file state: manifest\.json is missing[^)]*\(manifest at branch\)/,
    ],
    [
      'no files at all, where base had some',
      (folder) => rmSync(join(folder, 'generated'), { recursive: true }),
      /FAIL coverage\.md: the file is missing \(manifest at branch\)/,
    ],
  ])('%s', (_name, change, says) =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      portolan(folder, ['generate']);
      commitAll(folder);
      expect(portolan(folder, ['diff', '--expect', 'none']).code).toBe(0);
      change(folder);
      const { code, stdout } = portolan(folder, ['diff', '--expect', 'none']);
      expect([code, stdout]).toEqual([4, expect.stringMatching(says)]);
    }),
  );

  test('files that no manifest lists need approval, also with --outputs', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      portolan(folder, ['generate']);
      commitAll(folder);
      writeFiles(folder, { 'generated/x/bypass.conf': 'http_access allow all\n' });
      const { code, stdout } = portolan(folder, ['diff', '--outputs']);
      expect([code, stdout]).toEqual([4, expect.stringContaining('1 unknown file')]);
    }));
});

test('diff rejects a head that a target rejects, and accepts such a base', () =>
  inFolder((folder) => {
    initRepository(folder);
    // Without a group that bypasses inspection, a PAC file has no entry.
    const refused = demoSpec().replace('inspection: bypass', 'inspection: allow');
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': refused });
    const { code, stderr } = portolan(folder, ['diff', '--expect', 'none']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('pac-empty')]);
    commitAll(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    expect(portolan(folder, ['diff']).code).toBe(4);
  }));

describe('diff --outputs', () => {
  test('reports access that only an output adds, with its line', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      portolan(folder, ['generate']);
      commitAll(folder);
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      writeFileSync(pac, readFileSync(pac, 'utf8').replace('var ANY = ""', 'var ANY = "443"'));
      const { code, stdout } = portolan(folder, ['diff', '--outputs']);
      expect(code).toBe(4);
      expect(stdout).toContain('branch: ANY any except www.example.com on tcp/443\n');
      expect(stdout).toContain('  output     pac, pac/proxy.pac:11\n');
      expect(stdout).toContain('  finding    9.8 critical any-destination: ');
      const noted = portolan(folder, ['diff', '--outputs', '--format', 'github']).stdout;
      expect(noted).toContain('::error file=generated/branch/pac/proxy.pac,line=11,');
      expect(noted).not.toContain('file=branch/');
    }));

  test.each([
    ['to: any', 'any', 'any-destination'],
    ['network: 10.1.2.0/24', '10.1.2.0/24', 'private-address'],
    ['network: 169.254.169.254', '169.254.169.254', 'metadata-address'],
    ['host: "*.okta.com"', '*.okta.com', 'shared-tenant-wildcard'],
    ['host: "*.co.uk"', '*.co.uk', 'public-suffix-wildcard'],
  ])('needs approval for %s in an output, unless base accepts it', (endpoint, subject, rule) =>
    inFolder((folder) => {
      initRepository(folder);
      const spec = demoSpec({ sites: { branch: '{ iptables: {} }' } });
      writeFiles(folder, { 'spec.yaml': spec });
      portolan(folder, ['generate']);
      commitAll(folder);
      writeFiles(folder, {
        'spec.yaml': spec.replace('host: "www.example.com"', endpoint),
        'exceptions.yaml': [
          'version: 1\nexceptions:',
          `  - { rule: ${rule}, endpoint: "${subject}", reason: asked for, ticket: SEC-1,`,
          '      approvedBy: security, until: 2027-01-31 }\n',
        ].join('\n'),
      });
      expect(portolan(folder, ['generate']).code).toBe(0);
      const { code, stdout } = portolan(folder, ['diff', '--outputs']);
      expect([code, stdout]).toEqual([4, expect.stringContaining(` ${rule}: `)]);
      git(folder, 'add', 'exceptions.yaml');
      git(folder, 'commit', '--quiet', '--message=accepted');
      expect(portolan(folder, ['diff', '--outputs']).code).toBe(0);
      expect(portolan(folder, ['diff', '--outputs', '--as-of', '2027-02-01']).code).toBe(4);
    }),
  );

  test('requires approval for a change of an output setting', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      portolan(folder, ['generate']);
      commitAll(folder);
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      writeFileSync(pac, readFileSync(pac, 'utf8').replace(/(OTHERWISE = "[^"]+)"/, '$1; DIRECT"'));
      const { stdout } = portolan(folder, ['diff', '--outputs', '--format', 'json']);
      const { settings, approvals } = JSON.parse(stdout);
      const what = 'site branch: pac.proxy';
      expect(settings).toEqual([
        expect.objectContaining({ what, after: expect.stringMatching(/; DIRECT$/) }),
      ]);
      expect(approvals).toEqual([expect.objectContaining({ what })]);
    }));

  test('requires approval for a host that moved to a rule with other App-IDs', () =>
    inFolder((folder) => {
      const spec = (place: 'web' | 'remote') => {
        const hosts = (id: string) =>
          [`${id}.example.com`, ...(id === place ? ['a.example.com'] : [])]
            .map((host) => `      - { host: ${host}, service: https }`)
            .join('\n');
        return [
          'version: 1\nname: demo\nprefix: dmo\ntitle: Demo',
          'services:\n  https: { ports: [tcp/443], application: tls }',
          `groups:\n  - id: web\n    title: Web\n    tier: required\n    endpoints:\n${hosts('web')}`,
          `  - id: remote\n    title: Remote\n    tier: required\n    applications: { paloalto: [teamviewer] }\n    endpoints:\n${hosts('remote')}`,
          'sites:\n  branch:\n    clients: [192.0.2.0/24]\n    resolvers: [192.0.2.53]\n    enforce: closed\n    tiers: [required]',
          '    targets: { paloalto: { from: trust, to: untrust, position: top } }\n',
        ].join('\n');
      };
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': spec('web') });
      portolan(folder, ['generate']);
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': spec('remote') });
      expect(portolan(folder, ['generate']).code).toBe(0);
      const { stdout } = portolan(folder, ['diff', '--outputs', '--format', 'json']);
      const { sites, settings, approvals } = JSON.parse(stdout);
      const what = 'site branch: paloalto a.example.com tcp/443: application';
      expect(sites.branch).toMatchObject({ gained: [], lost: [] });
      expect(settings).toEqual([
        expect.objectContaining({ what, before: 'ssl', after: 'ssl, teamviewer' }),
      ]);
      expect(approvals).toEqual([expect.objectContaining({ what })]);
      const bySpec = portolan(folder, ['diff', '--expect', 'none']);
      expect([bySpec.code, bySpec.stdout]).toEqual([
        4,
        expect.stringMatching(
          /a\.example\.com tcp\/443: applications\.paloalto \(needs approval\)\n +none -> teamviewer/,
        ),
      ]);
    }));

  test('does not need a valid spec', () =>
    inChange((folder) => {
      portolan(folder, ['generate']);
      writeFiles(folder, { 'spec.yaml': 'not a spec' });
      const { code, stdout } = portolan(folder, ['diff', '--outputs']);
      expect([code, stdout]).toEqual([0, expect.stringContaining('branch: NEW api.example.com')]);
    }));

  test('exits 2 for an output that cannot be parsed, with its line and a fix', () =>
    inChange((folder) => {
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      writeFileSync(pac, `${readFileSync(pac, 'utf8')}// more\n`);
      const { code, stderr } = portolan(folder, ['diff', '--outputs']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^portolan: cannot read pac\/proxy\.pac:\d+ of head: /);
      expect(stderr).toContain(
        '  help: run "portolan generate"; "portolan check" lists the differences\n',
      );
    }));

  test('names another fix for a committed output of another version: generate cannot change it', () =>
    inChange((folder) => {
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      portolan(folder, ['generate']);
      const text = readFileSync(pac, 'utf8');
      writeFileSync(pac, `${text}// more\n`);
      commitAll(folder);
      writeFileSync(pac, text);
      const { code, stderr } = portolan(folder, ['diff', '--outputs']);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^portolan: cannot read pac\/proxy\.pac:\d+ of base: .*\n {2}help: another version of Portolan wrote this committed file, or it was edited: to compare the specs, leave out --outputs\n$/,
      );
    }));
});

describe('the exit code of diff', () => {
  test.each<[name: string, words: string[], code: number]>([
    ['a change is no failure by itself', [], 0],
    ['--exit-code tells that there is one', ['--exit-code'], 1],
    ['--fail-on a severity that its findings do not reach', ['--fail-on', 'critical'], 0],
    ['--fail-on a severity that its findings reach', ['--fail-on', 'medium'], 4],
    ['--fail-on with its score', ['--fail-on', '6.5'], 4],
    ['--fail-on outranks --exit-code', ['--fail-on', '6.5', '--exit-code'], 4],
    ['--no-fail lifts exit code 4 alone', ['--fail-on', '6.5', '--exit-code', '--no-fail'], 1],
    ['--fail-on a word that is no severity', ['--fail-on', 'grave'], 2],
    ['--expect none refuses it', ['--expect', 'none'], 4],
    ['--expect narrow-only refuses a gain', ['--expect', 'narrow-only'], 4],
    ['no commit of that name', ['--base', 'nothing'], 2],
    ['two files and a commit', ['spec.yaml', 'spec.yaml', '--base', 'HEAD'], 2],
    ['a third file', ['spec.yaml', 'spec.yaml', 'spec.yaml'], 2],
    ['a date that is none', ['--as-of', 'tomorrow'], 2],
  ])('%s', (_name, words, code) =>
    inChange((folder) => {
      expect(portolan(folder, ['diff', ...words]).code).toBe(code);
    }),
  );

  test('is 0 with --exit-code and without a change', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'a.yaml': two, 'b.yaml': two });
      expect(portolan(folder, ['diff', 'a.yaml', 'b.yaml', '--exit-code'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('No change.'),
      });
    }));

  test('is 4 with --expect when committed outputs do not verify', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': two });
      portolan(folder, ['generate']);
      commitAll(folder);
      expect(portolan(folder, ['diff', '--expect', 'none']).code).toBe(0);
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      writeFileSync(pac, readFileSync(pac, 'utf8').replace('var ANY = ""', 'var ANY = "443"'));
      const { code, stderr } = portolan(folder, ['diff', '--expect', 'none']);
      expect([code, stderr]).toEqual([
        4,
        expect.stringContaining('failed check of the committed outputs: '),
      ]);
    }));

  test('is 2 for a missing old file, which is not an empty spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'b.yaml': two });
      expect(portolan(folder, ['diff', 'nope.yaml', 'b.yaml']).code).toBe(2);
    }));

  test('is 0 with --expect narrow-only when access is only removed', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'a.yaml': two, 'b.yaml': demoSpec() });
      const words = ['diff', 'a.yaml', 'b.yaml', '--expect', 'narrow-only'];
      expect(portolan(folder, words).code).toBe(0);
    }));

  test('comes with the unexpected changes on stderr for --expect', () =>
    inChange((folder) => {
      portolan(folder, ['generate']);
      expect(portolan(folder, ['diff', '--expect', 'none']).stderr).toBe(
        '--expect none failed\n  branch: access added: https://api.example.com/\n      help: remove the endpoint, or ask the security team to approve it\n',
      );
    }));

  test('is 4 for an exceeded threshold, with a fix', () =>
    inFolder((folder) => {
      const hosts = Array.from({ length: 12 }, (_, index) => `host-${index}.example.com`);
      writeFiles(folder, {
        'a.yaml': demoSpec({ hosts }),
        'b.yaml': demoSpec({ hosts: hosts.slice(6) }),
      });
      const { code, stdout } = portolan(folder, ['diff', 'a.yaml', 'b.yaml']);
      expect(code).toBe(4);
      expect(stdout.replaceAll(/\n +/g, ' ')).toContain(
        'first merge an entry in exceptions.yaml with rule: mass-removal, endpoint: branch',
      );
    }));

  test('counts all access as added for a base without the spec', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'README.md': 'nothing yet' });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': two });
      const { code, stdout, stderr } = portolan(folder, ['diff']);
      expect([code, stdout]).toEqual([4, expect.stringMatching(/^Access: 2 added/)]);
      expect(stderr).toBe(
        'note: spec.yaml at HEAD does not exist; all access is reported as added\n',
      );
    }));

  test('reports no exceptions of another spec as new for a spec that base does not have', () =>
    inFolder((folder) => {
      const exceptions = `version: 1
exceptions:
  - rule: duplicate-or-covered
    endpoint: www.example.com
    reason: a test
    ticket: SEC-1
    approvedBy: Network Security
    until: 2027-06-30
`;
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': demoSpec(), 'exceptions.yaml': exceptions });
      commitAll(folder);
      writeFiles(folder, { 'other.yaml': two });
      const { exceptions: changed } = JSON.parse(
        portolan(folder, ['diff', 'other.yaml', '--format', 'json']).stdout,
      );
      expect(changed).toEqual([]);
    }));

  test('is 3 for an invalid base commit, with a note', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': `${two}odd: 1\n` });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': two });
      const { code, stderr } = portolan(folder, ['diff']);
      expect([code, stderr.split('\n')[0]]).toEqual([
        3,
        'note: these problems are in the base, spec.yaml at HEAD',
      ]);
    }));

  test('is 2 with --outputs for two specs with the same output directory', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'a.yaml': two, 'b.yaml': two });
      expect(portolan(folder, ['diff', 'a.yaml', 'b.yaml', '--outputs'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('both specs have the same output directory'),
      });
    }));

  test('is 3 for an invalid base file', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'a.yaml': `${demoSpec()}odd: 1\n`, 'b.yaml': demoSpec() });
      const { code, stderr } = portolan(folder, ['diff', 'a.yaml', 'b.yaml']);
      expect([code, stderr]).toEqual([3, expect.stringContaining('a.yaml:')]);
    }));
});
