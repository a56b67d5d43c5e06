import type { Argument, Option, Values, Verb } from '../verb.ts';
import { choicesOf, completedPlaces, head, optionsOf, printers, type Words } from './words.ts';

/** The completion script of zsh, for "source" or as the file `_portolan` in a directory of $fpath. */
export function zshScript(words: Words): string {
  const lines = [
    '#compdef portolan',
    ...head('source <(portolan completion zsh)    # after compinit'),
    '',
    ...printers,
    `_portolan_offer_sites() { compadd "$@" -- \${(f)"$(_portolan_sites $words)"}; }`,
    `_portolan_offer_revisions() { compadd "$@" -- \${(f)"$(_portolan_revisions)"}; }`,
    '_portolan() {',
    '  local curcontext=$curcontext state line',
    '  local -a commands',
    '  typeset -A opt_args',
    '  commands=(',
    ...words.verbs.map((verb) => `    ${quote(`${verb.name}:${escapeColons(verb.describe)}`)}`),
    '  )',
    '  _arguments -C \\',
    ...specs(words.common, words).map((spec) => `    ${spec} \\`),
    "    '1:command:->command' \\",
    "    '*::word:->words'",
    '  case $state in',
    '    command) _describe command commands ;;',
    '    words)',
    '      case $line[1] in',
    ...words.verbs.flatMap((verb) => verbCase(verb, words)),
    '      esac',
    '      ;;',
    '  esac',
    '}',
    '',
    '# As a file in a directory of $fpath, this script runs as the function at the first completion.',
    'if [[ $funcstack[1] == _portolan ]]; then',
    '  _portolan "$@"',
    'else',
    '  compdef _portolan portolan',
    'fi',
  ];
  return `${lines.join('\n')}\n`;
}

function verbCase(verb: Verb, words: Words): string[] {
  const places = completedPlaces(verb).map((place, index) => argumentSpec(place, index + 1, words));
  const all = [...specs(optionsOf(verb, words), words), ...places];
  return [
    `        ${verb.name})`,
    '          _arguments \\',
    ...all.map((spec, index) => `            ${spec}${index < all.length - 1 ? ' \\' : ''}`),
    '          ;;',
  ];
}

function specs(options: readonly Option[], words: Words): string[] {
  return options.map((option) => optionSpec(option, options, words));
}

function optionSpec(option: Option, beside: readonly Option[], words: Words): string {
  const { name, describe, values, repeats } = option;
  const rivals = beside.filter(({ excludes }) => excludes === name).map((rival) => rival.name);
  const excluded = [...rivals, ...(option.excludes === undefined ? [] : [option.excludes])];
  // Zsh does not offer an option again that the line already contains.
  const before =
    repeats === true ? '*' : `(${[name, ...excluded].map((each) => `--${each}`).join(' ')})`;
  const value = values === undefined ? '' : `:${name}:${action(values, words)}`;
  const text = describe.replaceAll(/[\\[\]:]/g, '\\$&');
  return quote(`${before}--${name}${values === undefined ? '' : '='}[${text}]${value}`);
}

function argumentSpec({ name, values, repeats }: Argument, position: number, words: Words): string {
  return quote(`${repeats === undefined ? position : '*'}:${name}:${action(values, words)}`);
}

function action(values: Values, words: Words): string {
  const choices = choicesOf(values, words);
  if (choices === 'folder') return '_files -/';
  if (choices === 'spec') return '_files -g "*.(yaml|yml)(-.)"';
  if (choices === 'document') return '_files';
  if (choices === 'site') return '_portolan_offer_sites';
  if (choices === 'revision') return '_portolan_offer_revisions';
  return choices === 'text' ? ' ' : `(${choices.join(' ')})`;
}

function escapeColons(text: string): string {
  return text.replaceAll(':', '\\:');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
