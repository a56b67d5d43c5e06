import { choice, defaultSpec } from './cli/usage.ts';
import type { Verb } from './cli/verb.ts';
import { diff, explain, lint, verify } from './review-verbs.ts';
import {
  chosen,
  commonOptions,
  formatOption,
  maxSize,
  out,
  site,
  spec,
  specOptions,
  specs,
  target,
} from './shared/options.ts';

const checkFormats = ['text', 'json'] as const;
const validateFormats = ['text', 'json', 'github'] as const;
const schemaNames = ['spec', 'include', 'exceptions', 'report'] as const;
const shells = ['bash', 'fish', 'zsh'] as const;

const generate: Verb = {
  name: 'generate',
  describe: 'render every site and target into files',
  argument: spec,
  options: [
    out,
    site,
    {
      ...target,
      describe: "only this target; the others' files stay as they are; may be repeated",
    },
    {
      name: 'stdout',
      describe: 'print the files instead of writing them',
      excludes: 'dry-run',
    },
    { name: 'dry-run', describe: 'say what would change, write nothing' },
    maxSize,
  ],
  async run(given) {
    const verb = await import('./generate/update.ts');
    return verb.generate({
      ...specOptions(given),
      out: given.text('out'),
      ...chosen(given),
      stdout: given.has('stdout'),
      dryRun: given.has('dry-run'),
    });
  },
};

const check: Verb = {
  name: 'check',
  describe: 'are the files on the disk what the spec gives?',
  argument: specs,
  options: [out, formatOption(checkFormats), maxSize],
  async run(given) {
    const verb = await import('./check/drift.ts');
    const named = given.words.length === 0 ? [defaultSpec] : [...new Set(given.words)];
    return verb.check({
      specs: named.map((each) => specOptions(given, each)),
      out: given.text('out'),
      format: choice(given.text('format'), checkFormats),
    });
  },
};

const validate: Verb = {
  name: 'validate',
  describe: 'is the spec valid? every mistake with its place and a way out',
  argument: spec,
  options: [formatOption(validateFormats), maxSize],
  async run(given) {
    const verb = await import('./validate.ts');
    const format = choice(given.text('format'), validateFormats);
    return verb.validate({ ...specOptions(given), format });
  },
};

const init: Verb = {
  name: 'init',
  describe: 'write a first spec to start from, and its schema for the editor',
  argument: { name: 'file', describe: 'where the spec goes [spec.yaml]', values: 'spec' },
  options: [{ name: 'stdout', describe: 'print the spec instead of writing it' }],
  async run(given) {
    const verb = await import('./init/write.ts');
    return verb.init({ file: given.argument ?? defaultSpec, stdout: given.has('stdout') });
  },
};

const schema: Verb = {
  name: 'schema',
  describe: 'print a JSON Schema, for editors and scripts',
  argument: {
    name: 'schema',
    describe:
      'of a spec, of a file that one includes, of exceptions.yaml, or of the --format json answers [spec]',
    values: schemaNames,
  },
  options: [],
  async run(given) {
    const verb = await import('./schema.ts');
    return verb.schema(choice(given.argument, schemaNames));
  },
};

const completion: Verb = {
  name: 'completion',
  describe: 'print what makes a shell complete the words of portolan',
  argument: { name: 'shell', describe: 'bash, fish or zsh', values: shells, required: true },
  options: [],
  async run(given) {
    const verb = await import('./completion.ts');
    return verb.completion(choice(given.argument, shells), { verbs, common: commonOptions });
  },
};

/** Every verb, in the order of the help. What is not in here is neither parsed, nor documented, nor completed. */
export const verbs: readonly Verb[] = [
  generate,
  check,
  validate,
  verify,
  explain,
  lint,
  diff,
  init,
  schema,
  completion,
];
