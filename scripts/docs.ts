import { formatYaml } from '../src/commands/init/format-yaml.ts';
import type { Schema } from './compose.ts';

/** Replaces the text between a page's markers `<!-- portolan:NAME:start -->` and `:end`. Throws if they are missing. */
export function fill(page: string, name: string, generated: string): string {
  const start = `<!-- portolan:${name}:start -->\n`;
  const end = `<!-- portolan:${name}:end -->`;
  const from = page.indexOf(start) + start.length;
  const to = page.indexOf(end);
  if (!page.includes(start) || to < from)
    throw new Error(`a page lacks the markers "${start.trim()}" and "${end}"`);
  return `${page.slice(0, from)}\n${generated}\n\n${page.slice(to)}`;
}

/** Every key of the spec in Markdown: one table for each object of the schema, in the order of a spec. */
export function specKeys(schema: Schema): string {
  const definitions = object(schema, '$defs');
  const names = reachable(schema, definitions);
  const others = Object.keys(definitions).filter((name) => isNamed(definitions, name));
  const order = [...new Set([...names, ...others])];
  const sections = order.map((name) => section(heading(name, definitions), name, definitions));
  return [tables('Spec file', schema, definitions), ...sections].join('\n\n');
}

/** The named objects that a schema refers to, each before those that it refers to. */
function reachable(schema: unknown, definitions: Schema, found: string[] = []): string[] {
  for (const name of references(schema)) {
    if (found.includes(name)) continue;
    if (isNamed(definitions, name)) found.push(name);
    reachable(definitions[name], definitions, found);
  }
  return found;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === '$defs') return [];
    return key === '$ref' ? [nameOf(inner)] : references(inner);
  });
}

function section(title: string, name: string, definitions: Schema): string {
  return tables(title, object(definitions, name), definitions);
}

function tables(title: string, schema: Schema, definitions: Schema): string {
  const rows = rowsOf(schema, '', definitions);
  const head = ['| Key | Value | Meaning | Example |', '| --- | --- | --- | --- |'];
  return [`### ${title}`, '', literal(String(schema['description'])), '', ...head, ...rows].join(
    '\n',
  );
}

/** Escapes text for Markdown. */
function literal(text: string): string {
  return text.replaceAll(/[\\`*_<|[]/g, '\\$&');
}

function rowsOf(schema: Schema, before: string, definitions: Schema): string[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(object(schema, 'properties')).flatMap(([key, property]) => {
    const whole = resolve(property as Schema, definitions);
    const must = required.includes(key) ? ', **required**' : '';
    const value = `${phrase(property as Schema, definitions)}${must}${defaultOf(whole)}`;
    const example = (whole['examples'] as readonly unknown[] | undefined)?.[0];
    const meaning = literal(String(whole['description']));
    const row = `| \`${before}${key}\` | ${value} | ${meaning} | \`${formatYaml(example)}\` |`;
    const inner = 'properties' in whole && !('$ref' in (property as Schema));
    return [row, ...(inner ? rowsOf(whole, `${before}${key}.`, definitions) : [])];
  });
}

function defaultOf(schema: Schema): string {
  return 'default' in schema ? `; default \`${formatYaml(schema['default'])}\`` : '';
}

/** The type of a value in a few words. */
function phrase(written: Schema, definitions: Schema): string {
  const name = nameOf(written['$ref']);
  if (isNamed(definitions, name)) return link(heading(name, definitions));
  const schema = resolve(written, definitions);
  const then = schema['then'] as Schema | undefined;
  if (then === undefined) return plainValue(schema, definitions);
  const { if: _if, then: _then, type, ...other } = schema;
  const rest = { ...other, type: [type].flat().find((kind) => kind !== 'string') };
  return `${phrase(then, definitions)}, or ${plainValue(rest, definitions)}`;
}

function plainValue(schema: Schema, definitions: Schema): string {
  if ('const' in schema) return `\`${schema['const']}\``;
  if ('enum' in schema) return (schema['enum'] as string[]).map((word) => `\`${word}\``).join(', ');
  const { type, items, additionalProperties: each } = schema;
  if (Array.isArray(type))
    return type.map((kind) => plainValue({ ...schema, type: kind }, definitions)).join(', or ');
  if (type === 'array') return `list of ${phrase(items as Schema, definitions)}`;
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'integer') return 'number';
  if (type !== 'object') return 'text';
  return typeof each === 'object' ? `map to ${phrase(each as Schema, definitions)}` : 'map';
}

function heading(name: string, definitions: Schema): string {
  const title = object(definitions, name)['title'];
  return typeof title === 'string' ? title : `Options of ${name.replace(/Options$/, '')}`;
}

function link(title: string): string {
  return `[${title.toLowerCase()}](#${title.toLowerCase().replaceAll(' ', '-')})`;
}

function resolve(schema: Schema, definitions: Schema): Schema {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return schema;
  return { ...resolve(object(definitions, nameOf($ref)), definitions), ...beside };
}

function isNamed(definitions: Schema, name: string): boolean {
  return 'properties' in ((definitions[name] ?? {}) as Schema);
}

function nameOf(reference: unknown): string {
  return String(reference).replace('#/$defs/', '');
}

function object(schema: Schema, key: string): Schema {
  return (schema[key] ?? {}) as Schema;
}
