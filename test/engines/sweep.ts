import type { EngineFiles } from './flow.ts';

/** The lines whose change (deletion or doubling) a checker does not report. */
export function unnoticed(
  files: EngineFiles,
  check: (files: EngineFiles) => readonly string[],
  change: (line: string) => string,
): string[] {
  return [...files].flatMap(([file, text]) => {
    const lines = text.split('\n').slice(0, -1);
    return lines.filter((line, index) => {
      const changed = lines.map((each, at) => (at === index ? change(`${line}\n`) : `${each}\n`));
      return check(new Map(files).set(file, changed.join(''))).length === 0;
    });
  });
}

export function deleted(): string {
  return '';
}

export function doubled(line: string): string {
  return line + line;
}
