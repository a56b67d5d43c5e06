import { createHash } from 'node:crypto';
import type { Result } from '../../../problem.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, Setting, TargetFiles } from '../../target.ts';
import { isFreeName, unreadableWay } from './answers.ts';
import { readingOf } from './reading.ts';
import {
  groupedHosts,
  type Listed,
  networks,
  plainHosts,
  portsOf,
  type Row,
  takeRows,
} from './tables.ts';

const file = 'pac/proxy.pac';

/**
 * The code below the tables, by the SHA-256 of its lines. It is fixed: whoever changes it in the template reviews it
 * anew and corrects the digest here, which the reader's test prints.
 */
const code: ReadonlyMap<string, 'plain' | 'compact'> = new Map([
  ['75eef68effcf6933dd44a32284361213840a191b82761c4b014f2082a130f7cb', 'plain'],
  ['65049f175d1e67b4ae37c567870182744874611aabb35084aa60d3a489190b70', 'compact'],
]);

/** Reads proxy.pac without running it; whatever is not exactly what the tool writes is refused with its line. */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, [file], (open) => {
    const cursor = open(file);
    const { spec, settings } = takeHead(cursor);
    const { listed, compact } = takeListed(cursor);
    const identifiers = [{ name: 'spec', value: spec, at: { file, line: 1 } }];
    return { ...readingOf(listed, [...settings, compact]), identifiers };
  });
}

/** What the tables list, and in which of the two forms. */
function takeListed(cursor: Cursor): { listed: Listed[]; compact: Setting } {
  const any = takeAny(cursor);
  const hosts = takeTable(cursor, '// These hosts.', 'HOSTS');
  const below = takeTable(
    cursor,
    '// Every host below these names, at any depth; not the names themselves.',
    'BELOW',
  );
  const patterns = takeTable(
    cursor,
    '// A star stands for letters, digits and hyphens of one label; one that is a whole label, for underscores too.',
    'PATTERNS',
  );
  const addresses = takeTable(cursor, '// Where the URL names the address itself.', 'NETWORKS');
  const start = cursor.line + 1;
  const isCompact = formOf(cursor) === 'compact';
  const named = isCompact ? groupedHosts : plainHosts;
  const listed = [
    ...named(hosts, 'exact'),
    ...named(below, 'subdomains', '*.'),
    ...plainHosts(patterns, 'pattern'),
    ...networks(addresses),
    ...any,
  ];
  if (listed.length === 0) cursor.refuse('the file lists nothing', 1);
  const compact = { name: 'compact', value: String(isCompact), at: { file, line: start } };
  return { listed, compact };
}

/** The header, the function and its two answers. */
function takeHead(cursor: Cursor): { spec: string; settings: Setting[] } {
  const spec = cursor.take(
    /^\/\/ ([a-z][a-z0-9-]{0,39}): the hosts that go around the proxy\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  cursor.takeExactly(
    '// It decides the way, not the permission. It reads host and port only, and resolves no name.',
  );
  const included = takeInclusion(cursor);
  const name = cursor.take(
    /^function ([A-Za-z_$][A-Za-z0-9_$]{0,63})\(url, host\) \{$/,
    'the function',
  );
  if (included !== (name === 'FindProxyForURL' ? undefined : name))
    cursor.refuse('the header speaks of another function');
  if (!isFreeName(name)) cursor.refuse(`JavaScript or a browser already uses the name "${name}"`);
  const named = settingOf('functionName', name, cursor);
  cursor.takeExactly(`  return ${name}.way(url, host);`, '}', `${name}.way = (function () {`);
  return { spec, settings: [named, ...takeAnswers(cursor, included !== undefined)] };
}

/** The name of the function that a site's own file includes; undefined in a file that stands alone. */
function takeInclusion(cursor: Cursor): string | undefined {
  if (cursor.peek()?.startsWith('//') !== true) return undefined;
  cursor.takeExactly(
    "// To be included in the site's own file, which asks it first and decides where the answer is null:",
  );
  const name = cursor.take(
    /^\/\/ {3}var way = ([A-Za-z_$][A-Za-z0-9_$]{0,63})\(url, host\);$/,
    'how the function is called',
  );
  cursor.takeExactly('//   if (way !== null) return way;');
  return name;
}

function takeAnswers(cursor: Cursor, included: boolean): Setting[] {
  const around = cursor.take(
    /^var AROUND = "([^"]+)";$/,
    'the answer for what goes around the proxy',
  );
  checkAnswer(around, cursor);
  const direct = settingOf('direct', around, cursor);
  if (included) {
    cursor.takeExactly('var OTHERWISE = null;', '');
    return [direct];
  }
  const otherwise = cursor.take(/^var OTHERWISE = "([^"]+)";$/, 'the answer for everything else');
  checkAnswer(otherwise, cursor);
  if (otherwise === around || otherwise.startsWith('DIRECT'))
    cursor.refuse('everything goes around the proxy');
  const proxy = settingOf('proxy', otherwise, cursor);
  cursor.takeExactly('');
  return [direct, proxy];
}

/** What the line that was taken last says of an option. */
function settingOf(name: string, value: string, { at }: Cursor): Setting {
  return { name, value, at };
}

function checkAnswer(answer: string, cursor: Cursor): void {
  const way = unreadableWay(answer);
  if (way !== undefined)
    cursor.refuse(`${JSON.stringify(way)} is not an answer that browsers take`);
}

function takeAny(cursor: Cursor): Listed[] {
  cursor.takeExactly('// Every host, on these ports.');
  const ports = cursor.take(/^var ANY = "([0-9,-]*)";$/, 'the ports on which every host is listed');
  const { at } = cursor;
  cursor.takeExactly('');
  return ports === '' ? [] : [{ destination: { kind: 'any' }, ports: portsOf(ports, at), at }];
}

function takeTable(cursor: Cursor, comment: string, name: string): Row[] {
  cursor.takeExactly(comment, `var ${name} = {`);
  const rows = takeRows(cursor);
  cursor.takeExactly('');
  return rows;
}

/** The form of the code, which is all that is left. */
function formOf(cursor: Cursor): 'plain' | 'compact' {
  const digest = createHash('sha256').update(cursor.left.join('\n')).digest('hex');
  return (
    code.get(digest) ??
    cursor.refuse(
      `the code from here on is not what the tool writes; its digest is ${digest}`,
      cursor.line + 1,
    )
  );
}
