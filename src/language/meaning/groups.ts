import { type Group, type SourceDocument, tiers, type Unresolved } from '../types.ts';
import { child, items, text, texts, word } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { resolveEndpoint } from './endpoints.ts';
import type { Definition } from './names.ts';
import { freeText, resolveApplications, resolveDate, resolveSource } from './values.ts';

/** A group with its endpoints; what its shape leaves open is filled with what the schema refuses anyway. */
export function resolveGroup(context: Context, { name, cursor, at }: Definition): Group {
  const inspection = word(child(cursor, 'inspection'), ['bypass', 'allow']) ?? context.inspection;
  const source = resolveSource(context, child(cursor, 'source'));
  return {
    id: name,
    title: freeText(context, child(cursor, 'title')) ?? '',
    tier: word(child(cursor, 'tier'), tiers) ?? 'required',
    purpose: freeText(context, child(cursor, 'purpose')),
    inspection,
    source,
    applications: resolveApplications(child(cursor, 'applications')),
    endpoints: items(child(cursor, 'endpoints')).flatMap((entry) =>
      resolveEndpoint(context, entry, { inspection, source }),
    ),
    place: at,
  };
}

/** A demand that no endpoint can be written for. */
export function resolveUnresolved(context: Context, { name, cursor, at }: Definition): Unresolved {
  return {
    id: name,
    kind: word(child(cursor, 'kind'), ['demanded', 'silent']) ?? 'demanded',
    text: freeText(context, child(cursor, 'text')) ?? '',
    source: resolveSource(context, child(cursor, 'source')),
    place: at,
  };
}

/** A document that facts come from. */
export function resolveDocument(
  context: Context,
  { name, cursor, at }: Definition,
): SourceDocument {
  return {
    id: name,
    title: freeText(context, child(cursor, 'title')) ?? '',
    publisher: freeText(context, child(cursor, 'publisher')),
    domains: texts(child(cursor, 'domains')),
    revision: freeText(context, child(cursor, 'revision')),
    date: resolveDate(context, child(cursor, 'date')),
    url: text(child(cursor, 'url')),
    sha256: text(child(cursor, 'sha256')),
    place: at,
  };
}
