import type { Argv } from 'yargs';
import { visible } from './characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from './errors.ts';
import { printMessage, printResult, terminalOf, tolerateClosedPipes } from './io/terminal.ts';
import type { Paint } from './report/frame.ts';

type Words = readonly string[];
type Run = () => Promise<ExitCode>;
type Usage = typeof import('./commands/usage.ts');

/** The help, which is an error when nothing else was asked for. */
class NoVerb extends Error {}

/** Options that take no value. */
const switches = ['stdout', 'dry-run', 'color', 'no-color', 'help', 'version'];

const vocabulary = {
  verbs: {
    generate: ['out', 'site', 'target', 'stdout', 'dry-run'],
    check: ['out', 'format'],
    validate: ['format'],
  },
  common: ['max-size', 'color', 'no-color', 'help', 'version'],
};

const checkFormats = ['text', 'json'] as const;
const validateFormats = ['text', 'json', 'github'] as const;

const specHelp = { type: 'string', describe: 'the spec [spec.yaml]' } as const;
const outHelp = {
  type: 'string',
  requiresArg: true,
  describe: 'output folder [generated, beside the spec]',
} as const;

tolerateClosedPipes();
// Not process.exit(): what is still on its way into a pipe would be lost.
process.exitCode = await main(process.argv.slice(2));

async function main(words: Words): Promise<ExitCode> {
  try {
    // The option parser alone takes longer to load than all that a version needs.
    if (words.length === 1 && words[0] === '--version') return sayVersion();
    const run = await parse(words);
    return await run();
  } catch (error) {
    return await report(error, words);
  }
}

async function sayVersion(): Promise<ExitCode> {
  printResult(`${PORTOLAN_VERSION}\n`);
  return exitCode.yes;
}

/** What the words ask for; help and version are printed here. Throws a UserError for words that mean nothing. */
async function parse(words: Words): Promise<Run> {
  const [{ default: yargs }, usage] = await Promise.all([
    import('yargs'),
    import('./commands/usage.ts'),
  ]);
  usage.refuseNeedlessValues(words, switches);
  let run: Run | undefined;
  const choose = (chosen: Run): void => {
    run = chosen;
  };
  const paint = await paintOf('stdout', words);
  const parser = addVerbs(settings(yargs()), { usage, paint, choose }).fail((message, error) => {
    throw message ? usage.usageError(message, words, vocabulary) : error;
  });
  const { help, version } = await parser.parseAsync([...words]);
  if (run === undefined && help !== true && version !== true)
    throw new NoVerb(await parser.getHelp());
  return run ?? (async () => exitCode.yes);
}

function settings(parser: Argv): Argv {
  return parser
    .locale('en')
    .scriptName('portolan')
    .usage(
      '$0 VERB [spec]\n\nOne YAML spec of the endpoints, ports and protocols that a product needs,\nvalidated and rendered to firewall and proxy files.',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      // `--site a spec.yaml` names one site.
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .options({
      'max-size': {
        type: 'string',
        requiresArg: true,
        describe: 'most bytes of one file, as in 32MiB [16MiB]',
      },
      color: { type: 'boolean', describe: 'colours, whatever the terminal and NO_COLOR say' },
      'no-color': { type: 'boolean', describe: 'no colours' },
    })
    .conflicts('color', 'no-color')
    .version(PORTOLAN_VERSION)
    .describe({ help: 'this help', version: 'the version' })
    .epilogue('Exit: 0 yes; 1 the answer is no; 2 could not run; 3 the spec is not valid.')
    .strict()
    .exitProcess(false)
    .wrap(80);
}

type Wiring = { readonly usage: Usage; readonly paint: Paint; readonly choose: (run: Run) => void };

function addVerbs(parser: Argv, wiring: Wiring): Argv {
  return addValidate(addCheck(addGenerate(parser, wiring), wiring), wiring);
}

function addGenerate(parser: Argv, wiring: Wiring): Argv {
  const { usage, choose } = wiring;
  return parser.command(
    'generate [spec]',
    'render every site and target into files',
    (verb) =>
      verb
        .positional('spec', specHelp)
        .options({
          out: outHelp,
          site: {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'only this site; may be repeated',
          },
          target: {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: "only this target; the others' files stay as they are; may be repeated",
          },
          stdout: { type: 'boolean', describe: 'print the files instead of writing them' },
          'dry-run': { type: 'boolean', describe: 'say what would change, write nothing' },
        })
        .conflicts('stdout', 'dry-run'),
    (given) =>
      choose(async () => {
        const { generate } = await import('./commands/generate.ts');
        return generate({
          ...common(given, wiring),
          out: usage.single('out', given.out),
          sites: given.site ?? [],
          targets: given.target ?? [],
          stdout: given.stdout === true,
          dryRun: given['dry-run'] === true,
        });
      }),
  );
}

function addCheck(parser: Argv, wiring: Wiring): Argv {
  const { usage, choose } = wiring;
  return parser.command(
    'check [spec]',
    'are the files on the disk what the spec gives?',
    (verb) =>
      verb.positional('spec', specHelp).options({ out: outHelp, format: formatHelp(checkFormats) }),
    (given) =>
      choose(async () => {
        const { check } = await import('./commands/check.ts');
        const format = usage.choice('format', given.format, checkFormats);
        return check({ ...common(given, wiring), out: usage.single('out', given.out), format });
      }),
  );
}

function addValidate(parser: Argv, wiring: Wiring): Argv {
  const { usage, choose } = wiring;
  return parser.command(
    'validate [spec]',
    'is the spec valid? every mistake with its place and a way out',
    (verb) => verb.positional('spec', specHelp).options({ format: formatHelp(validateFormats) }),
    (given) =>
      choose(async () => {
        const { validate } = await import('./commands/validate.ts');
        const format = usage.choice('format', given.format, validateFormats);
        return validate({ ...common(given, wiring), format });
      }),
  );
}

function formatHelp(choices: readonly string[]) {
  return { choices, requiresArg: true, describe: 'how the answer is printed [text]' } as const;
}

type Given = {
  readonly _: readonly (string | number)[];
  readonly spec: string | undefined;
  readonly 'max-size'?: unknown;
};

/** What every verb is told. The words after `--` come without a name. */
function common(
  given: Given,
  { usage, paint }: Wiring,
): { spec: string; maxSize: string | undefined; paint: Paint } {
  const nameless = given._.slice(1).map(String);
  const specs = given.spec === undefined ? nameless : [given.spec, ...nameless];
  return {
    spec: usage.oneSpec(specs),
    maxSize: usage.single('max-size', given['max-size']),
    paint,
  };
}

/** Tells what went wrong, and gives the exit code. A bug keeps its stack. */
async function report(error: unknown, words: Words): Promise<ExitCode> {
  if (error instanceof NoVerb) {
    printMessage(`${error.message}\n`);
    return exitCode.couldNotRun;
  }
  if (error instanceof InvalidSpec) {
    const { problemsText } = await import('./report/problems.ts');
    printMessage(problemsText(error.problems, error.sources, await paintOf('stderr', words)));
    return exitCode.invalidSpec;
  }
  if (!(error instanceof UserError)) {
    printMessage(`portolan: this is a bug of the tool's\n${stackOf(error)}\n`);
    return exitCode.couldNotRun;
  }
  const help = error.help === '' ? '' : `  help: ${visible(error.help)}\n`;
  printMessage(`portolan: ${visible(error.message)}\n${help}`);
  return error.code;
}

async function paintOf(stream: 'stdout' | 'stderr', words: Words): Promise<Paint> {
  const { paintFor } = await import('./report/paint.ts');
  const wanted = words.includes('--color') ? true : undefined;
  return paintFor({ flag: words.includes('--no-color') ? false : wanted, ...terminalOf(stream) });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
