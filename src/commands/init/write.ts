import { basename, dirname, join } from 'node:path';
import { schemas } from '../../../compiled/schemas.js';
import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { createFile, mendFile } from '../../io/create.ts';
import { kindAt } from '../../io/folder.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import { topOfWorkTree } from '../../io/work-tree.ts';
import { targetNames } from '../../render/all-sites.ts';
import { attributesLine } from '../../report/page/conversion.ts';
import { nameFromTop } from '../shared/format.ts';
import { defaultSpec } from '../shared/options.ts';
import { generateCommand, shellWord } from '../shared/shell.ts';
import { firstSpec } from './first-spec.ts';

const schemaName = 'spec.schema.json';

/** Prints a first spec. */
export function printFirstSpec(): void {
  printResult(textOfSpec());
}

function textOfSpec(): string {
  return firstSpec(targetNames, JSON.parse(schemas.spec), schemaName);
}

/**
 * Writes a first spec, and beside it the schema that its first line names, so that an editor helps at once.
 * Never overwrites anything: throws a UserError for a spec that is there; a schema that is there stays.
 */
export function writeFirstSpec(file: string): void {
  refuseMissingFolder(file);
  const schemaFile = join(dirname(file), schemaName);
  // Before anything is refused: a run that was killed at its very end leaves a whole spec, too.
  for (const each of [schemaFile, file]) mendFile(each);
  refuseExisting(file);
  // The spec comes last: where it is, everything is.
  const isNew = createFile(schemaFile, schemas.spec);
  if (!createFile(file, textOfSpec())) refuseExisting(file);
  const made = isNew ? [schemaFile, file] : [file];
  printResult(made.map((path) => `wrote ${visible(path)}\n`).join(''));
  printMessage(
    [
      ...(isNew ? [] : [keptNote(schemaFile)]),
      ...gitNote(file),
      `next: ${generateCommand(file, undefined)}\n`,
    ].join(''),
  );
}

function keptNote(path: string): string {
  const renew = visible(`portolan schema > ${shellWord(path)}`);
  return `note: ${visible(path)} was there and stays; ${renew} makes it this version's\n`;
}

/** A file that is there already may be anybody's, so that the line is told and not written. */
function gitNote(file: string): string[] {
  const top = topOfWorkTree(dirname(file));
  if (top === undefined) return [];
  const line = attributesLine(nameFromTop(file, join(dirname(file), 'generated')));
  return [`note: git may change line ends: put \`${visible(line)}\` into .gitattributes\n`];
}

function refuseExisting(file: string): void {
  const kind = kindAt(file);
  if (kind === 'missing') return;
  throw new UserError(
    kind === 'folder'
      ? `${visible(file)} is a folder`
      : `${visible(file)} is there already, and nothing was written`,
    kind === 'folder'
      ? `name a file in it: portolan init ${shellWord(join(file, basename(defaultSpec)))}`
      : 'name another file, or print a first spec with --stdout and take from it what you need',
  );
}

function refuseMissingFolder(file: string): void {
  const folder = dirname(file);
  if (kindAt(folder) !== 'missing') return;
  throw new UserError(`there is no folder ${visible(folder)}`, `mkdir -p ${shellWord(folder)}`);
}
