import { annotationKeys } from '../language/meaning/keys.ts';
import type { Annotations, Citation, Endpoint } from '../language/types.ts';

/** A key of an endpoint that opens nothing, but says why, for whom or how long. */
export type AnnotationKey = keyof Annotations;

/** An annotation that an endpoint may have; undefined where it has none of this key. */
export type EndpointAnnotation = readonly [key: AnnotationKey, text: string | undefined];

/** The annotations of an endpoint in the order in which they are told, those that are missing among them. */
export function annotationsOf(endpoint: Endpoint): EndpointAnnotation[] {
  return keys.map((key) => [key, textOf(endpoint[key])]);
}

/** An annotation as one text. A new key whose value is neither a text nor one of these does not compile. */
function textOf(value: Annotations[AnnotationKey]): string | undefined {
  if (typeof value !== 'object') return value;
  if ('document' in value) return sourceText(value);
  return [value.url, value.port].filter((part) => part !== undefined).join(' ');
}

/** Those that the endpoint has, without some that are told otherwise. */
export function annotationTexts(
  endpoint: Endpoint,
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

/** A source in words: the id of the document, and the section. */
export function sourceText(source: Citation | undefined): string | undefined {
  return (
    source && [source.document, source.section].filter((part) => part !== undefined).join(', ')
  );
}
