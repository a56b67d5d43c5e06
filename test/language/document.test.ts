import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Schema } from '../../scripts/compose.ts';
import { runNode } from '../support/node.ts';
import { object, parts, readText, resolve, root, specSchema } from '../support/schema.ts';

/**
 * The type that a part of the schema asks for, by a reading of its own: the generator of document.ts is not asked.
 * Objects under `$defs` are spelt by their names.
 */
function typeOf(written: Schema): string {
  if (typeof written['$ref'] === 'string') {
    const name = written['$ref'].replace('#/$defs/', '');
    if ('properties' in object(definitions, name)) return typeName(name);
  }
  const schema = resolve(written);
  const types = [schema['type']].flat().map((type) => typeOfKind(String(type), schema));
  return types.join(' | ');
}

function typeOfKind(type: string, schema: Schema): string {
  const words = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(' | ');
  switch (type) {
    case 'string':
      return 'then' in schema ? typeOf(object(schema, 'then')) : 'string';
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `(${typeOf(object(schema, 'items'))})[]`;
    case 'object':
      return 'properties' in schema
        ? shapeOf(schema)
        : `{ [key: string]: ${typeOf(object(schema, 'additionalProperties'))} }`;
    default:
      throw new Error(`the test knows no type "${type}"`);
  }
}

function shapeOf(schema: Schema): string {
  const required = (schema['required'] ?? []) as readonly string[];
  const members = Object.entries(object(schema, 'properties')).map(
    ([key, inner]) => `${key}${required.includes(key) ? '' : '?'}: ${typeOf(inner as Schema)};`,
  );
  return `{ ${members.join(' ')} }`;
}

const definitions = object(specSchema, '$defs');

/** `endpointEntry` with the title "Endpoint entry" is EndpointEntry; a target's options have no title. */
function typeName(name: string): string {
  const title = object(definitions, name)['title'] ?? name;
  const words = String(title).split(' ');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const named = Object.keys(definitions).filter((name) => 'properties' in object(definitions, name));
const names = ['SpecFile', ...named.map(typeName)];

/** A module that compiles when each type of document.ts and the schema's own shape are one and the same. */
function proof(shapes: ReadonlyMap<string, string>): string {
  const checks = [...shapes].map(
    ([name, shape]) => `export const same${name}: Same<${name}, ${shape}> = true;`,
  );
  return [
    `import type { ${names.join(', ')} } from '${root}/src/language/document.ts';`,
    'type Plain<T> = T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;',
    // Conditional types are alike only when what they ask for is identical: optional keys, unions and all.
    'type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;',
    'type Same<A, B> = Identical<Plain<A>, Plain<B>>;',
    ...checks,
    '',
  ].join('\n');
}

/** What the compiler says of a module, without its path. */
function compileModule(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-types-'));
  try {
    writeFileSync(join(folder, 'proof.ts'), text);
    const flags = '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --target es2022';
    const modules = '--module nodenext --allowImportingTsExtensions --ignoreConfig';
    const { stdout, stderr } = runNode(
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        ...`${flags} ${modules}`.split(' '),
        'proof.ts',
      ],
      { cwd: folder },
    );
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function shapes(): Map<string, string> {
  const defined = named.map((name) => [typeName(name), typeOf(object(definitions, name))] as const);
  return new Map([['SpecFile', shapeOf(specSchema)], ...defined]);
}

describe('the TypeScript types of a document', () => {
  test('are exported, one for each object of the schema', () => {
    const exported = [...readText('src/language/document.ts').matchAll(/^export \w+ (\w+)/gm)];
    expect(exported.map(([, name]) => name).sort()).toEqual([...names].sort());
  });

  test('match the schema in keys, optional keys and types', () => {
    expect(compileModule(proof(shapes()))).toBe('');
  });

  test.each([
    ['a key more', 'EndpointEntry', 'url?: string;', 'url?: string; uri?: string;'],
    ['a key less', 'SiteEntry', 'prefix?: string;', ''],
    ['an optional key that is required', 'DocumentEntry', 'date?: string', 'date: string'],
    ['a word more', 'UnresolvedEntry', '"silent"', '"silent" | "lost"'],
    ['another type', 'PrintedEntry', 'port?: number', 'port?: string'],
    ['a wider type', 'PaloaltoOptions', '"top" | "bottom"', 'string'],
  ])('do not match with %s', (_what, name, from, to) => {
    const shape = shapes().get(name) ?? '';
    expect(shape).toContain(from);
    const said = compileModule(proof(new Map([[name, shape.replace(from, to)]])));
    expect(said).toMatch(/^proof\.ts\(\d+,\d+\): error TS2322: .*\n$/);
  });

  test('exist for every object of the schema, except one form of a value', () => {
    const shaped = parts().filter(({ schema }) => 'properties' in schema);
    const unnamed = shaped.filter(({ pointer }) => !/^(\/\$defs\/\w+)?$/.test(pointer));
    expect(unnamed.map(({ pointer }) => pointer)).toEqual([
      '/$defs/iptablesOptions/properties/protectSelf',
      '/$defs/paloaltoOptions/properties/location',
      '/$defs/paloaltoOptions/properties/position',
      '/$defs/pfsenseOptions/properties/position',
    ]);
  });
});
