import { basename, dirname, join } from 'node:path';
import { schemas } from '../../../compiled/schemas.js';
import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { createFile, mendFile } from '../../io/create.ts';
import { kindAt } from '../../io/folder.ts';
import { readerFor } from '../../io/read.ts';
import { printMessage, printResult } from '../../io/terminal.ts';
import { topOfWorkTree } from '../../io/work-tree.ts';
import { targetNames } from '../../render/all-sites.ts';
import { attributesLine } from '../../report/page/conversion.ts';
import { nameFromTop } from '../shared/format.ts';
import { defaultSpec } from '../shared/options.ts';
import { generateCommand, shellWord } from '../shared/shell.ts';
import { firstList, firstSpec } from './first-spec.ts';

const schemaName = 'spec.schema.json';

/** Prints a starter spec. It is valid without further files. */
export function printFirstSpec(): void {
  printResult(textOfSpec('absent'));
}

function textOfSpec(list: Parameters<typeof firstSpec>[3]): string {
  return firstSpec(targetNames, JSON.parse(schemas.spec), schemaName, list);
}

/**
 * Writes a starter spec and, next to it, the list that it names, and the schema that its first line names, so that an
 * editor can complete keys. Never overwrites: throws a UserError for an existing spec, and keeps an existing list and
 * schema.
 */
export function writeFirstSpec(file: string): void {
  refuseMissingFolder(file);
  const schemaFile = join(dirname(file), schemaName);
  const listFile = join(dirname(file), firstList.path);
  // Before the check for existing files: a run that was killed at its end leaves temporary files next to a complete
  // spec.
  for (const each of [schemaFile, listFile, file]) mendFile(each);
  refuseExisting(file);
  // The spec is written last: when it exists, everything exists.
  const isNewSchema = createFile(schemaFile, schemas.spec);
  const isNewList = createFile(listFile, firstList.text);
  if (!createFile(file, textOfSpec('beside'))) refuseExisting(file);
  const made = [...(isNewSchema ? [schemaFile] : []), ...(isNewList ? [listFile] : []), file];
  printResult(made.map((path) => `wrote ${visible(path)}\n`).join(''));
  printMessage(
    [
      ...(isNewSchema ? [] : [keptSchemaNote(schemaFile)]),
      ...(isNewList ? [] : [keptListNote(listFile)]),
      ...gitNote(file),
      `next: ${generateCommand(file, undefined)}\n`,
    ].join(''),
  );
}

function keptSchemaNote(path: string): string {
  const renew = visible(`portolan schema > ${shellWord(path)}`);
  return `note: kept existing ${visible(path)}. To update it: ${renew}\n`;
}

function keptListNote(path: string): string {
  return `note: kept existing ${visible(path)}, which the spec names as a list\n`;
}

/** Portolan prints the line instead of writing it, because .gitattributes belongs to the user. */
function gitNote(file: string): string[] {
  const top = topOfWorkTree(dirname(file));
  if (top === undefined) return [];
  const line = attributesLine(nameFromTop(file, join(dirname(file), 'generated')));
  if (attributesOf(top).some((each) => holds(each, line))) return [];
  return [
    `note: Git may convert line endings. To prevent it, add this line to .gitattributes: ${visible(line)}\n`,
  ];
}

const largestAttributes = 1024 * 1024;

/** The lines of .gitattributes at the top of a working tree; none if it cannot be read. */
function attributesOf(top: string): string[] {
  const name = '.gitattributes';
  const found = readerFor(join(top, name), largestAttributes)(name);
  return found.kind === 'bytes' ? new TextDecoder().decode(found.bytes).split(/\r?\n/) : [];
}

/** Does a line of .gitattributes say the same, perhaps with more attributes behind it? */
function holds(found: string, line: string): boolean {
  return found === line || found.startsWith(`${line} `);
}

function refuseExisting(file: string): void {
  const kind = kindAt(file);
  if (kind === 'missing') return;
  throw new UserError(
    kind === 'folder'
      ? `${visible(file)} is a directory`
      : `${visible(file)} already exists; nothing was written`,
    kind === 'folder'
      ? `pass a file in it: portolan init ${shellWord(join(file, basename(defaultSpec)))}`
      : 'pass another file name, or print a spec to copy from: portolan init --stdout',
  );
}

function refuseMissingFolder(file: string): void {
  const folder = dirname(file);
  if (kindAt(folder) !== 'missing') return;
  throw new UserError(
    `directory ${visible(folder)} does not exist`,
    `create it: mkdir -p ${visible(shellWord(folder))}`,
  );
}
