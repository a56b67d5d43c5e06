import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

const targets = '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" } }';

/** dnsmasq cannot hold the pattern, and a PAC can. */
const spec = demoSpec({
  hosts: ['www.example.com', 'cdn*.example.com'],
  sites: { branch: targets },
});

const line = 'warning: branch: iptables: 1 of 2 endpoints left out, 1 of them required\n';

/** What generate, check and verify say besides their answer. */
function said(text: string, words: readonly string[] = []): string[] {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': text });
    return ['generate', 'check', 'verify'].map((verb) => {
      const own = verb === 'check' ? [] : words;
      const { code, stderr } = portolan(folder, [verb, ...own]);
      expect(code).toBe(0);
      return stderr;
    });
  });
}

const recommended = spec
  .replace('tier: required', 'tier: recommended')
  .replace('tiers: [required]', 'tiers: [recommended]');

describe('a closed device that leaves endpoints out', () => {
  test('is told by generate, check and verify in one line for each output', () => {
    expect(said(spec)).toEqual([line, line, line]);
  });

  test('is told where nothing that is left out is required, too', () => {
    const note = 'note: branch: iptables: 1 of 2 endpoints left out, none of them required\n';
    expect(said(recommended)).toEqual([note, note, note]);
  });

  test.each<[string, string]>([
    ['a device that leaves out nothing', demoSpec()],
    ['a device that shuts nothing', spec.replace('enforce: closed', 'enforce: additive')],
  ])('is no word about %s', (_name, text) => {
    expect(said(text)).toEqual(['', '', '']);
  });

  test('is told of the outputs alone that are asked for', () => {
    const [, , verified] = inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': spec });
      portolan(folder, ['generate']);
      return ['', '', portolan(folder, ['verify', '--target', 'pac']).stderr];
    });
    expect(verified).toBe('');
  });

  test('is told to scripts', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': spec });
      portolan(folder, ['generate']);
      for (const verb of ['check', 'verify'])
        expect(expectReport(portolan(folder, [verb, '--format', 'json']).stdout)).toMatchObject({
          leftOut: [{ site: 'branch', target: 'iptables', leftOut: 1, of: 2, required: 1 }],
        });
    }));
});
