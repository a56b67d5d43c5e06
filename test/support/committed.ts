import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetFiles } from '../../src/targets/reading.ts';

const root = join(import.meta.dirname, '../..');

/** The committed files of one target by directory: those of the golden sites and of generated/. */
export function committedFiles(target: string): [folder: string, files: TargetFiles][] {
  const stories = foldersIn('test/golden').map((story) => `${story}/expected`);
  const folders = [...stories.flatMap(foldersIn), ...foldersIn('generated')];
  return folders
    .filter((folder) => existsSync(join(root, folder, target)))
    .map((folder) => [folder, filesIn(folder, target)]);
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}

function filesIn(folder: string, target: string): TargetFiles {
  const names = readdirSync(join(root, folder, target)).map((name) => `${target}/${name}`);
  return new Map(names.map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
}
