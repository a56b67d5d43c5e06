import type { Option, Values, Verb, Vocabulary } from '../verb.ts';

/** All that a completion script knows. */
export type Words = Vocabulary & { readonly targets: readonly string[] };

/** The words to choose from, or else what the shell has to look for itself. */
export function choicesOf(
  values: Values,
  { targets }: Words,
): readonly string[] | Exclude<Values, readonly string[] | 'target'> {
  return values === 'target' ? targets : values;
}

/** The options that may follow a verb. */
export function optionsOf(verb: Verb, { common }: Words): readonly Option[] {
  return [...verb.options, ...common];
}

/** The first lines of a script. `load` is what a user writes into the shell's own start file. */
export function head(load: string): string[] {
  return [
    `# Completes the words of portolan. Made by "portolan completion"; load it with`,
    `#   ${load}`,
  ];
}
