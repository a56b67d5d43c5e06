import type { SpecOptions } from './common.ts';
import type { Chosen } from './selection.ts';
import { choice, defaultSpec } from './usage.ts';
import type { Argument, Given, Option, Verb } from './verb.ts';

const checkFormats = ['text', 'json'] as const;
const explainFormats = ['text', 'json'] as const;
const validateFormats = ['text', 'json', 'github'] as const;
const lintFormats = ['text', 'json'] as const;
const schemaNames = ['spec', 'include', 'exceptions', 'report'] as const;
const shells = ['bash', 'fish', 'zsh'] as const;

const spec: Argument = { name: 'spec', describe: 'the spec [spec.yaml]', values: 'spec' };
const out: Option = {
  name: 'out',
  describe: 'output folder [generated, beside the spec]',
  values: 'folder',
};
const site: Option = {
  name: 'site',
  describe: 'only this site; may be repeated',
  values: 'text',
  repeats: true,
};
const target: Option = {
  name: 'target',
  describe: 'only this target; may be repeated',
  values: 'target',
  repeats: true,
};
const maxSize: Option = {
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
    const verb = await import('./generate.ts');
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
  argument: spec,
  options: [out, formatOption(checkFormats), maxSize],
  async run(given) {
    const verb = await import('./check.ts');
    const format = choice(given.text('format'), checkFormats);
    return verb.check({ ...specOptions(given), out: given.text('out'), format });
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

const verify: Verb = {
  name: 'verify',
  describe: 'read the files on the disk back: do they hold what the spec says?',
  argument: spec,
  options: [out, site, target, formatOption(checkFormats), maxSize],
  async run(given) {
    const verb = await import('./verify.ts');
    return verb.verify({
      ...specOptions(given),
      ...chosen(given),
      out: given.text('out'),
      format: choice(given.text('format'), checkFormats),
    });
  },
};

const explain: Verb = {
  name: 'explain',
  describe: 'who allows a flow, and where does each output decide it? or why not',
  argument: {
    name: 'flow',
    describe: 'a URL, tcp://HOST:PORT, udp://HOST:PORT or HOST:PORT[/udp]',
    values: 'text',
    required: true,
    example: 'https://www.example.com/',
  },
  options: [
    { name: 'spec', describe: 'the spec [spec.yaml]', values: 'spec' },
    out,
    site,
    formatOption(explainFormats),
    maxSize,
  ],
  async run(given) {
    const verb = await import('./explain.ts');
    return verb.explain({
      flow: given.argument ?? '',
      spec: given.text('spec') ?? defaultSpec,
      maxSize: given.text('max-size'),
      paint: given.paint,
      out: given.text('out'),
      sites: given.texts('site'),
      format: choice(given.text('format'), explainFormats),
    });
  },
};

const lint: Verb = {
  name: 'lint',
  describe: 'what would a security reviewer raise? each finding with its rule and place',
  argument: spec,
  options: [
    {
      name: 'fail-on',
      describe:
        'exit 1 when a finding is as grave: low, medium, high, critical, or a number from 0 to 10',
      values: 'text',
    },
    {
      name: 'as-of',
      describe: 'the day that dates are held against, as in 2026-12-31 [dates are not judged]',
      values: 'text',
    },
    formatOption(lintFormats),
    maxSize,
  ],
  async run(given) {
    const verb = await import('./lint.ts');
    return verb.lint({
      ...specOptions(given),
      failOn: given.text('fail-on'),
      asOf: given.text('as-of'),
      format: choice(given.text('format'), lintFormats),
    });
  },
};

const init: Verb = {
  name: 'init',
  describe: 'write a first spec to start from, and its schema for the editor',
  argument: { name: 'file', describe: 'where the spec goes [spec.yaml]', values: 'spec' },
  options: [{ name: 'stdout', describe: 'print the spec instead of writing it' }],
  async run(given) {
    const verb = await import('./init.ts');
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
  init,
  schema,
  completion,
];

function formatOption(values: readonly string[]): Option {
  return { name: 'format', describe: 'how the answer is printed [text]', values };
}

function chosen(given: Given): Chosen {
  return { sites: given.texts('site'), targets: given.texts('target') };
}

function specOptions(given: Given): SpecOptions {
  return {
    spec: given.argument ?? defaultSpec,
    maxSize: given.text('max-size'),
    paint: given.paint,
  };
}
