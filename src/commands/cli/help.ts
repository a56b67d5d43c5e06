import { type ExitCode, exitCode } from '../../errors.ts';
import { columns, linesOf } from '../../report/page/wrap.ts';
import type { Argument, Option, Verb, Vocabulary } from './verb.ts';

/** The help of the tool, or of one command, as it is printed. */
export function helpText(known: Vocabulary, verb?: Verb): string {
  const parts = verb === undefined ? toolHelp(known) : commandHelp(verb, known);
  return parts.map((part) => `${part.join('\n')}\n`).join('\n');
}

/** A part of a help: its lines. Parts are separated by an empty line. */
type Part = readonly string[];

function toolHelp({ verbs, common }: Vocabulary): Part[] {
  const tasks = new Set(verbs.flatMap(({ task }) => task ?? []));
  const commands = [...tasks].flatMap((task) => [
    task,
    ...rows(verbs.filter((verb) => verb.task === task).map((verb) => [verb.name, verb.describe])),
  ]);
  return [
    ['Portolan generates firewall and proxy rules from one YAML spec.'],
    ['Usage: portolan <command> [options]'],
    commands,
    [
      `Options: ${commonWords(common)}`,
      'Run "portolan <command> --help" for options, examples and exit codes.',
    ],
  ];
}

function commandHelp(verb: Verb, { common }: Vocabulary): Part[] {
  const { describe, details, examples, seeAlso = [] } = verb;
  return [
    [`${describe}.`],
    details === undefined ? [] : wrapped(details, columns),
    usage(verb),
    section(
      'Arguments',
      placesOf(verb).map((place) => [placeholderOf(place), described(place)]),
    ),
    section('Examples', examples),
    ...optionSections(verb.options),
    [
      `Global options: ${commonWords(common)}`,
      ...hanging(exitsLabel, exitsOf(verb)),
      ...(seeAlso.length === 0 ? [] : [`See also: ${seeAlso.join(', ')}`]),
    ],
  ].filter((part) => part.length > 0);
}

function placesOf({ argument, second }: Verb): Argument[] {
  return [argument, second].filter((place) => place !== undefined);
}

function usage(verb: Verb): Part {
  const places = placesOf(verb).map((place) => {
    const word = placeholderOf(place);
    return `${place.required === true ? word : `[${word}]`}${place.repeats === undefined ? '' : '...'}`;
  });
  const own = [...places, ...(verb.options.length === 0 ? [] : ['[options]'])].join(' ');
  const lines = verb.usage ?? [own];
  return lines.map((line, index) =>
    `${index === 0 ? 'Usage: ' : '       '}portolan ${verb.name} ${line}`.trimEnd(),
  );
}

function placeholderOf({ name, placeholder }: Argument): string {
  return placeholder ?? name.toUpperCase();
}

function optionSections(options: readonly Option[]): Part[] {
  const groups = new Set(options.map(({ group }) => group ?? 'Options'));
  return [...groups].map((heading) => {
    const own = options.filter(({ group = 'Options' }) => group === heading);
    return section(
      heading,
      own.map((option) => [labelOf(option), described(option)]),
    );
  });
}

/** `--out DIR`. */
function labelOf({ name, values, placeholder }: Option): string {
  return values === undefined ? `--${name}` : `--${name} ${placeholder ?? name.toUpperCase()}`;
}

function described({ describe, default: value, shownDefault = value }: Option | Argument): string {
  return shownDefault === undefined ? describe : `${describe} (default: ${shownDefault})`;
}

/** The options of every command in one line: `-h, --help   --version   --[no-]color`. */
function commonWords(common: readonly Option[]): string {
  const names = common.map(({ name }) => name);
  return common
    .filter(({ name }) => !names.some((each) => name === `no-${each}`))
    .map(({ name, short }) => {
      const dashed = names.includes(`no-${name}`) ? `--[no-]${name}` : `--${name}`;
      return short === undefined ? dashed : `-${short}, ${dashed}`;
    })
    .join('   ');
}

const exitsLabel = 'Exit codes: ';

function exitsOf({ exits }: Verb): string {
  const codes: readonly ExitCode[] = Object.values(exitCode);
  const all = codes
    .filter((code) => exits[code] !== undefined)
    .map((code) => `${code} ${exits[code]}`);
  return all.map(unbroken).join('; ');
}

const noBreak = '\u00a0';

/** A phrase that stays on one line, where it fits. The next one follows after a semicolon. */
function unbroken(phrase: string): string {
  const fits = exitsLabel.length + phrase.length < columns;
  return fits ? phrase.replaceAll(' ', noBreak) : phrase;
}

type Row = readonly [label: string, text: string];

function section(heading: string, table: readonly Row[]): Part {
  return table.length === 0 ? [] : [`${heading}:`, ...rows(table)];
}

/** The narrowest and the widest label that other rows are aligned with, and the columns that it leaves to the texts. */
const [least, most, beside] = [18, 46, 34];

/** Two columns. The second one wraps; it starts on a line of its own below a label that is too wide. */
function rows(table: readonly Row[]): string[] {
  const fitting = table.filter(([, text]) => text !== '').map(([label]) => label.length);
  const limit = Math.min(most, columns - beside);
  const column = Math.max(least, ...fitting.filter((length) => length <= limit)) + 3;
  return table.flatMap(([label, text]) => {
    if (text === '') return [`  ${label}`];
    const isWide = label.length > column - 2;
    const lines = hanging(`  ${(isWide ? '' : label).padEnd(column)}`, text);
    return isWide ? [`  ${label}`, ...lines] : lines;
  });
}

/** A text after a label; its further lines begin below its first word. */
function hanging(label: string, text: string): string[] {
  const lines = wrapped(text, columns - label.length);
  return lines.map((line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}

function wrapped(text: string, width: number): string[] {
  return linesOf(text, width).map((line) => line.replaceAll(noBreak, ' '));
}
