import { annotationKeys } from '../language/meaning/keys.ts';
import type { Annotations, Citation } from '../language/types.ts';

/** A key of an endpoint that allows nothing itself, but says why, for whom or how long access is allowed. */
export type AnnotationKey = keyof Annotations;

/** An annotation key and its text; undefined if the endpoint lacks the key. */
export type EndpointAnnotation = readonly [key: AnnotationKey, text: string | undefined];

/** The annotations of an endpoint in the order of reports, including missing ones. */
export function annotationsOf(endpoint: Annotations): EndpointAnnotation[] {
  return keys.map((key) => [key, textOf(endpoint[key])]);
}

/** An annotation as one text. A new key with another type of value does not compile here. */
function textOf(value: Annotations[AnnotationKey]): string | undefined {
  if (typeof value !== 'object') return value;
  if ('document' in value) return sourceText(value);
  return [value.url, value.text, value.port].filter((part) => part !== undefined).join(' ');
}

/** The annotations that the endpoint has, except the keys in `without`. */
export function annotationTexts(
  endpoint: Annotations,
  ...without: readonly AnnotationKey[]
): [key: AnnotationKey, text: string][] {
  return annotationsOf(endpoint).flatMap(([key, text]) =>
    text === undefined || without.includes(key) ? [] : [[key, text]],
  );
}

const keys = Object.keys(annotationKeys).filter(isAnnotation);

function isAnnotation(key: string): key is AnnotationKey {
  return Object.hasOwn(annotationKeys, key);
}

/** A source as text: the id of the document, and the section. */
export function sourceText(source: Citation | undefined): string | undefined {
  return (
    source && [source.document, source.section].filter((part) => part !== undefined).join(', ')
  );
}
