import { describe, expect, test } from '@jest/globals';
import { compareLive, isDrift } from '../../../src/review/live/compare.ts';
import type { LiveTarget } from '../../../src/targets/device.ts';
import { iptables } from '../../../src/targets/iptables/index.ts';
import { dumpsOf } from '../../support/dumps.ts';
import { files, harmless, named } from '../../targets/iptables/live-dumps.ts';
import { readerWith } from '../changed-reader.ts';

/** The reader of dumps with other text in one of its files. */
function changedReader(file: string, from: string, to: string): Promise<LiveTarget> {
  return readerWith('iptables', `live/${file}`, from, to);
}

/** The dumps without drift that a reader calls drift, or cannot read. */
function rejected(live: LiveTarget): string[] {
  return harmless.flatMap(([name, change, foreign = {}]) => {
    const dumps = named(change(dumpsOf(files, foreign)));
    const report = compareLive('branch', { target: iptables, live }, dumps, files);
    return report.ok && !isDrift(report.value) ? [] : [name];
  });
}

describe('the reader of dumps', () => {
  test('finds no drift in all else that a dump contains', async () => {
    expect(rejected(await changedReader('dumps.ts', '', ''))).toEqual([]);
  });

  test.each([
    ['line ends', 'dumps.ts', String.raw`whole.replace(/\r$/, '')`, 'whole'],
    ['comments', 'dumps.ts', "if (read.startsWith('#'))", "if (read.startsWith('# G'))"],
    ['the family without a first line', 'dumps.ts', '?? familyOf(draft)', ''],
    ['counters of rules', 'dumps.ts', String.raw`(?:\[[0-9]+:[0-9]+\] )?-A`, '-A'],
    [
      'counters of chains',
      'dumps.ts',
      String.raw`(?: \[[0-9]+:[0-9]+\])?$/`,
      String.raw`(?: \[0:0\])?$/`,
    ],
    ['other tables', 'index.ts', "table.name === 'filter' && ", ''],
    [
      'whole names of chains',
      'family.ts',
      'names.has(name)',
      '[...names].some((own) => name.startsWith(own))',
    ],
    [
      'how a set is stored',
      'sets.ts',
      "new Set(['hashsize', 'bucketsize', 'initval', 'probes', 'resize'])",
      'new Set()',
    ],
    [
      'what a set shows beside an entry',
      'sets.ts',
      "new Set(['comment', 'counters', 'forceadd', 'skbinfo'])",
      'new Set()',
    ],
    [
      'counters of entries',
      'sets.ts',
      "[text = '', ...words]: readonly string[], at: OutputPlace",
      "[first = '', ...words]: readonly string[], at: OutputPlace, text = [first, ...words].join(' ')",
    ],
    ['the time left', 'sets.ts', 'left > lifetime', 'left !== lifetime - 1'],
    ['addresses of dnsmasq', 'sets.ts', 'left === undefined || left > lifetime', 'true'],
    ['sets of other tools', 'sets.ts', ' && /_v[46]$/.test(name)', ''],
    [
      'replies',
      'rule.ts',
      'if (opening.length === 0) draft.passive',
      'if (opening.length === 0) draft.conditional',
    ],
    [
      'packets of the device',
      'rule.ts',
      "if (value === 'lo') draft.passive = true;",
      "if (value === 'lo') draft.conditional = true;",
    ],
    [
      'sources',
      'rule.ts',
      "else if (option === '-s') draft.sources = [block];",
      "else if (option === '-s') draft.sources = undefined;",
    ],
  ])(
    'without its part for %s, it finds drift where there is none',
    async (_name, file, from, to) => {
      expect(rejected(await changedReader(file, from, to))).not.toEqual([]);
    },
  );
});
