import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

const targets = '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" } }';

/** A spec with a pattern that dnsmasq cannot express and a PAC file can. */
const spec = demoSpec({
  hosts: ['www.example.com', 'cdn*.example.com'],
  sites: { branch: targets },
});

const line = 'warning: branch: iptables: 1 of 2 endpoints left out, 1 of them required\n';

/** The messages of generate, check and verify on stderr. */
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

describe('an output with default deny that leaves endpoints out', () => {
  test('gets one warning line from generate, check and verify', () => {
    expect(said(spec)).toEqual([line, line, line]);
  });

  test('gets a note when no required endpoint is left out', () => {
    const note = 'note: branch: iptables: 1 of 2 endpoints left out, none of them required\n';
    expect(said(recommended)).toEqual([note, note, note]);
  });

  test.each<[string, string]>([
    ['an output that leaves out nothing', demoSpec()],
    ['an output with allow only', spec.replace('enforce: closed', 'enforce: additive')],
  ])('prints nothing for %s', (_name, text) => {
    expect(said(text)).toEqual(['', '', '']);
  });

  test('gets no warning when its target is not selected', () => {
    const [, , verified] = inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': spec });
      portolan(folder, ['generate']);
      return ['', '', portolan(folder, ['verify', '--target', 'pac']).stderr];
    });
    expect(verified).toBe('');
  });

  test('is in the JSON report', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': spec });
      portolan(folder, ['generate']);
      for (const verb of ['check', 'verify'])
        expect(expectReport(portolan(folder, [verb, '--format', 'json']).stdout)).toMatchObject({
          leftOut: [{ site: 'branch', target: 'iptables', leftOut: 1, of: 2, required: 1 }],
        });
    }));
});
