import type { GroupEntry } from '../document.ts';
import { type Group, type SourceDocument, tiers } from '../types.ts';
import { child, placeOf } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { decoderOf, type KeysOf, oneOf, required } from './decode.ts';
import { type Definition, fullId } from './definitions.ts';
import { resolveEndpoints } from './endpoints.ts';
import { documentKeys } from './keys.ts';
import { applications, citation, freeText, inspection, shapedText, shapedTexts } from './values.ts';

const readGroup = decoderOf({
  id: shapedText,
  title: required(freeText, ''),
  tier: required(oneOf(tiers), 'required'),
  purpose: freeText,
  inspection,
  source: citation,
  tags: shapedTexts,
  applications,
  // Endpoints are resolved later, with the defaults of their group.
  endpoints: (_context, cursor) => cursor,
} satisfies KeysOf<GroupEntry>);

/** A group with its endpoints. */
export function resolveGroup(context: Context, { name, cursor, at }: Definition): Group {
  const keys = readGroup(context, cursor);
  const inspection = keys.inspection ?? context.root.inspection;
  const defaults = { inspection, source: keys.source };
  const all = resolveEndpoints(context, keys.endpoints, defaults);
  const id = fullId(context.names, 'group', name);
  return { ...keys, id, inspection, ...all, unit: context.unit, place: at };
}

const readDocument = decoderOf(documentKeys);

/** A document that facts of the spec come from. */
export function resolveDocument(
  context: Context,
  { name, cursor, at }: Definition,
): SourceDocument {
  const id = fullId(context.names, 'document', name);
  const sha256 = child(cursor, 'sha256');
  const sha256Place = sha256 && placeOf(sha256);
  return { ...readDocument(context, cursor), id, sha256Place, place: at };
}
