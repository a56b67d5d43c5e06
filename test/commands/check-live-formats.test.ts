import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { dumpsOf } from '../support/dumps.ts';
import { inFolder, oddFolder, readFiles, writeFiles } from '../support/folder.ts';
import { casesIn } from '../support/junit.ts';
import { expectReport } from '../support/report.ts';
import { expectSarif, locationOf, marked, sarifNote } from '../support/sarif.ts';

describe('check --live', () => {
  const dump = `${oddFolder}/v4.txt`;
  const added = 'access added on the device';
  const addedText = `${added}: 203.0.113.9 on tcp/22, for example tcp://203.0.113.9:22`;
  const drift =
    'drift: the device and the iptables files of branch differ: 1 addition of access, 1 difference';
  const agrees = 'no drift: the device and the iptables files of branch agree';
  const suite = 'branch iptables on the device';

  /** What it prints about a router to which the files were applied, perhaps with two more rules. */
  function live(format: string, isTampered: boolean): Run {
    return inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec({ sites: { branch: '{ iptables: {} }' } }) });
      expect(portolan(folder, ['generate']).code).toBe(0);
      const files = Object.entries(readFiles(join(folder, 'generated/branch')));
      const { v4, v6, sets } = dumpsOf(new Map(files.map(([path, text]) => [path, `${text}`])));
      const [forward, out] = [/^(?=-A FORWARD)/m, /^(?=-A DMO-OUT)/m];
      const changed = v4
        .replace(forward, '-A FORWARD -d 203.0.113.9/32 -p tcp -m tcp --dport 22 -j ACCEPT\n')
        .replace(out, '-A DMO-OUT -m limit --limit 1/min -j LOG\n');
      writeFiles(folder, { [dump]: isTampered ? changed : v4, 'v6.txt': v6, 'sets.txt': sets });
      return portolan(folder, ['check', '--live', dump, 'v6.txt', 'sets.txt', '--format', format]);
    });
  }

  /** The line of the second rule, and what is said of it. */
  function differenceIn(stdout: string): { readonly line: number; readonly text: string } {
    const line = Number(stdout.match(/v4\.txt:(\d+): the files/)?.[1]);
    expect(line).toBeGreaterThan(1);
    return { line, text: `${dump}:${line}: the files do not have this rule` };
  }

  test('annotates each difference for GitHub, with the verdict', () => {
    const { code, stdout, stderr } = live('github', true);
    const difference = differenceIn(stdout).text.replace('%', '%25');
    expect([code, stderr, stdout.split('\n')]).toEqual([
      1,
      '',
      [
        `::error title=${added}::${addedText}`,
        `::error title=difference::${difference}`,
        `::notice title=check --live::${drift}`,
        '',
      ],
    ]);
    expect(live('github', false)).toEqual({
      code: 0,
      stdout: `::notice title=check --live::${agrees}\n`,
      stderr: '',
    });
  });

  test('has a failed JUnit case for each difference', () => {
    const { code, stdout, stderr } = live('junit', true);
    expect([code, stderr, casesIn(stdout)]).toEqual([
      1,
      '',
      {
        [suite]: [
          [added, addedText],
          ['difference', differenceIn(stdout).text],
        ],
      },
    ]);
    const same = live('junit', false);
    expect([same.code, same.stderr, casesIn(same.stdout)]).toEqual([
      0,
      '',
      { [suite]: [[agrees, null]] },
    ]);
  });

  test('has a result for each difference in SARIF, with exit code 0 and a note', () => {
    const { code, stdout, stderr } = live('sarif', true);
    const { line, text } = differenceIn(stdout);
    expect([code, stderr]).toEqual([0, sarifNote]);
    const results = expectSarif(stdout).runs[0]?.results ?? [];
    expect(results.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
      ['device-drift', 'error', addedText],
      ['device-drift', 'error', marked(text)],
    ]);
    expect(results[1]?.locations).toMatchObject(locationOf(dump, line));
    const same = live('sarif', false);
    expect([same.code, same.stderr, expectSarif(same.stdout).runs[0]?.results]).toEqual([
      0,
      '',
      [],
    ]);
  });

  test('is valid JSON for each verdict', () => {
    const drifted = live('json', true);
    expect([drifted.code, expectReport(drifted.stdout)]).toMatchObject([
      1,
      {
        drift: true,
        dumps: [{ name: dump }, { name: 'v6.txt' }, { name: 'sets.txt' }],
        gained: [{ destination: '203.0.113.9', ports: ['tcp/22'], at: { file: dump } }],
        lost: [],
        differences: [{ message: 'the files do not have this rule', at: { file: dump } }],
      },
    ]);
    const same = live('json', false);
    expect([same.code, expectReport(same.stdout)]).toMatchObject([0, { drift: false, gained: [] }]);
  });
});
