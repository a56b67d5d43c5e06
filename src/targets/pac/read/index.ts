import { createHash } from 'node:crypto';
import { failure, type Result, success } from '../../../problem.ts';
import type { NotCanonical, Reading, Setting, TargetFiles } from '../../target.ts';
import { isFreeName, unreadableWay } from './answers.ts';
import { Deviation, Lines } from './lines.ts';
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
  const foreign = [...files.keys()].find((path) => path !== file);
  if (foreign !== undefined)
    return failure({ file: foreign, line: 1, message: 'the target writes no such file' });
  const text = files.get(file);
  if (text === undefined) return failure({ file, line: 1, message: 'the file is missing' });
  try {
    const lines = new Lines(text);
    const { spec, settings } = takeHead(lines);
    const { listed, compact } = takeListed(lines);
    const identifiers = [{ name: 'spec', value: spec, at: { file, line: 1 } }];
    return success({ ...readingOf(listed, [...settings, compact]), identifiers });
  } catch (error) {
    if (error instanceof Deviation)
      return failure({ file, line: error.line, message: error.message });
    throw error;
  }
}

/** What the tables list, and in which of the two forms. */
function takeListed(lines: Lines): { listed: Listed[]; compact: Setting } {
  const any = takeAny(lines);
  const hosts = takeTable(lines, '// These hosts.', 'HOSTS');
  const below = takeTable(
    lines,
    '// Every host below these names, at any depth; not the names themselves.',
    'BELOW',
  );
  const patterns = takeTable(
    lines,
    '// A star stands for letters, digits and hyphens of one label; one that is a whole label, for underscores too.',
    'PATTERNS',
  );
  const addresses = takeTable(lines, '// Where the URL names the address itself.', 'NETWORKS');
  const start = lines.number + 1;
  const isCompact = takeCode(lines) === 'compact';
  const named = isCompact ? groupedHosts : plainHosts;
  const listed = [
    ...named(hosts, 'exact'),
    ...named(below, 'subdomains', '*.'),
    ...plainHosts(patterns, 'pattern'),
    ...networks(addresses),
    ...any,
  ];
  if (listed.length === 0) throw new Deviation(1, 'the file lists nothing');
  const compact = { name: 'compact', value: String(isCompact), at: { file, line: start } };
  return { listed, compact };
}

/** The header, the function and its two answers. */
function takeHead(lines: Lines): { spec: string; settings: Setting[] } {
  const spec = lines.take(
    /^\/\/ ([a-z][a-z0-9-]{0,39}): the hosts that go around the proxy\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    '// It decides the way, not the permission. It reads host and port only, and resolves no name.',
  );
  const included = takeInclusion(lines);
  const name = lines.take(
    /^function ([A-Za-z_$][A-Za-z0-9_$]{0,63})\(url, host\) \{$/,
    'the function',
  );
  if (included !== (name === 'FindProxyForURL' ? undefined : name))
    throw new Deviation(lines.number, 'the header speaks of another function');
  if (!isFreeName(name))
    throw new Deviation(lines.number, `JavaScript or a browser already uses the name "${name}"`);
  const named = settingOf('functionName', name, lines);
  lines.takeExactly(`  return ${name}.way(url, host);`, '}', `${name}.way = (function () {`);
  return { spec, settings: [named, ...takeAnswers(lines, included !== undefined)] };
}

/** The name of the function that a site's own file includes; undefined in a file that stands alone. */
function takeInclusion(lines: Lines): string | undefined {
  if (lines.peek()?.startsWith('//') !== true) return undefined;
  lines.takeExactly(
    "// To be included in the site's own file, which asks it first and decides where the answer is null:",
  );
  const name = lines.take(
    /^\/\/ {3}var way = ([A-Za-z_$][A-Za-z0-9_$]{0,63})\(url, host\);$/,
    'how the function is called',
  );
  lines.takeExactly('//   if (way !== null) return way;');
  return name;
}

function takeAnswers(lines: Lines, included: boolean): Setting[] {
  const around = lines.take(
    /^var AROUND = "([^"]+)";$/,
    'the answer for what goes around the proxy',
  );
  checkAnswer(around, lines.number);
  const direct = settingOf('direct', around, lines);
  if (included) {
    lines.takeExactly('var OTHERWISE = null;', '');
    return [direct];
  }
  const otherwise = lines.take(/^var OTHERWISE = "([^"]+)";$/, 'the answer for everything else');
  checkAnswer(otherwise, lines.number);
  if (otherwise === around || otherwise.startsWith('DIRECT'))
    throw new Deviation(lines.number, 'everything goes around the proxy');
  const proxy = settingOf('proxy', otherwise, lines);
  lines.takeExactly('');
  return [direct, proxy];
}

/** What the line that was taken last says of an option. */
function settingOf(name: string, value: string, { number }: Lines): Setting {
  return { name, value, at: { file, line: number } };
}

function checkAnswer(answer: string, line: number): void {
  const way = unreadableWay(answer);
  if (way !== undefined)
    throw new Deviation(line, `${JSON.stringify(way)} is not an answer that browsers take`);
}

function takeAny(lines: Lines): Listed[] {
  lines.takeExactly('// Every host, on these ports.');
  const ports = lines.take(/^var ANY = "([0-9,-]*)";$/, 'the ports on which every host is listed');
  const line = lines.number;
  lines.takeExactly('');
  return ports === '' ? [] : [{ destination: { kind: 'any' }, ports: portsOf(ports, line), line }];
}

function takeTable(lines: Lines, comment: string, name: string): Row[] {
  lines.takeExactly(comment, `var ${name} = {`);
  const rows = takeRows(lines);
  lines.takeExactly('');
  return rows;
}

function takeCode(lines: Lines): 'plain' | 'compact' {
  const line = lines.number + 1;
  const digest = createHash('sha256').update(lines.takeRest()).digest('hex');
  const form = code.get(digest);
  if (form === undefined)
    throw new Deviation(
      line,
      `the code from here on is not what the tool writes; its digest is ${digest}`,
    );
  return form;
}
