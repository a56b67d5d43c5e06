import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { countKeyChoices } from '../../../scripts/key-choices.ts';

/** The same schema as Ajv compiles it, and with counted keys. */
function compiled(schema: object): ((value: unknown) => boolean)[] {
  return [new Ajv2020({ allErrors: true, strict: false }), counting()].map((ajv) =>
    ajv.compile<unknown>(schema),
  );
}

function counting(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  countKeyChoices(ajv);
  return ajv;
}

const keys = ['a', 'b', 'c-d', '__proto__'] as const;

const value = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.dictionary(fc.constantFrom(...keys, 'e'), fc.constantFrom(0, '', null)),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'a', 1, true, [], ['a']) },
);

const choice = fc.uniqueArray(fc.constantFrom(...keys.slice(0, 3)), { minLength: 1 });

describe('a validator that counts keys refuses what Ajv refuses', () => {
  test.each([
    ['exactly one of these keys', (names: string[]) => ({ oneOf: names.map(required) })],
    ['not all of these keys', (names: string[]) => ({ not: { required: names } })],
    [
      'one of these keys, or another shape',
      (names: string[]) => ({ oneOf: [...names.map(required), { minProperties: 3 }] }),
    ],
    [
      'not these keys in another shape',
      (names: string[]) => ({ not: { required: names, maxProperties: 2 } }),
    ],
  ])('%s', (_what, schemaOf) => {
    fc.assert(
      fc.property(choice, value, (names, given) => {
        const [plain, counted] = compiled({ type: 'object', ...schemaOf(names) });
        expect(counted?.(given)).toBe(plain?.(given));
      }),
    );
  });

  test('and compiles a choice of a value that may be no object as Ajv does', () => {
    const [plain, counted] = compiled({ oneOf: [{ required: ['a'] }, { required: ['b'] }] });
    for (const given of ['a', { a: 1 }, { a: 1, b: 1 }, {}])
      expect(counted?.(given)).toBe(plain?.(given));
  });

  test('without an error for each key', () => {
    const validate = counting().compile({ type: 'object', oneOf: ['a', 'b'].map(required) });
    expect(validate({})).toBe(false);
    expect(validate.errors?.map(({ keyword }) => keyword)).toEqual(['oneOf']);
  });
});

function required(name: string): object {
  return { required: [name] };
}
