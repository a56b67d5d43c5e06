import type { Endpoint } from '../language/types.ts';
import { annotationsOf } from '../review/annotations.ts';

/** The annotations of an endpoint for scripts: null where it has none. Its source stands beside them, in parts. */
export function annotationsJson(endpoint: Endpoint): Record<string, string | null> {
  return Object.fromEntries(
    annotationsOf(endpoint)
      .filter(([key]) => key !== 'source')
      .map(([key, text]) => [key, text ?? null]),
  );
}
