import { visible, withoutCommands } from '../../characters.ts';

/** The result for one directory below the output directory. */
export type FolderReport = {
  readonly folder: string;
  readonly outcome: 'written' | 'unchanged' | 'removed';
  readonly files: readonly {
    readonly path: string;
    readonly kind: 'new' | 'changed' | 'removed';
  }[];
};

/** One line for each changed file and one for each directory; with `dryRun`, what would be written. */
export function writtenText(folders: readonly FolderReport[], dryRun: boolean): string {
  return folders
    .flatMap((folder) => folderLines(folder, dryRun))
    .map((line) => `${withoutCommands(line)}\n`)
    .join('');
}

function folderLines({ folder, outcome, files }: FolderReport, dryRun: boolean): string[] {
  const changes = files.map(({ path, kind }) => `${kind.padEnd(8)}${visible(`${folder}/${path}`)}`);
  const verb = dryRun && outcome !== 'unchanged' ? `would be ${outcome}` : outcome;
  return [...changes, `${visible(folder)}: ${verb}`];
}

/** Files one after the other with their names as headers, in the format of `head` and `tail`. */
export function filesText(
  files: readonly { readonly path: string; readonly text: string }[],
): string {
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join('');
}
