import { literal, prose } from '../../markdown.ts';
import { fitted, longestPage } from '../page/markdown.ts';
import { staleText } from '../page/words.ts';
import type { CheckAnswer, CheckedFile } from './answer.ts';
import { driftSentence, stateWords } from './text.ts';

/** The files that are not up to date, as Markdown. */
export function checkMarkdown({ files, stale }: CheckAnswer): string {
  const head = `**${prose(driftSentence(files))}**`;
  const items = [
    ...stale.map((site) => `- ${prose(staleText(site))}`),
    ...files.filter(({ state }) => state !== 'current').map(itemOf),
  ];
  const sections = [{ heading: 'Not up to date', intro: [], items, noun: 'file' }];
  const shown = fitted(sections, longestPage - head.length, 'portolan check');
  return `${[head, ...shown].join('\n\n')}\n`;
}

function itemOf({ path, state, command }: CheckedFile): string {
  return `- ${stateWords[state]}: ${literal(path)}${command === null ? '' : `: ${literal(command)}`}`;
}
