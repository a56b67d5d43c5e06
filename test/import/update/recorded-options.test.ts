import { describe, expect, test } from '@jest/globals';
import type { RecordOptions } from '../../../src/import/record/record.ts';
import { haveEqualOptions, updateWords } from '../../../src/import/update/recorded-options.ts';

const recorded: RecordOptions = {
  tier: 'required',
  services: ['https', 'tcp/5671'],
  where: ['region=a', 'tags!=b'],
  hosts: true,
  columns: new Map([['host', 'Address']]),
};

/** The options of an update, or why it is refused. */
function wordsOf(given: RecordOptions, former: RecordOptions = recorded): unknown {
  const words = updateWords(given, former);
  return words.ok ? words.value : `${words.error.message}; ${words.error.help}`;
}

const asked = { tier: false, inspection: false };

describe('the options of an update', () => {
  test.each<[string, RecordOptions]>([
    ['none', {}],
    ['some of the recorded ones', { tier: 'required', where: ['region=a', 'tags!=b'] }],
    ['all of the recorded ones', { ...recorded, columns: new Map([['host', 'Address']]) }],
  ])('are those of the record with %s', (_name, given) => {
    expect(wordsOf(given)).toEqual({ options: recorded, asked });
  });

  test('must be named again with another one', () => {
    expect(wordsOf({ where: ['region=c'] })).toBe(
      '--where differs from that of the last import, which also had --tier required --service https,tcp/5671 --hosts --columns host=Address; to change --where, name the others again: --tier required --service https,tcp/5671 --hosts --columns host=Address',
    );
    expect(wordsOf({ aggregate: true })).toContain('--where region=a --where tags!=b');
    expect(wordsOf({ columns: new Map([['host', 'Name']]) })).toContain('--columns differs');
  });

  test('say what the user asks for', () => {
    const all = { ...recorded, tier: 'optional' } as const;
    expect(wordsOf(all)).toEqual({ options: all, asked: { tier: true, inspection: false } });
    const bypass = { bypass: ['Optimize'] };
    expect(wordsOf(bypass, {})).toEqual({
      options: bypass,
      asked: { tier: false, inspection: true },
    });
    const inspection = { inspection: 'bypass' } as const;
    expect(wordsOf(inspection, {})).toMatchObject({ asked: { inspection: true } });
  });
});

test('options are equal with equal columns', () => {
  expect(haveEqualOptions(recorded, { ...recorded, columns: new Map([['host', 'Address']]) })).toBe(
    true,
  );
  expect(haveEqualOptions(recorded, { ...recorded, columns: new Map() })).toBe(false);
  expect(haveEqualOptions(recorded, {})).toBe(false);
});
