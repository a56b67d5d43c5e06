import { visible } from '../../characters.ts';
import { staleText } from '../page/words.ts';
import type { CheckAnswer, CheckedFile } from './answer.ts';

/**
 * The sites that are stale, then a line for each file that is not as it should be, with the way out; files that were
 * all converted in one way share one.
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
  return `${[...lines, driftSentence(files.length, drifted.length)].join('\n')}\n`;
}

function lineOf({ path, state, command }: CheckedFile): string {
  return `${state.padEnd(8)}${visible(path)}  (${visible(command ?? '')})`;
}

function driftSentence(all: number, drifted: number): string {
  if (drifted === 0)
    return `clean: ${all === 1 ? '1 file is' : `${all} files are`} what the spec gives`;
  return `${drifted} of ${all} files ${drifted === 1 ? 'is' : 'are'} not what the spec gives`;
}
