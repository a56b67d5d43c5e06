import { getOrAdd } from '../../../maps.ts';
import { wholeHost } from '../../../net/path.ts';
import { maxPort } from '../../../net/port.ts';
import { NotCanonicalError } from '../../kit/reading/not-canonical.ts';
import type { Access, OutputPlace } from '../../reading.ts';
import { extract } from '../read/extract.ts';
import { readingOf } from '../read/reading.ts';
import { keyOf } from './acls.ts';
import type { Directive } from './directives.ts';

/** A line of the site's file, and the number of its rule; undefined for a line that all rules need. */
type FileLine = { readonly text: string; readonly rule: number | undefined };

const value =
  /^acl \S+ (?:port|dstdomain -n|dstdom_regex -n|dst -n|urlpath_regex|src|ssl::server_name|ssl::server_name_regex) /;

/** The directives with a name of the site. */
export function ownDirectives(directives: readonly Directive[], prefix: string): Directive[] {
  return directives.filter(({ words }) => words.some((word) => isOwnName(word, prefix)));
}

/** Another spelling of a name adds to the same acl. */
function isOwnName(word: string, prefix: string): boolean {
  return keyOf(word.replace(/^!/, '')).startsWith(`${prefix}_`);
}

/** What the site's lines on a device allow, read as its file is: with the lines that it lacks and has in addition. */
export function ownAccess(
  file: string,
  text: string,
  found: readonly Directive[],
  places: ReadonlyMap<string, OutputPlace>,
): Access[] {
  const lines = fileLines(text);
  const wanted = new Set(lines.map((line) => line.text));
  const here = new Set(found.map((directive) => directive.text));
  const extra = found.filter((directive) => !wanted.has(directive.text));
  const lost = lines.filter((line) => isDirective(line.text) && !here.has(line.text));
  const broken = new Set(lost.filter(isNeeded).map(({ rule }) => rule));
  if (broken.has(undefined)) return [];
  const kept = lines.filter(({ text: own, rule }) => {
    const isHere = !isDirective(own) || here.has(own);
    return isHere && (rule === undefined || !broken.has(rule));
  });
  const [values, others] = [
    extra.filter((directive) => value.test(directive.text)),
    extra.filter((directive) => !value.test(directive.text)),
  ];
  const spelled = new Map([
    ...places,
    ...values.map((each) => [valueLine(each), each.at] as const),
  ]);
  const read = accessOf(file, withValues(kept, values), spelled);
  const clients =
    accessOf(
      file,
      kept.map((line) => line.text),
      places,
    )?.[0]?.clients ?? [];
  // A line that no rule of the file explains may allow anything.
  const unread = [...others, ...(read === undefined ? values : [])].filter(isOpening);
  return [
    ...(read ??
      accessOf(
        file,
        kept.map((line) => line.text),
        places,
      ) ??
      []),
    ...unread.map(({ at }) => ({
      destination: { kind: 'any' } as const,
      path: wholeHost,
      ports: { transport: 'tcp', low: 1, high: maxPort } as const,
      clients,
      at,
    })),
  ];
}

function fileLines(text: string): FileLine[] {
  let rule: number | undefined;
  return text.split('\n').map((line, index) => {
    if (/^# \S+, (?:bypass|allow)$/.test(line)) rule = index;
    if (line === '') rule = undefined;
    return { text: line, rule };
  });
}

function isDirective(line: string): boolean {
  return line !== '' && !line.startsWith('#');
}

/** Without such a line, its rule allows nothing, or no rule does. */
function isNeeded({ text }: FileLine): boolean {
  return /^acl \S+ (?:all-of|any-of) |^http_access /.test(text);
}

function isOpening({ text }: Directive): boolean {
  return /^acl |^http_access allow /.test(text);
}

/** The lines with additional values of acls, each after the first line of its acl. */
function withValues(lines: readonly FileLine[], values: readonly Directive[]): string[] {
  const added = new Map<string, string[]>();
  for (const directive of values) {
    const text = valueLine(directive);
    getOrAdd(added, aclOf(text), () => []).push(text);
  }
  const result = lines.flatMap(({ text }) => {
    const more = added.get(aclOf(text)) ?? [];
    if (more.length > 0) added.delete(aclOf(text));
    return [text, ...more];
  });
  return result;
}

/** A line with a value of an acl, with the acl's name as the file spells it. */
function valueLine({ words: [command = '', name = '', ...rest] }: Directive): string {
  return [command, keyOf(name), ...rest].join(' ');
}

/** The name and the type of an acl. */
function aclOf(text: string): string {
  return /^acl (\S+ \S+)/.exec(text)?.[1] ?? '';
}

/** The access of lines in the form of the file; undefined if one has a value that the file never has. */
function accessOf(
  file: string,
  lines: readonly string[],
  places: ReadonlyMap<string, OutputPlace>,
): Access[] | undefined {
  try {
    const { access } = readingOf(extract(file, lines));
    return access.map((each) => ({
      ...each,
      at: places.get(lines[each.at.line - 1] ?? '') ?? each.at,
    }));
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error;
    return undefined;
  }
}
