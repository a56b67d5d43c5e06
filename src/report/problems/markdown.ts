import { prose } from '../../markdown.ts';
import { fitted, longestPage, marker, placeCode } from '../page/markdown.ts';
import { count } from '../page/words.ts';
import { moreText, type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as the comment of the command that failed. */
export function problemsMarkdown({ problems, command, spec }: ProblemsAnswer): string {
  const { shown, more } = shownOf(problems);
  const total = more > 0 ? moreText : count(problems.length, 'problem');
  const head = [marker(command, spec), `**Invalid spec: ${total}**`];
  const items = shown.map(({ rule, message, help, at }) => {
    return `- ${placeCode(at)} ${rule}: ${prose(message)}; help: ${prose(help)}`;
  });
  const section = { heading: 'Problems', intro: [], items, noun: 'problem' };
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted([section], room, 'portolan validate')].join('\n\n')}\n`;
}
