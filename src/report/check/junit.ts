import { junitText } from '../page/junit.ts';
import { staleText } from '../page/words.ts';
import type { CheckAnswer } from './answer.ts';
import { stateWords } from './text.ts';

/** One test case for each file, which fails unless the file is up to date. */
export function checkJunit({ files, stale }: CheckAnswer): string {
  const cases = files.map(({ path, state, command }) => ({
    name: path,
    failure: state === 'current' ? null : `${stateWords[state]}\nhelp: ${command ?? ''}`,
  }));
  const sites = stale.map((each) => ({
    name: `outputs of site ${each.site}`,
    failure: staleText(each),
  }));
  return junitText([{ name: 'check', cases: [...sites, ...cases] }]);
}
