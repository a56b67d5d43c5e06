import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Schema } from '../../scripts/compose.ts';

export const root = join(import.meta.dirname, '../..');

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}

export const specSchema: Schema = JSON.parse(readText('schema/spec.schema.json'));

/** A part of the schema with its JSON Pointer. */
export type Part = { readonly pointer: string; readonly schema: Schema };

const maps = ['properties', '$defs'];
const values = ['items', 'additionalProperties', 'propertyNames', 'then'];

/** The schema and all schemas in it, without conditions (`if`, `oneOf`, `not`), which describe nothing. */
export function parts(schema: Schema = specSchema, pointer = ''): Part[] {
  const nested = maps.flatMap((key) =>
    Object.entries(object(schema, key)).map(
      ([name, inner]) => [`${pointer}/${key}/${name}`, inner] as const,
    ),
  );
  const single = values
    .filter((key) => isObject(schema[key]))
    .map((key) => [`${pointer}/${key}`, schema[key]] as const);
  const inner = [...nested, ...single].flatMap(([at, part]) => parts(part as Schema, at));
  return [{ pointer, schema }, ...inner];
}

/** The properties of every object in the schema. */
export function properties(): (Part & { readonly key: string })[] {
  return parts().flatMap(({ pointer, schema }) =>
    Object.entries(object(schema, 'properties')).map(([key, property]) => ({
      key,
      pointer: `${pointer}/properties/${key}`,
      schema: property as Schema,
    })),
  );
}

/** Follows a reference; keywords beside it take precedence. */
export function resolve(schema: Schema): Schema {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return schema;
  const definition = object(object(specSchema, '$defs'), $ref.replace('#/$defs/', ''));
  return { ...resolve(definition), ...beside };
}

export function object(schema: Schema, key: string): Schema {
  const value = schema[key];
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ajv = new Ajv2020({
  schemas: { spec: { ...specSchema, $id: 'spec' } },
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
}).addVocabulary(['enumDescriptions']);

/** The errors of a value against the schema at a pointer: `/where keyword`, and the unknown or missing key. */
export function judge(value: unknown, pointer = ''): string[] {
  const check = ajv.compile({ $ref: `spec#${encodeURI(pointer)}` });
  if (check(value)) return [];
  // The errors of each `oneOf` branch add nothing to the error that none, or several, match.
  const errors = (check.errors ?? []).filter(({ schemaPath }) => !schemaPath.includes('/oneOf/'));
  return errors.map((error) => {
    const key = error.params['additionalProperty'] ?? error.params['missingProperty'];
    const words = [error.instancePath, error.keyword, key].filter((word) => word !== undefined);
    return words.join(' ').trim();
  });
}
