import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verb } from './cli/verb.ts';
import { maxSize, out, site, spec, target } from './shared/options.ts';

/** Renders the spec and writes what changed; with `--stdout` or `--dry-run` it writes nothing to the disk. */
export const generate = verb({
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
    const { readSpec, render } = await import('./shared/spec.ts');
    const { selectionOf } = await import('./shared/selection.ts');
    const { allFiles, warnings } = await import('./generate/files.ts');
    const { update } = await import('./generate/update.ts');
    const loaded = readSpec(given);
    const selection = selectionOf(loaded.spec, given);
    const rendered = render(loaded, selection);
    if (given.stdout) printResult(allFiles(rendered, selection));
    else update(given, loaded.spec, rendered, selection);
    printMessage(warnings(rendered).join(''));
    printMessage(lacksText(rendered.flatMap(({ lacks }) => lacks)));
    return exitCode.yes;
  },
});
