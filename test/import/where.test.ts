import { describe, expect, test } from '@jest/globals';
import { summarizeLabels } from '../../src/import/labels.ts';
import { imported, labelled, refusals, rowOf } from '../support/import.ts';

const rows = [
  labelled(rowOf('a.example.com', ['tcp/443']), { region: ['eu'], tags: ['OSN', 'OBJECT'] }),
  labelled(rowOf('b.example.com', ['tcp/443']), { region: ['us'], tags: ['OSN'] }),
  labelled(rowOf('c.example.com', ['tcp/443']), { region: ['us, east'] }),
  rowOf('d.example.com', ['tcp/443']),
];

const taken = [
  [['region=eu'], 'a'],
  [['region=eu,us'], 'a b'],
  [['region=us, east'], 'c'],
  [['region!=eu'], 'b c d'],
  [['region!=eu,us'], 'c d'],
  [['tags=OSN', 'region=us'], 'b'],
  [['tags=OBJECT'], 'a'],
  [['tags!=OBJECT', 'tags=OSN'], 'b'],
] as const;

describe('--where', () => {
  test.each(taken)('%j takes %s', (where, want) => {
    const { part, sums } = imported(rows, { where });
    const hosts = part.groups.flatMap(({ endpoints }) => endpoints.map(({ value }) => value));
    expect(hosts.join(' ')).toBe(want.replaceAll(/(\w)/g, '$1.example.com'));
    const filtered = rows.length - hosts.length;
    expect(sums).toEqual({
      read: 4,
      taken: hosts.length,
      unresolved: 0,
      declined: filtered,
      refused: 0,
      filtered,
    });
  });

  const wrong = [
    [
      'regoin=eu',
      'import-unknown-label: no row of the document has the label "regoin"; did you mean "region"?',
    ],
    [
      'region=ue',
      'import-unknown-value: no row of the document has "ue" as its "region"; did you mean "eu"?',
    ],
    [
      'region!=EU',
      'import-unknown-value: no row of the document has "EU" as its "region"; did you mean "eu"?',
    ],
    [
      'region',
      'import-where: --where has a label, "=" or "!=", and values, found "region"; write it as in --where region=eu-west-1,eu-west-2',
    ],
    [
      'region=',
      'import-where: --where has a label, "=" or "!=", and values, found "region="; write it as in --where region=eu-west-1,eu-west-2',
    ],
  ] as const;
  test.each(wrong)('refuses %s', (where, want) => {
    expect(refusals(rows, { where: [where] })).toEqual([want]);
  });

  test('refuses each wrong value once, and filters that nothing passes', () => {
    expect(refusals(rows, { where: ['region=eu,fr,de', 'tag=x'] })).toHaveLength(3);
    expect(refusals(rows, { where: ['region=eu', 'region=us'] })).toEqual([
      'import-no-rows: no row of the document passes all of "--where region=eu --where region=us"; remove one of them: a row must pass each',
    ]);
  });

  test('says that rows have no labels at all', () => {
    expect(refusals([rowOf('a.example.com', ['tcp/443'])], { where: ['a=b'] })).toEqual([
      'import-unknown-label: no row of the document has the label "a"; remove --where: the rows have no labels',
    ]);
  });
});

test('--labels shows the labels in order, how many values each has, and the first ones', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    labelled(rowOf('a.example.com', ['tcp/443']), { name: [`n${index + 10}`], all: ['x', 'x'] }),
  );
  expect(summarizeLabels([...rows, ...many])).toEqual([
    { label: 'all', values: 1, first: [{ value: 'x', rows: 30 }] },
    {
      label: 'name',
      values: 30,
      first: Array.from({ length: 10 }, (_, index) => ({ value: `n${index + 10}`, rows: 1 })),
    },
    {
      label: 'region',
      values: 3,
      first: [
        { value: 'eu', rows: 1 },
        { value: 'us', rows: 1 },
        { value: 'us, east', rows: 1 },
      ],
    },
    {
      label: 'tags',
      values: 2,
      first: [
        { value: 'OBJECT', rows: 1 },
        { value: 'OSN', rows: 2 },
      ],
    },
  ]);
});
