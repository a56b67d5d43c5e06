import type { AccessChange } from '../../review/diff/change.ts';
import type { LiveReport, OutputPlace } from '../../review/live/compare.ts';
import { accessText } from '../diff/words.ts';
import { statementText } from './live-words.ts';

/** One difference between a device and the files, in one line. */
export type LiveEntry = {
  readonly title: string;
  readonly text: string;
  /** The line of a dump or of a file. */
  readonly at: OutputPlace | null;
};

/** Every difference: added access first. Notes are not differences. */
export function liveEntries({ gained, lost, differences }: LiveReport): LiveEntry[] {
  const access = (title: string, change: AccessChange<string>): LiveEntry => {
    const example = change.witness === null ? '' : `, for example ${change.witness}`;
    const text = `${title}: ${accessText(change)}${example}`;
    return { title, text, at: change.at };
  };
  return [
    ...gained.map((gain) => access('access added on the device', gain)),
    ...lost.map((loss) => access('access removed on the device', loss)),
    ...differences.map((each) => {
      return { title: 'difference', text: statementText(each), at: each.at };
    }),
  ];
}
