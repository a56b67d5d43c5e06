import { visible, withoutCommands } from '../../characters.ts';

/** What became of one folder below the output folder. */
export type FolderReport = {
  readonly folder: string;
  readonly outcome: 'written' | 'unchanged' | 'removed';
  readonly files: readonly {
    readonly path: string;
    readonly kind: 'new' | 'changed' | 'removed';
  }[];
};

/** A line for each file that changes and one for each folder; `dryRun` says what would happen. */
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

/** Files one after the other, each after its name, as head and tail do. */
export function filesText(
  files: readonly { readonly path: string; readonly text: string }[],
): string {
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join('');
}
