import { compareText } from '../../../net/order.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import type { Dump } from '../../device.ts';
import { lineText } from '../../kit/reading/not-canonical.ts';
import type { OutputPlace } from '../../reading.ts';

/** One directive as Squid reads it: its words without comments, and its location in a dump. */
export type Directive = {
  readonly words: readonly string[];
  readonly text: string;
  readonly at: OutputPlace;
};

/** The directives in the order in which Squid reads them. */
export type SquidConfig = {
  readonly kind: string;
  readonly date: string | null;
  readonly directives: readonly Directive[];
  /** Patterns of include that no file matches. */
  readonly unmatched: readonly Directive[];
};

const processed =
  /^(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d)(?: kid\d+)?\| ?)?(Processing|Processing Configuration File|FATAL): (.*)$/;

/** Is the text the output of `squid -k parse`? */
export function isParseOutput(text: string): boolean {
  return /^.{0,40}\| Processing(?: Configuration File)?: /m.test(text);
}

/** Reads the output of `squid -k parse`, or the files of a configuration with their includes in place. */
export function readConfig(dumps: readonly Dump[]): Result<SquidConfig, Refusal> {
  const [first, second] = dumps;
  const parsed = dumps.find(({ text }) => isParseOutput(text));
  if (parsed === undefined || first === undefined) return readFiles(dumps);
  if (second !== undefined)
    return failure(
      refuse(
        'live-dump',
        `${parsed.name} is the output of squid -k parse, which contains every file`,
        'pass it alone',
      ),
    );
  return readParseOutput(parsed);
}

/** Without the time stamps, each line is a directive as it is written. */
function readParseOutput({ name: file, text }: Dump): Result<SquidConfig, Refusal> {
  const directives: Directive[] = [];
  let date: string | null = null;
  for (const [index, whole] of text.split('\n').entries()) {
    const [, time, what, rest = ''] = processed.exec(whole.replace(/\r$/, '')) ?? [];
    const at = { file, line: index + 1 };
    date ??= time ?? null;
    if (what === 'FATAL') return failure(rejected(at, rest));
    if (what === 'Processing') add(directives, rest, at);
  }
  return success({ kind: 'squid -k parse', date, directives, unmatched: [] });
}

function rejected({ file, line }: OutputPlace, text: string): Refusal {
  return refuse(
    'live-dump',
    `${file}:${line}: Squid rejects this configuration: ${lineText(text)}`,
    'fix the configuration, and run squid -k parse again',
  );
}

function add(directives: Directive[], text: string, at: OutputPlace): void {
  const words = text
    .replace(/(?:^|\s)#.*$/, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length > 0) directives.push({ words, text: words.join(' '), at });
}

/** Reads squid.conf, which is the file that no other one includes, and the files that it includes. */
function readFiles(dumps: readonly Dump[]): Result<SquidConfig, Refusal> {
  const files = new Map(dumps.map((dump) => [dump.name, linesOf(dump)]));
  const included = new Set(
    dumps.flatMap(({ name }) => includesIn(files, name).flatMap(({ found }) => found)),
  );
  const [root, other] = dumps.filter(({ name }) => !included.has(name));
  if (root === undefined || other !== undefined)
    return failure(notOneRoot(root?.name, other?.name));
  if (generated.test(root.text)) return failure(onlyGenerated(root.name));
  const reader = new FilesReader(files);
  const refusal = reader.read(root.name, 0);
  const { directives, unmatched } = reader;
  return refusal === undefined
    ? success({ kind: 'squid.conf', date: null, directives, unmatched })
    : failure(refusal);
}

const generated = /^# \S{1,40}: destinations allowed without authentication\. Generated /;

/** The installed file alone says nothing about the lines around it. */
function onlyGenerated(name: string): Refusal {
  return refuse(
    'live-dump',
    `${name} is a generated file, and no squid.conf was passed that includes it`,
    'pass squid.conf with its includes, or: squid -k parse 2> FILE',
  );
}

/** Follows includes. */
class FilesReader {
  readonly directives: Directive[] = [];
  readonly unmatched: Directive[] = [];
  readonly #files: ReadonlyMap<string, readonly Directive[]>;

  constructor(files: ReadonlyMap<string, readonly Directive[]>) {
    this.#files = files;
  }

  read(name: string, depth: number): Refusal | undefined {
    for (const directive of this.#files.get(name) ?? []) {
      const [command, ...patterns] = directive.words;
      if (command === 'if') return conditional(directive);
      if (command !== 'include') this.directives.push(directive);
      else {
        const refusal = this.#include(directive, patterns, depth);
        if (refusal !== undefined) return refusal;
      }
    }
    return undefined;
  }

  #include(directive: Directive, patterns: readonly string[], depth: number): Refusal | undefined {
    if (depth > 16) return tooDeep(directive);
    for (const pattern of patterns) {
      const found = matching([...this.#files.keys()], pattern);
      if (found.length === 0 && !pattern.includes('*')) return missing(directive, pattern);
      if (found.length === 0) this.unmatched.push(directive);
      for (const each of found) {
        const refusal = this.read(each, depth + 1);
        if (refusal !== undefined) return refusal;
      }
    }
    return undefined;
  }
}

function linesOf({ name: file, text }: Dump): Directive[] {
  const directives: Directive[] = [];
  let start: { readonly line: number; readonly text: string } | undefined;
  for (const [index, whole] of text.split('\n').entries()) {
    const read = whole.replace(/\r$/, '');
    const before = start ?? { line: index + 1, text: '' };
    // A backslash at the end of a line joins the next one.
    const isJoined = read.endsWith('\\') && !read.trimStart().startsWith('#');
    const joined = `${before.text}${isJoined ? `${read.slice(0, -1)} ` : read}`;
    start = isJoined ? { line: before.line, text: joined } : undefined;
    if (!isJoined) add(directives, joined, { file, line: before.line });
  }
  return directives;
}

type Includes = { readonly found: readonly string[] };

function includesIn(
  files: ReadonlyMap<string, readonly Directive[]>,
  name: string,
): readonly Includes[] {
  return (files.get(name) ?? [])
    .filter(({ words }) => words[0] === 'include')
    .flatMap(({ words }) => words.slice(1))
    .map((pattern) => ({ found: matching([...files.keys()], pattern) }));
}

/**
 * The given files with the name of a pattern, sorted as Squid reads them. They may be copies in another directory; of
 * files in a directory of the pattern's name, only those count. squid.conf is in no pattern.
 */
function matching(names: readonly string[], pattern: string): string[] {
  const last = baseOf(pattern)
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const shape = new RegExp(`^${last}$`);
  const isPattern = pattern.includes('*');
  const found = names
    .filter((name) => shape.test(baseOf(name)))
    .filter((name) => !isPattern || baseOf(name) !== 'squid.conf')
    .sort((a, b) => compareText(baseOf(a), baseOf(b)));
  const near = found.filter((name) => directoryOf(name) === directoryOf(pattern));
  return near.length > 0 ? near : found;
}

/** The last directory of a path. */
function directoryOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function notOneRoot(root: string | undefined, other: string | undefined): Refusal {
  const message =
    root === undefined || other === undefined
      ? 'no file is squid.conf: each one is included by another'
      : `no file includes ${root}, and none includes ${other}, so the order of their lines is unknown`;
  return refuse(
    'live-dump',
    message,
    'pass squid.conf with its includes, or: squid -k parse 2> FILE',
  );
}

function missing({ at }: Directive, pattern: string): Refusal {
  return refuse(
    'live-dump',
    `${at.file}:${at.line}: the file ${lineText(pattern)} is included and was not passed`,
    'pass it too, or pass the output of: squid -k parse 2> FILE',
  );
}

function conditional({ at }: Directive): Refusal {
  return refuse(
    'live-dump',
    `${at.file}:${at.line}: conditions (if) are not evaluated`,
    'pass the output of: squid -k parse 2> FILE',
  );
}

function tooDeep({ at }: Directive): Refusal {
  return refuse(
    'live-dump',
    `${at.file}:${at.line}: files include one another more than 16 levels deep`,
    'pass the output of: squid -k parse 2> FILE',
  );
}
