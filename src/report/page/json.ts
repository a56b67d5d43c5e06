import { hiddenInValue } from '../../characters.ts';
import type { Endpoint } from '../../language/types.ts';
import type { Place } from '../../problem.ts';
import { annotationsOf } from '../../review/annotations.ts';

/**
 * A JSON report. It escapes text that GitHub's runner would run as a command from a log, and characters that a terminal
 * or editor would show as something else. The escapes parse to the original characters.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll('##[', '\\u0023#[');
  return `${text.replace(hiddenInValue(), escaped)}\n`;
}

/** Line feeds separate the lines of the report; those in a text are escaped already. */
function escaped(character: string): string {
  if (character === '\n') return character;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** The annotations of an endpoint for JSON; null for those that it does not have. Its source is a separate key. */
export function annotationsJson(endpoint: Endpoint): Record<string, string | null> {
  return Object.fromEntries(
    annotationsOf(endpoint)
      .filter(([key]) => key !== 'source')
      .map(([key, text]) => [key, text ?? null]),
  );
}

/** A location for JSON. */
export function placeJson({ file, line, column }: Place) {
  return { file, line, column };
}
