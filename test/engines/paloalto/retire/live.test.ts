import { expect, test } from '@jest/globals';
import type { RetireFormat } from '../../../../src/targets/device.ts';
import { retire } from '../../../../src/targets/paloalto/retire/index.ts';
import { configOf } from '../../../support/pan-config.ts';
import { setDumpOf } from '../../../support/pan-set.ts';
import { must } from '../../../support/policy.ts';
import { changes, filesOf } from './changes.ts';

/** A configuration does not tell what a site had under another prefix, or at another location. */
const moved = [
  'the prefix changes',
  'another virtual system',
  'from a device group to shared',
  'the other rulebase of a device group',
  'the output is removed',
  'the output is new',
];
/** What the user interface writes into a rule that someone opened. */
const added =
  '<rule-type>universal</rule-type><log-end>yes</log-end><source-user><member>any</member></source-user>';
const formats: readonly RetireFormat[] = ['set', 'multi-config'];
const cases = changes.filter(([name]) => !moved.includes(name));

test.each(cases)('a running configuration retires as its files do: %s', (_name, older, newer) => {
  if (older === undefined || newer === undefined) throw new Error('both versions have the site');
  const [before, after] = [filesOf(older), filesOf(newer)];
  const dump = { name: 'pa.xml', text: configOf(before).replaceAll('<from>', `${added}<from>`) };
  for (const format of formats) {
    const ofFiles = must(retire.retire({ kind: 'files', files: before }, after, format));
    const ofDump = must(retire.retire({ kind: 'dump', dump }, after, format));
    expect(sorted(ofDump.text)).toEqual(sorted(ofFiles.text));
    expect(ofDump.notes).toEqual([]);
    const set = { name: 'pa.set', text: setDumpOf(dump.text) };
    const ofSet = must(retire.retire({ kind: 'dump', dump: set }, after, format));
    expect(ofSet.text).toBe(ofDump.text);
    expect(ofSet.notes[0]).toMatch(/^these set commands may be a candidate/);
  }
});

/** A device has its objects in another order. Operations have numbers. */
function sorted(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/ id="\d+"/, ''))
    .sort();
}

test('most of these changes delete something', () => {
  expect(cases.length).toBeGreaterThan(15);
  const deleting = cases.filter(([, older, newer]) => {
    if (older === undefined || newer === undefined) return false;
    const former = { kind: 'files', files: filesOf(older) } as const;
    return must(retire.retire(former, filesOf(newer), 'set')).text !== '';
  });
  expect(deleting.length).toBeGreaterThan(10);
});
