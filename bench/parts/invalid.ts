import { type Command, measureInTurn } from '../measure.ts';
import { groupHead, site, specText, targets } from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { portolan, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

/** Specs with an error in every line, beside a valid spec of the same size. */
export const invalid: Part = { rows };

const mebibyte = 1024 * 1024;
const invalidSpec = 3;
const sizes = [1, 4, 16];

/** Each line of an invalid spec, by the error that is in all of them. */
const lines: Readonly<Record<string, (index: number) => string>> = {
  'unknown keys': () => '      - { bad: 1 }\n',
  'bad hosts': (index) => `      - url: https://host!${index}.example.com\n`,
  'one duplicate key': () => '    id: hosts\n',
  'open brackets': () => '      - [\n',
  'null characters': () => '\0'.repeat(40),
};

function validLine(index: number): string {
  return `      - url: https://h${index}.example.com\n`;
}

function* rows(workspace: Workspace): Generator<Row> {
  for (const mebibytes of sizes) {
    const outcomeOf = measureInTurn(commandsOf(workspace, mebibytes), 1);
    yield rowOf(`validate, valid, ${mebibytes} MiB`, outcomeOf('valid'));
    for (const error of Object.keys(lines))
      yield rowOf(`validate, ${error}, ${mebibytes} MiB`, outcomeOf(error), {
        name: 'valid',
        outcome: outcomeOf('valid'),
        most: 2,
      });
  }
}

function commandsOf(workspace: Workspace, mebibytes: number): Map<string, Command> {
  const commandOf = (name: string, line: (index: number) => string) => {
    const files = new Map([['spec.yaml', textOfSize(mebibytes, line)]]);
    const directory = workspace.write(`${name.replaceAll(' ', '-')}-${mebibytes}`, files);
    return portolan(directory, 'validate');
  };
  const invalids = Object.entries(lines).map(
    ([error, line]) => [error, { ...commandOf(error, line), exitCode: invalidSpec }] as const,
  );
  return new Map([['valid', commandOf('valid', validLine)], ...invalids]);
}

/** A spec of this size with one endpoint on each line. */
function textOfSize(mebibytes: number, line: (index: number) => string): string {
  const parts = [specText(site('one', targets.squid), groupHead('hosts'))];
  // One percent less, so that the head and the last line stay within the size limit of a file.
  const most = mebibytes * mebibyte * 0.99;
  for (let index = 0, size = 0; size < most; index += 1) {
    // A group contains at most 100,000 endpoints.
    const group = index > 0 && index % 100_000 === 0 ? groupHead(`hosts-${index}`) : '';
    const part = group + line(index);
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}
