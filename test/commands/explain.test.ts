import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { manyKinds } from '../support/explain.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

/** A directory with a spec of two sites and its generated files. */
function inGenerated<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': manyKinds });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

type Answer = {
  allowed: boolean;
  sites: Record<string, { allowed: boolean; targets: Record<string, { verdict: string | null }> }>;
};

function answerOf(
  folder: string,
  words: readonly string[],
): { code: number | null; answer: Answer } {
  const { code, stdout, stderr } = portolan(folder, ['explain', '--format', 'json', ...words]);
  expect(stderr).toBe('');
  return { code, answer: expectReport(stdout) as Answer };
}

describe('the exit code of explain', () => {
  test('is 0 when a site allows the flow, otherwise 1', () =>
    inGenerated((folder) => {
      const codes = ['https://extra.example.org/', 'https://evil.test/'].map(
        (flow) => portolan(folder, ['explain', flow]).code,
      );
      expect(codes).toEqual([0, 1]);
    }));

  test('is 0 when anything is open for a host without a port, otherwise 1', () =>
    inGenerated((folder) => {
      const ask = (...words: string[]) => portolan(folder, ['explain', ...words]).code;
      expect([ask('extra.example.org'), ask('evil.test'), ask('203.0.113.53')]).toEqual([0, 1, 0]);
      expect(ask('extra.example.org', '--site', 'branch')).toBe(1);
      // Only an output opens the names below.
      expect(ask('below.www.example.com')).toBe(1);
    }));

  test('counts only the selected sites', () =>
    inGenerated((folder) => {
      const { code, answer } = answerOf(folder, ['https://extra.example.org/', '--site', 'branch']);
      expect([code, answer.allowed, Object.keys(answer.sites)]).toEqual([1, false, ['branch']]);
      const both = answerOf(folder, ['extra.example.org:443', '--site', 'branch', '--site', 'lab']);
      expect([both.code, Object.keys(both.answer.sites)]).toEqual([0, ['branch', 'lab']]);
    }));

  test('depends on the spec only, even without output files', () =>
    inGenerated((folder) => {
      rmSync(join(folder, 'generated'), { recursive: true });
      const { code, answer } = answerOf(folder, ['https://www.example.com/']);
      expect([code, answer.sites['branch']?.targets['pac']?.verdict]).toEqual([0, null]);
    }));

  test('is 3 for an invalid spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': manyKinds.replace('tcp/443', 'tcp/0') });
      expect(portolan(folder, ['explain', 'https://www.example.com/']).code).toBe(3);
    }));
});

describe('explain exits 2 for', () => {
  const shapes =
    'a flow is https://HOST/PATH, tcp://HOST:PORT, udp://HOST:PORT, HOST:PORT[/udp] or esp://HOST';

  test.each<[string, readonly string[], string]>([
    [
      'no port',
      ['tcp://www.example.com'],
      `portolan: "tcp://www.example.com" has no port\n  help: add the port after the host, as in www.example.com:443; ${shapes}\n`,
    ],
    [
      'an unknown scheme',
      ['gopher://www.example.com/'],
      `portolan: unsupported scheme "gopher" in "gopher://www.example.com/"\n  help: use http, https, ws, wss, ftp, tcp, udp, sctp, icmp-echo, esp, ah or gre; ${shapes}\n`,
    ],
    [
      'a wildcard',
      ['https://*.example.com/'],
      `portolan: expected one host, found the wildcard "*.example.com"\n  help: write one host name, as in www.example.com; ${shapes}\n`,
    ],
    [
      'an address in disguise',
      ['0x7f.1:443'],
      `portolan: expected a host name, found "0x7f.1", which clients read as 127.0.0.1\n  help: for the address, write "127.0.0.1"; ${shapes}\n`,
    ],
    [
      'a scheme with another name',
      ['icmp://192.0.2.1'],
      `portolan: unsupported scheme "icmp" in "icmp://192.0.2.1"\n  help: did you mean "icmp-echo://"? ${shapes}\n`,
    ],
    [
      'a missing flow',
      [],
      'portolan: explain requires a flow\n  help: for example: portolan explain https://www.example.com/\n',
    ],
    [
      'two flows',
      ['a.example.com:1', 'b.example.com:1'],
      'portolan: unexpected argument "b.example.com:1": explain accepts at most one flow\n  help: remove "b.example.com:1"\n',
    ],
  ])('%s', (_what, words, stderr) => {
    inFolder((folder) => {
      expect(portolan(folder, ['explain', ...words])).toEqual({ code: 2, stdout: '', stderr });
    });
  });
});

test('without files, explain names the command that writes them for this spec and directory', () =>
  inFolder((folder) => {
    writeFiles(folder, { 'demo.yaml': manyKinds });
    const flow = 'https://www.example.com/';
    const words = ['explain', flow, '--spec', 'demo.yaml', '--out', 'out', '--format', 'json'];
    const reasons = portolan(folder, words).stdout.match(/"reason": "no files yet.*/g);
    expect([...new Set(reasons)]).toEqual([
      '"reason": "no files yet, run \\"portolan generate demo.yaml --out out\\"",',
    ]);
  }));

describe('explain', () => {
  test('reads the files on the disk and renders nothing', () =>
    inGenerated((folder) => {
      const pac = join(folder, 'generated/branch/pac/proxy.pac');
      const text = readFiles(folder)['generated/branch/pac/proxy.pac'] ?? '';
      writeFileSync(pac, text.replace('"www.example.com"', '"www.example.test"'));
      const { stdout } = portolan(folder, ['explain', 'https://www.example.com/']);
      expect(stdout).toContain('pac        deny   exact  no line allows it');
      expect(stdout).toContain('help: run "portolan check"');
    }));

  test('accepts --spec and --out', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'my.yaml': manyKinds });
      portolan(folder, ['generate', 'my.yaml', '--out', 'there']);
      const { code, stdout } = portolan(folder, [
        ...['explain', 'https://www.example.com/', '--spec', 'my.yaml', '--out', 'there'],
      ]);
      expect([code, stdout.includes('there/branch/pac/proxy.pac:')]).toEqual([0, true]);
      expect(stdout).toContain('my.yaml:26:9');
    }));

  test('writes nothing', () =>
    inGenerated((folder) => {
      const before = readFiles(folder);
      portolan(folder, ['explain', 'https://www.example.com/']);
      expect(readFiles(folder)).toEqual(before);
    }));

  test('suggests the nearest site for an unknown one', () =>
    inGenerated((folder) => {
      const { code, stderr } = portolan(folder, ['explain', 'a.example.com:1', '--site', 'brnch']);
      expect([code, stderr]).toEqual([
        2,
        'portolan: unknown site "brnch"\n  help: did you mean "branch"?\n',
      ]);
    }));
});
