import { failure, success } from '../../../problem.ts';
import type { DocumentRow, RowVerdict } from '../../document.ts';
import { judgeDestination } from '../../kit/facts.ts';
import { refuseCount, refused, rowOf } from '../../kit/rows.ts';
import { quote } from '../../kit/secrets.ts';
import type { KindReader } from '../kind.ts';
import { isPlainName } from '../rules/destination.ts';
import { setPlace, setsWarning } from './set.ts';

const directive = /^[ \t]*(ipset|nftset)[ \t]*=[ \t]*\/(.*)$/;

/** Whether a text has a line of dnsmasq that fills a set. */
export function isDnsmasq(text: string): boolean {
  return /^[ \t]*(?:ipset|nftset)[ \t]*=[ \t]*\//m.test(text);
}

/** Reads which names dnsmasq puts into which sets. A name there is its domain with all subdomains. */
export const readDnsmasq: KindReader = (text) => {
  const rows: DocumentRow[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    for (const row of rowsOf(written, index + 1)) rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  return success({ facts: {}, rows, warnings: [setsWarning] });
};

function rowsOf(written: string, line: number): readonly DocumentRow[] {
  const [, option = '', rest = ''] = directive.exec(withoutComment(written)) ?? [];
  if (option === '') return [];
  const parts = rest.split('/');
  const sets = (parts.pop() ?? '').split(',').map((set) => setName(option, set.trim()));
  return sets.flatMap((set) =>
    parts.map((name) =>
      rowOf(line, `${option} ${set}: ${name}`, judge(name.trim()), setPlace(set)),
    ),
  );
}

/** A comment begins at a `#` behind a blank: one within a value separates the parts of the name of an nftables set. */
function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, '').trim();
}

/** `4#inet#filter#NAME` of nftables, or the name itself. */
function setName(option: string, set: string): string {
  return option === 'nftset' ? (set.split('#').at(-1) ?? set) : set;
}

function judge(name: string): RowVerdict {
  if (isPlainName(name)) return judgeDestination(`.${name}`, success([]));
  return refused(
    'import-not-destination',
    `expected a domain, found ${quote(name)}`,
    'list the domains that the set needs',
  );
}
