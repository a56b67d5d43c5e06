import type { Option, Values, Verb } from '../verb.ts';
import { choicesOf, completedPlaces, head, optionsOf, printers, type Words } from './words.ts';

/** The completion script of bash 3.2 and later. It does not need the package bash-completion. */
export function bashScript(words: Words): string {
  const lines = [
    ...head('source <(portolan completion bash)'),
    ...library,
    ...printers,
    '',
    '_portolan() {',
    ...indent([
      ...currentWord,
      ...findVerb(words),
      ...completeValue(words),
      ...completeWord(words),
    ]),
    '}',
    'complete -F _portolan portolan',
  ];
  return `${lines.join('\n')}\n`;
}

const library = [
  '',
  '_portolan_add() {',
  '  local match',
  '  while IFS= read -r match; do COMPREPLY+=("$match"); done',
  '}',
  '_portolan_words() {',
  '  _portolan_add < <(compgen -W "$2" -- "$1")',
  '}',
  '_portolan_folders() {',
  '  # Bash then quotes names and ends directories with a slash.',
  '  compopt -o filenames 2> /dev/null',
  '  _portolan_add < <(compgen -d -- "$1")',
  '}',
  '_portolan_files() {',
  '  compopt -o filenames 2> /dev/null',
  '  _portolan_add < <(compgen -f -- "$1")',
  '}',
  '_portolan_specs() {',
  '  _portolan_folders "$1"',
  '  _portolan_add < <(compgen -f -X \'!*.yaml\' -- "$1"; compgen -f -X \'!*.yml\' -- "$1")',
  '}',
  '',
];

// Bash splits "--format=js" into three words.
const currentWord = [
  `local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command="" index`,
  'if [[ $word == "=" ]]; then',
  '  word=""',
  'elif [[ $before == "=" ]]; then',
  `  before=\${COMP_WORDS[COMP_CWORD - 2]}`,
  'fi',
  'COMPREPLY=()',
];

function findVerb(words: Words): string[] {
  return [
    'for ((index = 1; index < COMP_CWORD; index++)); do',
    `  case \${COMP_WORDS[index]} in`,
    `    ${words.verbs.map(({ name }) => name).join(' | ')})`,
    `      command=\${COMP_WORDS[index]}`,
    '      break',
    '      ;;',
    '  esac',
    'done',
  ];
}

function completeValue(words: Words): string[] {
  const cases = words.verbs.flatMap((verb) =>
    verb.options.flatMap((option) => valueCase(verb, option, words)),
  );
  return ['case $command:$before in', ...indent(cases), 'esac'];
}

function valueCase(verb: Verb, { name, values }: Option, words: Words): string[] {
  if (values === undefined) return [];
  return branch(`${verb.name}:--${name}`, [...complete(values, words), 'return']);
}

function completeWord(words: Words): string[] {
  const names = words.verbs.map(({ name }) => name).join(' ');
  const verbs = words.verbs.flatMap((verb) => verbCase(verb, words));
  const start = branch('*', [`_portolan_words "$word" "${names} ${dashed(words.common)}"`]);
  return ['case $command in', ...indent([...verbs, ...start]), 'esac'];
}

function verbCase(verb: Verb, words: Words): string[] {
  const values = completedPlaces(verb).flatMap((place) => complete(place.values, words));
  return branch(verb.name, [
    'if [[ $word == -* ]]; then',
    `  _portolan_words "$word" "${dashed(optionsOf(verb, words))}"`,
    'else',
    ...indent(values.length === 0 ? ['return'] : values),
    'fi',
  ]);
}

function complete(values: Values, words: Words): string[] {
  const choices = choicesOf(values, words);
  if (choices === 'folder') return ['_portolan_folders "$word"'];
  if (choices === 'spec') return ['_portolan_specs "$word"'];
  if (choices === 'document') return ['_portolan_files "$word"'];
  if (choices === 'site')
    return [`_portolan_words "$word" "$(_portolan_sites "\${COMP_WORDS[@]}")"`];
  if (choices === 'revision') return ['_portolan_words "$word" "$(_portolan_revisions)"'];
  return choices === 'text' ? [] : [`_portolan_words "$word" "${choices.join(' ')}"`];
}

function dashed(options: readonly Option[]): string {
  return options.map(({ name }) => `--${name}`).join(' ');
}

function branch(pattern: string, lines: readonly string[]): string[] {
  return [`${pattern})`, ...indent([...lines, ';;'])];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
