import type { StoredSet } from '../file-set.ts';
import type { Spec } from '../language/types.ts';
import type { Policy } from '../policy/types.ts';
import { targets as builtTargets } from '../targets/list.ts';
import { outputsOf } from '../targets/output.ts';
import type { Target } from '../targets/target.ts';
import { coverage, type SiteFinding } from './coverage.ts';
import { coverageName } from './site.ts';
import { type Lack, lacksOf } from './totals.ts';
import { type Answers, enforcedBy } from './verdicts.ts';

/** The first difference between the coverage page of a directory and the coverage of the site's outputs. */
export type PageFault = { readonly path: string; readonly line: number; readonly message: string };

/** The result of the comparison of the page with the coverage of the outputs. */
export type Page = { readonly fault: PageFault | undefined; readonly lacks: readonly Lack[] };

/** Compares the coverage page with the coverage of the outputs and the findings, independently of the manifest. */
export function judgePage(
  stored: StoredSet,
  policy: Policy,
  spec: Spec,
  findings: readonly SiteFinding[],
  answersOf: Answers,
  known: readonly Target[] = builtTargets,
): Page {
  const outputs = outputsOf(policy, known);
  const enforced = enforcedBy(outputs, answersOf);
  const text = coverage(outputs, policy, spec, findings, enforced);
  return { fault: faultOf(stored, text), lacks: lacksOf(policy, enforced) };
}

function faultOf({ files }: StoredSet, text: string): PageFault | undefined {
  const content = files.get(coverageName);
  if (content === undefined) return { path: coverageName, line: 1, message: 'the file is missing' };
  const wanted = text.split('\n');
  const found = Buffer.from(content).toString('utf8').split('\n');
  const longest = Math.max(wanted.length, found.length);
  for (let index = 0; index < longest; index += 1) {
    if (wanted[index] !== found[index])
      return {
        path: coverageName,
        line: Math.min(index, found.length - 1) + 1,
        message: difference(wanted[index], found[index]),
      };
  }
  return undefined;
}

function difference(wanted: string | undefined, found: string | undefined): string {
  const at = firstDifference(wanted ?? '', found ?? '');
  const [due, there] = [wanted, found].map((line) =>
    line === undefined ? 'no line' : `"${excerpt(line, at)}"`,
  );
  return `expected ${due}, found ${there}`;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

const before = 60;
const most = 160;

/** The part of a long line around the difference. */
function excerpt(line: string, at: number): string {
  const start = Math.max(0, at - before);
  const end = start + most;
  return `${start > 0 ? '...' : ''}${line.slice(start, end)}${line.length > end ? '...' : ''}`;
}
