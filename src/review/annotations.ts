import type { Citation, Endpoint } from '../language/types.ts';

/** What an endpoint opens, and where it stands; every other key of it is an annotation. */
type AccessKey =
  | 'written'
  | 'destination'
  | 'path'
  | 'services'
  | 'inspection'
  | 'applications'
  | 'place';

/** A key of an endpoint that opens nothing, but says why, for whom or how long. */
export type AnnotationKey = Exclude<keyof Endpoint, AccessKey>;

/** Each annotation as one text. A new key of an endpoint does not compile until it has its row here. */
const annotations: Readonly<Record<AnnotationKey, (endpoint: Endpoint) => string | undefined>> = {
  source: ({ source }) => sourceText(source),
  printed: ({ printed }) =>
    printed && [printed.url, printed.port].filter((part) => part !== undefined).join(' '),
  ticket: ({ ticket }) => ticket,
  requester: ({ requester }) => requester,
  expires: ({ expires }) => expires,
  note: ({ note }) => note,
};

/** An annotation that an endpoint may have; undefined where it has none of this key. */
export type Annotation = readonly [key: AnnotationKey, text: string | undefined];

/** The annotations of an endpoint in the order in which they are told, those that are missing among them. */
export function annotationsOf(endpoint: Endpoint): Annotation[] {
  return annotationKeys.map((key) => [key, annotations[key](endpoint)]);
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

const annotationKeys = Object.keys(annotations).filter(isAnnotation);

function isAnnotation(key: string): key is AnnotationKey {
  return Object.hasOwn(annotations, key);
}

/** A source in words: the id of the document, and the section. */
export function sourceText(source: Citation | undefined): string | undefined {
  return (
    source && [source.document, source.section].filter((part) => part !== undefined).join(', ')
  );
}
