import { defaultSpec } from '../cli/usage.ts';
import type { Argument, Given, Option } from '../cli/verb.ts';
import { calledIn } from './format.ts';
import type { Chosen } from './selection.ts';
import type { SpecOptions } from './spec.ts';

/** The spec that a verb reads. */
export const spec: Argument = { name: 'spec', describe: 'the spec [spec.yaml]', values: 'spec' };
/** The specs that a verb reads, each for itself. */
export const specs: Argument = {
  name: 'spec',
  describe: 'the spec, or several [spec.yaml]',
  values: 'spec',
  repeats: true,
};
/** Where the generated files lie. */
export const out: Option = {
  name: 'out',
  describe: 'output folder [generated, beside the spec]',
  values: 'folder',
};
/** One site or several. */
export const site: Option = {
  name: 'site',
  describe: 'only this site; may be repeated',
  values: 'text',
  repeats: true,
};
/** One target or several. */
export const target: Option = {
  name: 'target',
  describe: 'only this target; may be repeated',
  values: 'target',
  repeats: true,
};
/** The only day that the tool knows. */
export const asOf: Option = {
  name: 'as-of',
  describe: 'the day that dates are held against, as in 2026-12-31 [dates are not judged]',
  values: 'text',
};
/** The limit of a file. */
export const maxSize: Option = {
  name: 'max-size',
  describe: 'most bytes of one file, as in 32MiB [16MiB]',
  values: 'text',
};

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

/** How the answer is printed; the first way is meant when none is named. */
export function formatOption(values: readonly string[]): Option {
  return { name: 'format', describe: 'how the answer is printed [text]', values };
}

/** The sites and targets that are named. */
export function chosen(given: Given): Chosen {
  return { sites: given.texts('site'), targets: given.texts('target') };
}

/** What every verb that reads a spec is told. */
export function specOptions(given: Given, named = given.argument ?? defaultSpec): SpecOptions {
  return {
    spec: named,
    called: calledIn(given.text('format') ?? 'text', named),
    maxSize: given.text('max-size'),
    paint: given.paint,
  };
}
