import { withoutCommands } from '../../characters.ts';
import { indexSource, type SourceText } from '../../language/yaml/source.ts';
import type { Problem } from '../../problem.ts';
import { frameOf } from '../page/frame.ts';
import type { Paint } from '../page/paint.ts';
import { count } from '../page/words.ts';
import { moreText, shownOf } from './answer.ts';

/** Problems as code frames with an empty line between them, then their number. */
export function problemsText(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): string {
  const { shown, more } = shownOf(problems);
  const sourceOf = indexed(texts);
  const frames = shown.map((problem) => frameOf(problem, sourceOf(problem.at.file), paint));
  const total = more > 0 ? moreText : count(problems.length, 'problem');
  return `${withoutCommands([...frames, total].join('\n\n'))}\n`;
}

/** Indexes each file once, for its first problem. */
function indexed(texts: ReadonlyMap<string, string>): (file: string) => SourceText | undefined {
  const sources = new Map<string, SourceText>();
  return (file) => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const source = sources.get(file) ?? indexSource(file, text);
    sources.set(file, source);
    return source;
  };
}
