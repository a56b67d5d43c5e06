import type { GroupEntry, UnresolvedEntry } from '../document.ts';
import { type Group, type SourceDocument, tiers, type Unresolved } from '../types.ts';
import type { Context } from './context.ts';
import { decoderOf, type KeysOf, oneOf, required } from './decode.ts';
import type { Definition } from './definitions.ts';
import { resolveEndpoints } from './endpoints.ts';
import { documentKeys } from './keys.ts';
import { applications, citation, freeText, inspection, shapedText } from './values.ts';

const readGroup = decoderOf({
  id: shapedText,
  title: required(freeText, ''),
  tier: required(oneOf(tiers), 'required'),
  purpose: freeText,
  inspection,
  source: citation,
  applications,
  // Endpoints are resolved later, with the defaults of their group.
  endpoints: (_context, cursor) => cursor,
} satisfies KeysOf<GroupEntry>);

/** A group with its endpoints. */
export function resolveGroup(context: Context, { name, cursor, at }: Definition): Group {
  const keys = readGroup(context, cursor);
  const inspection = keys.inspection ?? context.root.inspection;
  const defaults = { inspection, source: keys.source };
  const endpoints = resolveEndpoints(context, keys.endpoints, defaults);
  return { ...keys, id: name, inspection, endpoints, place: at };
}

const readUnresolved = decoderOf({
  id: shapedText,
  kind: required(oneOf(['demanded', 'silent']), 'demanded'),
  text: required(freeText, ''),
  source: citation,
} satisfies KeysOf<UnresolvedEntry>);

/** A need without a known address. */
export function resolveUnresolved(context: Context, { name, cursor, at }: Definition): Unresolved {
  return { ...readUnresolved(context, cursor), id: name, place: at };
}

const readDocument = decoderOf(documentKeys);

/** A document that facts of the spec come from. */
export function resolveDocument(
  context: Context,
  { name, cursor, at }: Definition,
): SourceDocument {
  return { ...readDocument(context, cursor), id: name, place: at };
}
