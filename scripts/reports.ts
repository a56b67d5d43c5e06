import type { Schema } from './compose.ts';
import { types } from './types.ts';

/** The reports that the API returns: the name of each type, and its definition in the schema. */
const reports = { DiffReport: 'diff', ExplainReport: 'explain' } as const;

type Definitions = Record<string, Schema>;

/** The TypeScript types of the reports that the API returns. */
export async function reportTypes(schema: Schema): Promise<string> {
  const all = schema['$defs'] as Definitions;
  const keys = new Set<string>();
  for (const key of Object.values(reports)) reach(key, all, keys);
  const used = [...keys].sort().map((key) => [nameOf(key), renamed(whole(all[key] ?? {}, all))]);
  const properties = Object.keys(reports).map((name) => [name, { $ref: `#/$defs/${name}` }]);
  const root = {
    type: 'object',
    properties: Object.fromEntries(properties),
    $defs: Object.fromEntries(used),
  };
  const text = await types(root, 'Reports', 'schema/report.schema.json');
  const named = text.replace(/^export interface Reports \{\n[^}]*\}\n/m, '');
  // A comment that only says where a type is used.
  return named.replaceAll(
    /^\/\*\*\n \* This interface was referenced by .*\n \* via the .*\n \*\/\n/gm,
    '',
  );
}

/** Adds the keys of a definition and of all that it refers to. */
function reach(key: string, all: Definitions, keys: Set<string>): void {
  if (keys.has(key)) return;
  keys.add(key);
  for (const [, next = ''] of JSON.stringify(all[key]).matchAll(/"#\/\$defs\/(\w+)"/g))
    reach(next, all, keys);
}

/** A definition that adds properties to another one has those of both. */
function whole(definition: Schema, all: Definitions): Schema {
  const { $ref, ...own } = definition;
  if (typeof $ref !== 'string' || own['properties'] === undefined) return definition;
  const base = all[$ref.replace('#/$defs/', '')] ?? {};
  return {
    ...base,
    ...own,
    properties: { ...objectAt(base, 'properties'), ...objectAt(own, 'properties') },
    required: [...listAt(base, 'required'), ...listAt(own, 'required')],
  };
}

/** A definition with references to the new names. `oneOf`, which types ignore, is always an object or null here. */
function renamed(definition: Schema): Schema {
  const text = JSON.stringify(definition)
    .replaceAll(/"#\/\$defs\/(\w+)"/g, (_, key: string) => `"#/$defs/${nameOf(key)}"`)
    .replaceAll('"oneOf":', '"anyOf":');
  return JSON.parse(text);
}

function nameOf(key: string): string {
  const [name] = Object.entries(reports).find(([, each]) => each === key) ?? [];
  return name ?? key;
}

function objectAt(schema: Schema, key: string): object {
  const value = schema[key];
  return typeof value === 'object' && value !== null ? value : {};
}

function listAt(schema: Schema, key: string): readonly unknown[] {
  const value = schema[key];
  return Array.isArray(value) ? value : [];
}
