import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { commitAll, initRepository } from '../support/git.ts';
import { expectSarif } from '../support/sarif.ts';

/** A repository whose work tree opens more than its last commit, in cleartext; generated. */
function inChange<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, { 'spec.yaml': demoSpec() });
    commitAll(folder);
    const head = demoSpec({ hosts: ['www.example.com', 'api.example.com'] });
    writeFiles(folder, { 'spec.yaml': head });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

const note =
  'note: with --format sarif the exit code is 0, whatever is found: code scanning judges\n';

describe('--format sarif', () => {
  test('lint: exit 0 whatever --fail-on says, and a note', () =>
    inChange((folder) => {
      const words = ['lint', '--fail-on', 'low'];
      expect(portolan(folder, words).code).toBe(1);
      const { code, stdout, stderr } = portolan(folder, [...words, '--format', 'sarif']);
      expect([code, stderr]).toEqual([0, note]);
      expect(expectSarif(stdout).runs[0]?.results.length).toBeGreaterThan(0);
    }));

  test('lint: no note where the exit code is 0 anyway', () =>
    inChange((folder) => {
      expect(portolan(folder, ['lint', '--format', 'sarif'])).toMatchObject({
        code: 0,
        stderr: '',
      });
    }));

  test('diff: exit 0 whatever --exit-code and --expect say, and a note', () =>
    inChange((folder) => {
      const words = ['diff', '--exit-code', '--expect', 'none'];
      expect(portolan(folder, words).code).toBe(4);
      const { code, stdout, stderr } = portolan(folder, [...words, '--format', 'sarif']);
      expect([code, stderr.endsWith(note)]).toEqual([0, true]);
      expectSarif(stdout);
    }));

  test('diff: a gain has the lines of the committed outputs that open it', () =>
    inChange((folder) => {
      const { stdout } = portolan(folder, ['diff', '--format', 'sarif']);
      const [gain] = JSON.parse(stdout).runs[0].results;
      const lines = gain.relatedLocations.map(
        (related: {
          physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        }) => {
          const { artifactLocation, region } = related.physicalLocation;
          const text = readFileSync(join(folder, artifactLocation.uri), 'utf8');
          return `${artifactLocation.uri}: ${text.split('\n')[region.startLine - 1]}`;
        },
      );
      expect(lines).toEqual([
        expect.stringMatching(/^generated\/branch\/iptables\/dnsmasq\.conf: .*api\.example\.com/),
        expect.stringMatching(/^generated\/branch\/pac\/proxy\.pac: .*"api\.example\.com": "443"/),
      ]);
    }));
});

describe('--format markdown', () => {
  test.each(['diff', 'lint'])('%s prints a comment that is found again by its marker', (verb) =>
    inChange((folder) => {
      const { code, stdout, stderr } = portolan(folder, [verb, '--format', 'markdown']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^<!-- portolan:${verb} -->\n\n\\*\\*`));
    }),
  );

  test('diff: gains that no comment can hold are an error with the way out, and the comment says so', () =>
    inFolder((folder) => {
      const hosts = Array.from({ length: 2000 }, (_, index) => `host-${index}.example.com`);
      writeFiles(folder, { 'a.yaml': demoSpec(), 'b.yaml': demoSpec({ hosts }) });
      const { code, stdout, stderr } = portolan(folder, [
        'diff',
        'a.yaml',
        'b.yaml',
        '--format',
        'markdown',
      ]);
      expect([code, stderr]).toEqual([
        2,
        'portolan: 2000 gains are more than a comment can hold, so that it shows none of them\n  help: print them with --format text or json, and review the change in parts\n',
      ]);
      expect(stdout).toContain(
        '**2000 gains: more than a comment can hold, so that none is shown here.**',
      );
    }));
});

describe('--format github', () => {
  test('diff and lint annotate the line of the spec', () =>
    inChange((folder) => {
      const diff = portolan(folder, ['diff', '--format', 'github']).stdout;
      expect(diff).toContain('::warning file=spec.yaml,line=14,endLine=14,col=9,');
      expect(diff).toContain(',title=NEW access at branch::api.example.com on tcp/443%0A');
      const lint = portolan(folder, ['lint', '--format', 'github', '--fail-on', 'low']);
      expect([lint.code, lint.stdout]).toEqual([
        1,
        expect.stringMatching(/^::\w+ file=spec\.yaml,/),
      ]);
    }));

  test('verify annotates the line of the output', () =>
    inChange((folder) => {
      const file = join(folder, 'generated/branch/pac/proxy.pac');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('  "api.example.com": "443",\n', ''));
      const { code, stdout } = portolan(folder, ['verify', '--format', 'github']);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^::error file=generated\/branch\/pac\/proxy\.pac,line=\d+,endLine=\d+,title=branch /m,
      );
    }));
});
