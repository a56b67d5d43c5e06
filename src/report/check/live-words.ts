import type {
  DumpFacts,
  LiveReport,
  LiveStatement,
  OutputPlace,
} from '../../review/live/compare.ts';
import { isDrift } from '../../review/live/compare.ts';
import { count } from '../page/words.ts';

/** The verdict in one sentence. */
export function liveHeadline(report: LiveReport): string {
  const { site, target, gained, lost, differences } = report;
  const what = `the device and the ${target} files of ${site}`;
  if (!isDrift(report)) return `no drift: ${what} agree`;
  const parts = [
    ...(gained.length > 0 ? [`${count(gained.length, 'addition')} of access`] : []),
    ...(lost.length > 0 ? [`${count(lost.length, 'removal')} of access`] : []),
    ...(differences.length > 0 ? [count(differences.length, 'difference')] : []),
  ];
  return `drift: ${what} differ: ${parts.join(', ')}`;
}

/** What a dump says about itself. */
export function dumpText({ name, kind, host, date }: DumpFacts): string {
  return `${name}: ${kind}, ${host === null ? 'no host in the dump' : `host ${host}`}, ${date ?? 'no date in the dump'}`;
}

/** What the comparison leaves out. */
export function notJudgedText({ notJudged }: LiveReport): string {
  return `not judged: ${notJudged}`;
}

/** A place as `file:line`. */
export function placeOf({ file, line }: OutputPlace): string {
  return `${file}:${line}`;
}

/** A statement in one line. */
export function statementText({ message, at }: LiveStatement): string {
  return at === null ? message : `${placeOf(at)}: ${message}`;
}
