import type { ErrorObject } from 'ajv';
import { validateImport } from '../../../compiled/validate-import.js';
import { quote } from '../../characters.ts';
import { type JsonValue, parseJson } from '../../documents/kit/json.ts';
import { failure, type Problem, type Result, success } from '../../problem.ts';
import type { ImportRecord } from './record.ts';
import { recordText } from './text.ts';

/**
 * Reads the record of an earlier import; messages call it `file`. Refuses one that was edited, and one of another
 * version: an update would take a wrong word in it for a person's decision.
 */
export function readRecord(file: string, text: string): Result<ImportRecord, Problem> {
  const plain = text.replaceAll('\r\n', '\n');
  const parsed = parseJson({ name: file, text: plain });
  if (!parsed.ok) {
    const line = Number(/\bline ([0-9]+)/.exec(parsed.error.message)?.[1] ?? 1);
    const message = parsed.error.message.replace('the document', 'the record');
    return failure(problemOn(file, line, 'import-record-invalid', message));
  }
  const value = plainOf(parsed.value);
  const other = otherVersion(file, parsed.value);
  if (other !== undefined) return failure(other);
  if (!isStored(value)) return failure(invalid(file, parsed.value, value));
  const record = withMaps(value);
  const canonical = recordText(record);
  return canonical === plain ? success(record) : failure(edited(file, plain, canonical));
}

/** A record as JSON has it: an object for each map. */
type Stored<Value> =
  Value extends ReadonlyMap<string, infer Item>
    ? { readonly [key: string]: Stored<Item> }
    : Value extends readonly unknown[] | string | number | boolean
      ? Value
      : { readonly [Key in keyof Value]: Stored<Value[Key]> };

function isStored(value: unknown): value is Stored<ImportRecord> {
  return validateImport(value).length === 0;
}

function withMaps({ groups, options, ...rest }: Stored<ImportRecord>): ImportRecord {
  const { columns, ...others } = options;
  const byId = Object.entries(groups).map(([id, group]) => {
    return [id, { ...group, facts: new Map(Object.entries(group.facts)) }] as const;
  });
  return {
    ...rest,
    options:
      columns === undefined ? others : { ...others, columns: new Map(Object.entries(columns)) },
    groups: new Map(byId),
  };
}

function plainOf(json: JsonValue): unknown {
  switch (json.kind) {
    case 'object':
      return Object.fromEntries([...json.members].map(([key, each]) => [key, plainOf(each)]));
    case 'array':
      return json.items.map(plainOf);
    case 'text':
      return json.text;
    case 'number':
      return json.number;
    case 'boolean':
      return json.boolean;
    case 'null':
      return null;
  }
}

function otherVersion(file: string, json: JsonValue): Problem | undefined {
  const version = json.kind === 'object' ? json.members.get('schemaVersion') : undefined;
  if (version === undefined || (version.kind === 'number' && version.number === 1))
    return undefined;
  const found = JSON.stringify(plainOf(version));
  return {
    rule: 'import-record-version',
    message: `expected a record of version 1, found ${quote(found)}`,
    help: 'use the version of Portolan that wrote it',
    at: { file, line: version.line, column: 1, length: 1 },
  };
}

function invalid(file: string, json: JsonValue, value: unknown): Problem {
  const [error] = validateImport(value);
  const line = error === undefined ? json.line : lineOf(json, error);
  const where =
    (error?.instancePath ?? '') === '' ? 'the record' : quote(error?.instancePath ?? '');
  return problemOn(file, line, 'import-record-invalid', `${where} is not as an import writes it`);
}

/** The line of the value that an error is about, or of the value around it. */
function lineOf(json: JsonValue, { instancePath }: ErrorObject): number {
  let value = json;
  for (const part of instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = childOf(value, key);
    if (next === undefined) break;
    value = next;
  }
  return value.line;
}

function childOf(value: JsonValue, key: string): JsonValue | undefined {
  if (value.kind === 'object') return value.members.get(key);
  return value.kind === 'array' ? value.items[Number(key)] : undefined;
}

function edited(file: string, text: string, canonical: string): Problem {
  const lines = text.split('\n');
  const written = canonical.split('\n');
  const first = lines.findIndex((line, index) => line !== written[index]);
  const line = first < 0 ? lines.length : first + 1;
  return problemOn(file, line, 'import-record-edited', 'the record was edited after the import');
}

function problemOn(file: string, line: number, rule: string, message: string): Problem {
  const help = 'restore the file from version control: only portolan import writes it';
  return { rule, message, help, at: { file, line, column: 1, length: 1 } };
}
