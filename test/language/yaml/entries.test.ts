import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Entries } from '../../../src/language/yaml/entries.ts';

test('entries have the order and the names of a map, with any number of names', () => {
  const names = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 30 });
  fc.assert(
    fc.property(names, fc.string({ maxLength: 3 }), (given, other) => {
      const entries = new Entries<{ readonly name: string }>();
      const map = new Map(given.map((name) => [name, { name }]));
      for (const entry of map.values()) entries.add(entry);
      expect([...entries]).toEqual([...map.values()]);
      for (const name of [...given, other]) expect(entries.get(name)).toBe(map.get(name));
    }),
  );
});
