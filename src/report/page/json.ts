import { hiddenInValue } from '../../characters.ts';
import type { Endpoint } from '../../language/types.ts';
import type { Place } from '../../problem.ts';
import { annotationsOf } from '../../review/annotations.ts';

/**
 * An answer for scripts. No text in it is a command to GitHub's runner, whose log it may stand in, and none shows as
 * something else than it is, whatever a file is called: such characters are escaped, and parse to themselves.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll('##[', '\\u0023#[');
  return `${text.replace(hiddenInValue, escaped)}\n`;
}

/** Line feeds part the lines of the answer; those of a text are escaped already. */
function escaped(character: string): string {
  if (character === '\n') return character;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** The annotations of an endpoint for scripts: null where it has none. Its source stands beside them, in parts. */
export function annotationsJson(endpoint: Endpoint): Record<string, string | null> {
  return Object.fromEntries(
    annotationsOf(endpoint)
      .filter(([key]) => key !== 'source')
      .map(([key, text]) => [key, text ?? null]),
  );
}

/** Where something stands, for scripts. */
export function placeJson({ file, line, column }: Place) {
  return { file, line, column };
}
