import { compile, type JSONSchema, type Options } from 'json-schema-to-typescript';
import type { Schema } from './compose.ts';

const banner = `// Written by \`npm run generate:code\` from schema/spec.schema.json; a change here is lost.
`;

const style: Partial<Options> = {
  additionalProperties: false,
  bannerComment: banner,
  style: { printWidth: 100, singleQuote: true, trailingComma: 'all' },
  // An included file is not a part of the root file.
  unreachableDefinitions: true,
  unknownAny: true,
};

/**
 * The TypeScript types of a document that the schema accepts: what the user wrote, before any meaning is given to it.
 * Each object of the schema is a type, named after its title or its key under `$defs`.
 */
export async function types(schema: Schema): Promise<string> {
  const definitions = (schema['$defs'] ?? {}) as Record<string, Schema>;
  const named = Object.entries(definitions).filter(([, definition]) => isNamed(definition));
  const plain = { ...schema, $defs: Object.fromEntries(named) };
  const text = await compile(simplify(plain, definitions) as JSONSchema, 'SpecFile', style);
  // Where a type is used is no part of what it means.
  return text.replaceAll(/^ \*\n \* This interface was referenced by .*\n \* via the .*\n/gm, '');
}

/**
 * The type of one target's options, put beside those that a site may give: for the example of a target, which is on no
 * list. `schema` is one that has the example, too.
 */
export async function exampleTypes(schema: Schema, target: string): Promise<string> {
  const definitions = (schema['$defs'] ?? {}) as Record<string, Schema>;
  const options = simplify(definitions[`${target}Options`] ?? {}, definitions);
  const bannerComment = '// Written by `npm run generate:code`; a change here is lost.\n';
  return `${await compile(options as JSONSchema, 'Options', { ...style, bannerComment })}
declare module '../../../src/language/document.ts' {
  interface SiteTargets {
    ${target}?: Options;
  }
}
`;
}

function isNamed(definition: Schema | undefined): boolean {
  return definition !== undefined && 'properties' in definition;
}

// "Exactly one of these keys" as a union of object types would make every reader of an entry ask which one it holds.
const conditions = ['oneOf', 'not', 'dependentRequired'];
// A tuple type for each length of a list would be thousands of lines.
const lengths = ['minItems', 'maxItems', 'uniqueItems'];
const unspoken = new Set([...conditions, ...lengths, 'examples', 'default', '$schema']);

/** The schema in the fewest words that say its types. */
function simplify(value: unknown, definitions: Record<string, Schema>): unknown {
  if (Array.isArray(value)) return value.map((item) => simplify(item, definitions));
  if (typeof value !== 'object' || value === null) return value;
  const schema = splitWords(resolve(value as Schema, definitions));
  const kept = Object.entries(schema).filter(([key]) => !unspoken.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, simplify(inner, definitions)]));
}

/** Spells a text or a list out where it is used: only objects are worth a name. */
function resolve(schema: Schema, definitions: Record<string, Schema>): Schema {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return schema;
  const definition = definitions[$ref.replace('#/$defs/', '')];
  // A reference with anything beside it would become a second type of the same shape.
  return isNamed(definition) ? { $ref } : resolve({ ...definition, ...beside }, definitions);
}

/** "A word, or else a list or an object" is written with if and then, for messages that speak of one of them only. */
function splitWords(schema: Schema): Schema {
  const { if: condition, then: word, type, description, ...other } = schema;
  if (condition === undefined || !Array.isArray(type)) return schema;
  return { description, anyOf: [word, { ...other, type: type.find((name) => name !== 'string') }] };
}
