/** An answer for scripts; no text in it is a command to GitHub's runner, whose log it may stand in. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replaceAll('##[', '\\u0023#[')}\n`;
}
