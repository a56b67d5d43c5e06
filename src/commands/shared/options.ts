import type { Argument, Option } from '../cli/verb.ts';

/** The spec that a command reads when none is named, and the directory has none with another name of a spec. */
export const defaultSpec = 'spec.yaml';

/** The spec that a command reads. */
export const spec = {
  name: 'spec',
  describe: 'Spec file',
  values: 'spec',
  default: defaultSpec,
  shownDefault: 'spec.yaml, portolan.yaml or *.portolan.yaml',
  isFound: true,
} as const satisfies Argument & Option;

/** The name of a spec that is read from standard input. */
export const stdinFilename = {
  name: 'stdin-filename',
  placeholder: 'NAME',
  describe: 'With - as the spec: its name; includes and lists are read next to it',
  shownDefault: 'spec.yaml',
  values: 'spec',
} as const satisfies Option;

/** Leaves out the report of a run without problems. */
export const quiet = {
  name: 'quiet',
  describe: 'Print only problems, and what outputs leave out',
} as const satisfies Option;

/** Runs the command again after each change of a file that it read. */
export const watch = {
  name: 'watch',
  describe: 'Run again when the spec, an include or a list changes; Ctrl-C ends it',
} as const satisfies Option;

/** Where the generated files are. */
export const out = {
  name: 'out',
  placeholder: 'DIR',
  describe: 'Output directory',
  shownDefault: 'generated, next to the spec',
  values: 'folder',
} as const satisfies Option;

/** Selects sites. */
export const site = {
  name: 'site',
  placeholder: 'NAME',
  describe: 'Only this site; repeatable',
  values: 'site',
  repeats: true,
} as const satisfies Option;

/** Selects a part of the sites, for jobs that run at the same time. */
export const shard = {
  name: 'shard',
  placeholder: 'I/N',
  describe:
    'Only every N-th site, beginning with the I-th, for jobs with separate checkouts; the first also handles files of no site',
  values: 'text',
  excludes: 'site',
} as const satisfies Option;

/** Selects targets. */
export const target = {
  name: 'target',
  placeholder: 'NAME',
  describe: 'Only this target; repeatable',
  values: 'target',
  repeats: true,
} as const satisfies Option;

/** The date of expiry checks: no command reads the clock. */
export const asOf = {
  name: 'as-of',
  placeholder: 'DATE',
  describe: 'Date for expiry checks, YYYY-MM-DD',
  shownDefault: 'no expiry checks',
  values: 'text',
} as const satisfies Option;

/** Lists accepted findings in a SARIF log. */
export const suppressed = {
  name: 'suppressed',
  describe: 'With --format sarif: also list accepted findings, as suppressed',
} as const satisfies Option;

/** The values of `--fail-on`. */
export const severityValues = 'low, medium, high, critical, or a score from 0 to 10';

/** The size limit of an input file. */
export const maxSize = {
  name: 'max-size',
  placeholder: 'SIZE',
  describe: 'Maximum size of an input file',
  shownDefault: '16MiB',
  values: 'text',
} as const satisfies Option;

/** Options of every command. */
export const commonOptions: readonly Option[] = [
  { name: 'help', short: 'h', describe: 'Print help' },
  { name: 'version', short: 'v', describe: 'Print the version' },
  { name: 'color', describe: 'Always use color', excludes: 'no-color' },
  { name: 'no-color', describe: 'Never use color' },
];

/** Selects one of these formats; text is the default. */
export function formatOption<const Name extends string>(
  formats: Readonly<Record<Name, unknown>> & { readonly text: unknown },
) {
  return {
    name: 'format',
    describe: listed(keysOf(formats)),
    values: keysOf(formats),
    default: 'text',
  } as const satisfies Option;
}

/** `a, b or c`. */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The keys of a registry, as the words to choose from. */
export function keysOf<const Name extends string>(
  registry: Readonly<Record<Name, unknown>>,
): readonly Name[] {
  // Every registry is a literal, so it has the keys of its type and no others.
  return Object.keys(registry) as Name[];
}
