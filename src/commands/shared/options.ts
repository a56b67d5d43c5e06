import type { Argument, Option } from '../cli/verb.ts';

/** The spec that a verb works on when none is named. */
export const defaultSpec = 'spec.yaml';

/** The spec that a verb reads. */
export const spec = {
  name: 'spec',
  describe: 'the spec [spec.yaml]',
  values: 'spec',
  default: defaultSpec,
} as const satisfies Argument & Option;

/** Where the generated files lie. */
export const out = {
  name: 'out',
  describe: 'output folder [generated, beside the spec]',
  values: 'folder',
} as const satisfies Option;

/** One site or several. */
export const site = {
  name: 'site',
  describe: 'only this site; may be repeated',
  values: 'text',
  repeats: true,
} as const satisfies Option;

/** One target or several. */
export const target = {
  name: 'target',
  describe: 'only this target; may be repeated',
  values: 'target',
  repeats: true,
} as const satisfies Option;

/** The only day that the tool knows. */
export const asOf = {
  name: 'as-of',
  describe: 'the day that dates are held against, as in 2026-12-31 [dates are not judged]',
  values: 'text',
} as const satisfies Option;

/** The limit of a file. */
export const maxSize = {
  name: 'max-size',
  describe: 'most bytes of one file, as in 32MiB [16MiB]',
  values: 'text',
} as const satisfies Option;

/** Options of every verb. */
export const commonOptions: readonly Option[] = [
  {
    name: 'color',
    describe: 'colours, whatever the terminal and NO_COLOR say',
    excludes: 'no-color',
  },
  { name: 'no-color', describe: 'no colours' },
  { name: 'help', describe: 'this help' },
  { name: 'version', describe: 'the version' },
];

/** How the answer is printed: in one of these formats, as text when none is named. */
export function formatOption<const Name extends string>(
  formats: Readonly<Record<Name, unknown>> & { readonly text: unknown },
) {
  return {
    name: 'format',
    describe: 'how the answer is printed [text]',
    values: keysOf(formats),
    default: 'text',
  } as const satisfies Option;
}

/** The keys of a registry, as the words to choose from. */
export function keysOf<const Name extends string>(
  registry: Readonly<Record<Name, unknown>>,
): readonly Name[] {
  // It is made as a literal, so that it has the keys of its type and no others.
  return Object.keys(registry) as Name[];
}
