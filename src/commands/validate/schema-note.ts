import { createHash } from 'node:crypto';
import { schemaDigests } from '../../../compiled/schema-digests.js';
import { visible } from '../../characters.ts';
import type { FileReader, FileTexts } from '../../language/spec-folder.ts';
import { shellWord } from '../shared/shell.ts';

/** The line by which an editor finds the schema of a file, among the first comments. */
const schemaLine = /^(?:#.*\n)*?# yaml-language-server: \$schema=(\S+\.json)\s*\n/;

/**
 * A note for each schema file that the spec's files name and that is not one of this version: an editor would complete
 * and check by other rules than `validate`. Files outside of the spec's directory are not read.
 */
export function schemaNotes(sources: FileTexts, read: FileReader): string {
  const [root = ''] = sources.keys();
  const home = folderOf(root);
  const paths = [...sources].flatMap(
    ([file, text]) => schemaPath(file.slice(home.length), text) ?? [],
  );
  return [...new Set(paths)]
    .filter((path) => isOther(read, path))
    .map((path) => noteOn(`${home}${path}`))
    .join('');
}

function noteOn(path: string): string {
  const command = path.includes('include') ? 'portolan schema include' : 'portolan schema';
  return `note: ${visible(path)} is not the schema of Portolan ${PORTOLAN_VERSION}: an editor may show other errors
  help: ${command} > ${visible(shellWord(path))}\n`;
}

/** The path of the schema that a file names; both are relative to the directory of the spec. */
function schemaPath(file: string, text: string): string | undefined {
  const [, path] = schemaLine.exec(text) ?? [];
  if (path === undefined || /^\w+:/.test(path) || path.startsWith('/')) return undefined;
  return `${folderOf(file)}${path}`;
}

/** The directory of a file, with its last slash. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function isOther(read: FileReader, path: string): boolean {
  const outcome = read(path);
  if (outcome.kind !== 'bytes') return false;
  const text = Buffer.from(outcome.bytes).toString('utf8').replaceAll('\r\n', '\n');
  const digest = createHash('sha256').update(text, 'utf8').digest('hex');
  return !Object.values(schemaDigests).includes(digest);
}
