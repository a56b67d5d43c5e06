/** A JSON Schema, or any part of one. */
export type Schema = { readonly [keyword: string]: unknown };

/** Adds each target's options to `$defs.targets` of the core schema, so that an editor needs one file only. */
export function compose(core: Schema, options: ReadonlyMap<string, Schema>): Schema {
  const definitions = part(core, '$defs');
  const targets = part(definitions, 'targets');
  const names = [...options.keys()].sort();
  const references = names.map((name) => [name, { $ref: `#/$defs/${name}Options` }]);
  const lifted = names.map((name) => lift(name, options.get(name) ?? {}));
  return {
    ...core,
    $defs: {
      ...definitions,
      targets: {
        ...targets,
        properties: unite([part(targets, 'properties'), Object.fromEntries(references)]),
      },
      // An enum, so that editors complete it and the message about a mistyped target has a suggestion.
      targetName: {
        type: 'string',
        enum: names,
        enumDescriptions: names.map((name) => options.get(name)?.['description']),
      },
      ...unite(lifted, definitions),
    },
  };
}

/** The definitions that one options file adds: the options, and its `$defs` with the target's name as prefix. */
function lift(name: string, file: Schema): Schema {
  const { $schema: _dialect, $id: _id, $defs: own = {}, ...body } = file;
  const names = Object.keys(own as Schema);
  const renamed = new Map(names.map((key) => [`#/$defs/${key}`, `#/$defs/${name}-${key}`]));
  const entries = Object.entries(own as Schema).map(([key, value]) => [`${name}-${key}`, value]);
  return rename({ [`${name}Options`]: body, ...Object.fromEntries(entries) }, renamed) as Schema;
}

/** Renames references; those to definitions of the core schema stay. */
function rename(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, renamed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? (renamed.get(inner) ?? inner)
        : rename(inner, renamed),
    ]),
  );
}

/** Joins objects. Throws if two of them have the same key, because one would silently hide the other. */
function unite(parts: readonly Schema[], taken: Schema = {}): Schema {
  const union: Record<string, unknown> = {};
  for (const [key, value] of parts.flatMap((each) => Object.entries(each))) {
    if (key in union || key in taken) throw new Error(`the schema defines "${key}" twice`);
    union[key] = value;
  }
  return union;
}

function part(schema: Schema, key: string): Schema {
  const value = schema[key];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Schema;
  throw new Error(
    `schema/core.schema.json: expected an object "${key}" for the options of targets`,
  );
}
