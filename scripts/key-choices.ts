import type { Ajv2020, CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js';
import { _, type Code, getProperty } from 'ajv/dist/compile/codegen/index.js';
import none from 'ajv/dist/vocabularies/applicator/not.js';
import oneOf from 'ajv/dist/vocabularies/applicator/oneOf.js';

/**
 * Makes a validator count keys where the schema of an object says "exactly one of these keys" (`oneOf` of `required`) or
 * "not all of these keys" (`not` of `required`). Ajv would make an error object for each absent key of each valid
 * endpoint, and a spec can have a hundred thousand. All else is compiled as Ajv does it.
 */
export function countKeyChoices(ajv: Ajv2020): void {
  redefine(ajv, oneOf.default, (schema) => {
    const branches = Array.isArray(schema) ? schema.map(requiredOf) : [];
    const isChoice = branches.length > 0 && branches.every((keys) => keys?.length === 1);
    return isChoice ? { keys: branches.flatMap((keys) => keys ?? []), wrong: _`!== 1` } : undefined;
  });
  redefine(ajv, none.default, (schema) => {
    const keys = requiredOf(schema);
    return keys && { keys, wrong: _`=== ${keys.length}` };
  });
}

/** Keys, and the comparison that is true for a wrong number of them. */
type Choice = { readonly keys: readonly string[]; readonly wrong: Code };

function redefine(
  ajv: Ajv2020,
  original: CodeKeywordDefinition,
  choiceOf: (schema: unknown) => Choice | undefined,
): void {
  ajv.removeKeyword(String(original.keyword));
  ajv.addKeyword({
    ...original,
    code: (context: KeywordCxt) => {
      const choice =
        context.parentSchema['type'] === 'object' ? choiceOf(context.schema) : undefined;
      if (choice === undefined) original.code(context);
      else failIf(context, choice);
    },
  });
}

/** Whatever is no object has an error of its type. */
function failIf(context: KeywordCxt, { keys, wrong }: Choice): void {
  const { data } = context;
  const count = keys
    .map((key) => _`(${data}${getProperty(key)} === undefined ? 0 : 1)`)
    .reduce((sum, each) => _`${sum} + ${each}`);
  context.setParams({ passing: _`null` });
  context.fail(
    _`${data} && typeof ${data} == "object" && !Array.isArray(${data}) && ${count} ${wrong}`,
  );
}

/** The keys of a schema that says nothing but that they are required. */
function requiredOf(schema: unknown): readonly string[] | undefined {
  if (typeof schema !== 'object' || schema === null || !('required' in schema)) return undefined;
  const { required } = schema;
  const isAlone = Object.keys(schema).length === 1 && Array.isArray(required);
  return isAlone && required.length > 0 ? required.map(String) : undefined;
}
