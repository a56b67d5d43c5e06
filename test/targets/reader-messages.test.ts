import { describe, expect, test } from '@jest/globals';
import { targets } from '../../src/targets/list.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import { committedFiles } from '../support/committed.ts';

import { mutantsOf } from '../support/mutants.ts';
import { someOf } from '../support/runs.ts';
import { widened as iptables } from './iptables/widened.ts';
import { widened as pac } from './pac/widened.ts';
import { widened as paloalto } from './paloalto/widened.ts';
import { widened as pfsense } from './pfsense/widened.ts';
import { widened as squid } from './squid/widened.ts';

const widen = { iptables, pac, paloalto, pfsense, squid };

const marked = /^(expected .+, found .+|unexpected .+)$/;

/** The files with every kind of destination, in the one site that has all targets. */
function filesOf(target: string): TargetFiles {
  const found = committedFiles(target).find(([folder]) =>
    folder.endsWith('every-kind-in-two-sites/expected/closed'),
  );
  if (found === undefined) throw new Error(`no golden files of ${target}`);
  return found[1];
}

describe.each(targets)('the reader of $name', ({ name, read }) => {
  test('marks what it expected and what it found, or what it did not expect', () => {
    const files = filesOf(name);
    const missing = new Map([...files].slice(1));
    const foreign = new Map([...files, [`${name}/more.txt`, '']]);
    const mutants = someOf([...mutantsOf(files, widen[name as keyof typeof widen])]);
    const messages = [missing, foreign, ...mutants.map((mutant) => mutant.files)].flatMap(
      (each) => {
        const result = read(each);
        return result.ok ? [] : [result.error.message];
      },
    );
    expect(messages.filter((message) => !marked.test(message))).toEqual([]);
    expect(messages.length).toBeGreaterThan(20);
  });
});
