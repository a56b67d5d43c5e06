import { visible, withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { Paint } from '../page/paint.ts';
import { count } from '../page/words.ts';
import { problemsText } from '../problems/text.ts';
import { type FixedAnswer, fixesOf, fixText } from './fixed-answer.ts';
import { validateText } from './text.ts';

/** One line for each fix, and then what `validate` prints for the fixed spec. */
export function fixedText(answer: FixedAnswer, paint: Paint): string {
  const fixes = fixesOf(answer.files);
  const lines = fixes.map((fix) => `${visible(`${formatPlace(fix)} ${fixText(fix)}`)}\n`);
  const total = fixes.length === 0 ? '' : `${fixedTotal(answer)}\n`;
  return withoutCommands(lines.join('')) + total + verdictText(answer, paint);
}

/** How much was fixed, for formats that list only what is left. */
export function fixedTotal(answer: FixedAnswer): string {
  return `fixed ${amount(answer)}\n`;
}

/** What `validate --fix --dry-run` prints beside the diff. */
export function dryRunText(answer: FixedAnswer, paint: Paint): string {
  const { files } = answer;
  const total = files.size === 0 ? '' : `would fix ${amount(answer)}; nothing was written\n`;
  const isInvalid = answer.problems.length > 0 || files.size === 0;
  if (!isInvalid) return total;
  return `${total}${total === '' ? '' : '\n'}${verdictText(answer, paint)}`;
}

function amount({ files }: FixedAnswer): string {
  return `${count(fixesOf(files).length, 'problem')} in ${count(files.size, 'file')}`;
}

function verdictText({ file, spec, problems, sources }: FixedAnswer, paint: Paint): string {
  return spec === undefined
    ? problemsText(problems, sources, paint)
    : validateText({ file, spec, problems: [] });
}
