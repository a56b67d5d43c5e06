import type { Labels } from '../document.ts';
import { isKind, scalarText } from '../kit/fields.ts';
import type { JsonObject, JsonValue } from '../kit/json.ts';
import { isNetworkLike } from './network-like.ts';

/** More labels than any vendor has. Each object copies those around it, so without a limit time would be quadratic. */
export const mostLabels = 100;
/** A longer list is data: every row in its object would have all its values. */
export const mostValues = 1_000;

/** The labels that an object gives to the networks in it, and whether it has more than are kept. */
export type OwnLabels = { readonly labels: Labels; readonly isCut: boolean };

/** The scalars of an object and its lists of texts, without networks. */
export function labelsOf(object: JsonObject, skipped: ReadonlySet<string>): OwnLabels {
  const labels = new Map<string, readonly string[]>();
  let isCut = false;
  for (const [key, value] of object.members) {
    const values = skipped.has(key) ? [] : valuesOf(value);
    if (values.length === 0) continue;
    if (values.length > mostValues || labels.size === mostLabels) isCut = true;
    else labels.set(key, values);
  }
  return { labels, isCut };
}

function valuesOf(value: JsonValue): readonly string[] {
  if (!isKind(value, 'array')) {
    return isKind(value, 'text') && isNetworkLike(value.text) ? [] : wordsOf(value);
  }
  const isList = value.items.every((item) => isKind(item, 'text') && !isNetworkLike(item.text));
  return isList ? value.items.flatMap(wordsOf) : [];
}

function wordsOf(value: JsonValue): readonly string[] {
  const text = scalarText(value);
  return text === undefined || text === '' ? [] : [text];
}

/** The labels of an object together with those around it. The nearest one of a key applies. */
export function withLabels(own: Labels, around: Labels): Labels {
  if (own.size === 0) return around;
  const labels = new Map(own);
  for (const [key, values] of around) {
    if (labels.size >= mostLabels) break;
    if (!labels.has(key)) labels.set(key, values);
  }
  return labels;
}
