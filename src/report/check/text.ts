import { visible } from '../../characters.ts';
import { count, staleText } from '../page/words.ts';
import type { CheckAnswer, CheckedFile } from './answer.ts';

/**
 * Sites that are out of date, then one line with a command for each file that is not up to date. Files with the same
 * conversion share one line.
 */
export function checkText({ files, stale, conversions }: CheckAnswer): string {
  const drifted = files.filter((file) => file.state !== 'current');
  const lines = [
    ...stale.map(staleText),
    ...drifted.filter(({ conversion }) => conversion === undefined).map(lineOf),
    ...conversions.map(({ sentence, command }) =>
      lineOf({ path: sentence, state: 'edited', command }),
    ),
  ];
  return `${[...lines, driftSentence(files)].join('\n')}\n`;
}

function lineOf({ path, state, command }: CheckedFile): string {
  return `${stateWords[state].padEnd(13)}${visible(path)}  (${visible(command ?? '')})`;
}

/** The states in words; JSON keeps the states themselves. */
export const stateWords: Readonly<Record<CheckedFile['state'], string>> = {
  current: 'up to date',
  stale: 'out of date',
  edited: 'edited',
  missing: 'missing',
  unknown: 'unknown',
};

/** How many files are not up to date, and how. */
export function driftSentence(files: readonly CheckedFile[]): string {
  const drifted = files.filter(({ state }) => state !== 'current');
  if (drifted.length === 0) return `up to date: ${count(files.length, 'file')}`;
  const states = (['edited', 'unknown', 'missing', 'stale'] as const).flatMap((state) => {
    const number = drifted.filter((file) => file.state === state).length;
    return number === 0 ? [] : [`${number} ${stateWords[state]}`];
  });
  return `${drifted.length} of ${count(files.length, 'file')} not up to date: ${states.join(', ')}`;
}
