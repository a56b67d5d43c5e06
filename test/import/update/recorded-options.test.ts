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
  const rest = ['--service https,tcp/5671', '--hosts', '--columns host=Address'];
  const where = ['--where region=a', '--where tags!=b'];
  const all = ['--tier required', rest[0] ?? '', ...where, ...rest.slice(1)];

  test.each<[string, RecordOptions, string[]]>([
    ['none', {}, all],
    ['some of the recorded ones', { tier: 'required', where: ['region=a', 'tags!=b'] }, rest],
    ['all of the recorded ones', { ...recorded, columns: new Map([['host', 'Address']]) }, []],
  ])(
    'are those of the record with %s, and those that nobody typed are named',
    (...[, given, used]) => {
      expect(wordsOf(given)).toEqual({ options: recorded, asked, recorded: used });
    },
  );

  test.each<[string, RecordOptions]>([
    ['none', {}],
    ['some of the recorded ones', { services: ['https', 'tcp/5671'] }],
    ['another one', { where: ['region=c'] }],
  ])('are only those of the command where the user forgets the others, with %s', (_name, given) => {
    const words = updateWords(given, recorded, { isForgetting: true });
    expect(words).toEqual({ ok: true, value: { options: given, asked, recorded: [] } });
  });

  test('must be named again with another one', () => {
    expect(wordsOf({ where: ['region=c'] })).toBe(
      '--where differs from that of the last import, which also had --tier required --service https,tcp/5671 --hosts --columns host=Address; to change --where, name the others again: --tier required --service https,tcp/5671 --hosts --columns host=Address; to leave them out, add --forget-options',
    );
    expect(wordsOf({ aggregate: true })).toContain('--where region=a --where tags!=b');
    expect(wordsOf({ columns: new Map([['host', 'Name']]) })).toContain('--columns differs');
  });

  test('say what the user asks for', () => {
    const all = { ...recorded, tier: 'optional' } as const;
    expect(wordsOf(all)).toMatchObject({ options: all, asked: { tier: true, inspection: false } });
    const bypass = { bypass: ['Optimize'] };
    expect(wordsOf(bypass, {})).toEqual({
      options: bypass,
      asked: { tier: false, inspection: true },
      recorded: [],
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
