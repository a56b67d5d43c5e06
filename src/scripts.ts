/** The scripts of the bundle. Each contains the command line with its help, and what its commands run. */
export const scriptNames = ['documents', 'front', 'render', 'review'] as const;

export type ScriptName = (typeof scriptNames)[number];

/** What a script runs: `start` of cli.ts. A command of another script is started with `load`. */
export type Start = (words: readonly string[], load: Load) => Promise<void>;

export type Load = (name: ScriptName) => Start;

/**
 * Commands that run the same code share a script, so a start reads little that it does not run. A command runs other code
 * with an option that is named here.
 */
const scripts: Readonly<Record<string, ScriptName>> = {
  generate: 'render',
  validate: 'render',
  // Rewrites the text of files, as no other of these commands does, and reads the text of the schema.
  'validate --fix': 'review',
  check: 'render',
  // Compares access, as the reviewing commands do.
  'check --live': 'review',
  verify: 'review',
  diff: 'review',
  lint: 'review',
  explain: 'review',
  list: 'review',
  retire: 'review',
  import: 'documents',
  audit: 'documents',
  // These two start rarely, and need the list of targets.
  init: 'review',
  completion: 'review',
  schema: 'front',
  help: 'front',
  version: 'front',
};

/**
 * The script that contains what a command runs with these options, each as `--name`; the first one for a word that is not
 * a command.
 */
export function scriptOf(command: string, options: readonly string[] = []): ScriptName {
  const own = options.map((option) => `${command} ${option}`);
  const name = [...own, command].find((each) => Object.hasOwn(scripts, each));
  return (name === undefined ? undefined : scripts[name]) ?? 'front';
}
