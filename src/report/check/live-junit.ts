import type { LiveReport } from '../../review/live/compare.ts';
import { junitText } from '../page/junit.ts';
import { liveEntries } from './live-entries.ts';
import { liveHeadline } from './live-words.ts';

/** Each difference as a failed test case; one that passed where there is none. */
export function liveJunit(report: LiveReport): string {
  const failed = liveEntries(report).map(({ title, text }) => ({ name: title, failure: text }));
  const cases = failed.length > 0 ? failed : [{ name: liveHeadline(report), failure: null }];
  return junitText([{ name: `${report.site} ${report.target} on the device`, cases }]);
}
