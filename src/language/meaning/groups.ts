import type { GroupEntry, UnresolvedEntry } from '../document.ts';
import { type Group, type SourceDocument, tiers, type Unresolved } from '../types.ts';
import { items } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { decode, type KeysOf, oneOf, required } from './decode.ts';
import type { Definition } from './definitions.ts';
import { resolveEndpoint } from './endpoints.ts';
import { documentKeys } from './keys.ts';
import { applications, citation, freeText, inspection, shapedText } from './values.ts';

const groupKeys = {
  id: shapedText,
  title: required(freeText, ''),
  tier: required(oneOf(tiers), 'required'),
  purpose: freeText,
  inspection,
  source: citation,
  applications,
  // Each is judged when it is known what its group says.
  endpoints: (_context, cursor) => items(cursor),
} satisfies KeysOf<GroupEntry>;

/** A group with its endpoints. */
export function resolveGroup(context: Context, { name, cursor, at }: Definition): Group {
  const keys = decode(context, cursor, groupKeys);
  const inspection = keys.inspection ?? context.root.inspection;
  const defaults = { inspection, source: keys.source };
  const endpoints = keys.endpoints.flatMap((entry) => resolveEndpoint(context, entry, defaults));
  return { ...keys, id: name, inspection, endpoints, place: at };
}

const unresolvedKeys = {
  id: shapedText,
  kind: required(oneOf(['demanded', 'silent']), 'demanded'),
  text: required(freeText, ''),
  source: citation,
} satisfies KeysOf<UnresolvedEntry>;

/** A demand that no endpoint can be written for. */
export function resolveUnresolved(context: Context, { name, cursor, at }: Definition): Unresolved {
  return { ...decode(context, cursor, unresolvedKeys), id: name, place: at };
}

/** A document that facts come from. */
export function resolveDocument(
  context: Context,
  { name, cursor, at }: Definition,
): SourceDocument {
  return { ...decode(context, cursor, documentKeys), id: name, place: at };
}
