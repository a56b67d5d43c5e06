import type { Option, Values, Verb } from '../verb.ts';
import {
  choicesOf,
  completedPlaces,
  head,
  revisionsInGit,
  sitesInText,
  type Words,
} from './words.ts';

/** The completion script of fish, for "source" or its directory `completions`. */
export function fishScript(words: Words): string {
  const names = words.verbs.map(({ name }) => name).join(' ');
  const lines = [
    ...head('portolan completion fish | source'),
    ...printers,
    'complete -c portolan -e',
    'complete -c portolan -f',
    ...words.common.map((option) => optionLine(option, undefined, words)),
    ...words.verbs.map(
      (verb) => `${on(`not __fish_seen_subcommand_from ${names}`)} -a ${verb.name}${about(verb)}`,
    ),
    ...words.verbs.flatMap((verb) => verbLines(verb, words)),
  ];
  return `${lines.join('\n')}\n`;
}

function verbLines(verb: Verb, words: Words): string[] {
  const values = completedPlaces(verb).map((place) => action(place.values, words));
  return [
    ...verb.options.map((option) => optionLine(option, verb, words)),
    ...values.filter((value) => value !== '').map((value) => `${on(seen(verb))}${value}`),
  ];
}

function optionLine(option: Option, verb: Verb | undefined, words: Words): string {
  const start = verb === undefined ? 'complete -c portolan' : on(seen(verb));
  const value = option.values === undefined ? '' : required(option.values, words);
  const short = option.short === undefined ? '' : ` -s ${option.short}`;
  return `${start}${short} -l ${option.name}${value}${about(option)}`;
}

/** A value is required. -x also excludes files, which fish rejects where files complete it. */
function required(values: Values, words: Words): string {
  const flag = choicesOf(values, words) === 'document' ? '-r' : '-x';
  return ` ${flag}${action(values, words)}`;
}

function on(condition: string): string {
  return `complete -c portolan -n ${quote(condition)}`;
}

function seen({ name }: Verb): string {
  return `__fish_seen_subcommand_from ${name}`;
}

function action(values: Values, words: Words): string {
  const choices = choicesOf(values, words);
  if (choices === 'folder') return " -a '(__fish_complete_directories)'";
  if (choices === 'spec')
    return " -a '(__fish_complete_suffix .yaml; __fish_complete_suffix .yml)'";
  if (choices === 'document') return ' -F';
  if (choices === 'site') return " -a '(_portolan_sites)'";
  if (choices === 'revision') return " -a '(_portolan_revisions)'";
  return choices === 'text' ? '' : ` -a ${quote(choices.join(' '))}`;
}

function about({ describe }: { readonly describe: string }): string {
  return ` -d ${quote(describe)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

const printers: readonly string[] = [
  'function _portolan_sites',
  '    set -l specs',
  '    for word in (commandline -opc)',
  "        string match -qr '\\.ya?ml$' -- $word; and test -f $word; and set -a specs $word",
  '    end',
  '    if test (count $specs) -eq 0',
  '        for word in spec.yaml portolan.yaml',
  '            test -f $word; and set -a specs $word',
  '        end',
  '    end',
  `    test (count $specs) -gt 0; and cat -- $specs | ${sitesInText}`,
  'end',
  'function _portolan_revisions',
  '    echo HEAD',
  `    ${revisionsInGit.replace('LC_ALL=C grep', 'env LC_ALL=C grep')}`,
  'end',
];
