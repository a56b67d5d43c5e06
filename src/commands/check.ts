import { join } from 'node:path';
import { visible } from '../characters.ts';
import { type ExitCode, exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { leftovers } from '../io/write.ts';
import { restore } from '../render/conversion.ts';
import { driftOf, type FileDrift } from '../render/drift.ts';
import { type RenderedSite, siteFiles } from '../render/site.ts';
import { otherOwner } from '../render/stored.ts';
import { type ConvertedFile, conversionSentences } from '../report/conversion.ts';
import { type CheckedFile, driftJson, driftText, isClean } from '../report/drift.ts';
import {
  generateCommand,
  outputFolder,
  readSpec,
  render,
  type SpecOptions,
  shellWord,
} from './common.ts';
import { foldersOf, formerSites, storedSet, writtenForOther } from './outputs.ts';

export type CheckOptions = SpecOptions & {
  readonly out: string | undefined;
  readonly format: 'text' | 'json';
};

/** Compares the files on the disk with what the spec gives: exit 0 when they are the same, else 1. Writes nothing. */
export function check(options: CheckOptions): ExitCode {
  const loaded = readSpec(options);
  const out = outputFolder(options.spec, options.out);
  const generate = generateCommand(options.spec, options.out);
  const files = [
    ...render(loaded).flatMap((site) => checkSite(out, site, generate)),
    ...formerSites(out, loaded.spec).flatMap(({ site, stored, untouched }) => {
      const command = untouched ? generate : `rm -r ${shellWord(join(out, site))}`;
      const paths = [...stored.files.keys(), ...stored.odd].sort();
      return paths.map((path) => unknownFile(join(out, site, path), command));
    }),
    ...leftovers(out).map((name) => unknownFile(join(out, name), generate)),
  ];
  const said = conversionSentences(files.filter(isConverted), foldersOf(options.spec, out));
  if (options.format === 'text') printResult(driftText(files, said, generate));
  else {
    printResult(driftJson(files));
    printMessage(said.map((each) => `note: ${visible(each)}\n  help: ${generate}\n`).join(''));
  }
  return isClean(files) ? exitCode.yes : exitCode.no;
}

function isConverted(file: CheckedFile): file is CheckedFile & ConvertedFile {
  return file.conversion !== undefined;
}

function checkSite(out: string, rendered: RenderedSite, generate: string): CheckedFile[] {
  const folder = join(out, rendered.site);
  const { stored, converted } = restore(storedSet(out, rendered.site));
  const other = otherOwner(stored, rendered);
  if (other !== undefined) printMessage(noteOf(writtenForOther(folder, other, rendered)));
  const again = other && `rm -r ${shellWord(folder)} && ${generate}`;
  return driftOf(siteFiles(rendered), stored, rendered).map((file) => {
    const path = join(folder, file.path);
    const conversion = converted.get(file.path);
    const state = conversion !== undefined && file.state === 'current' ? 'edited' : file.state;
    const command = state === 'current' ? null : (again ?? commandFor(file, path, generate));
    return { path, state, command, ...(conversion === undefined ? {} : { conversion }) };
  });
}

function noteOf({ message, help }: ReturnType<typeof writtenForOther>): string {
  return `note: ${message}\n  help: ${help}\n`;
}

/** What no manifest names keeps `generate` from writing: it has to go first. */
function commandFor(file: FileDrift, path: string, generate: string): string {
  const remove = `rm ${shellWord(path)}`;
  if (file.state === 'unknown') return remove;
  return file.blocks ? `${remove} && ${generate}` : generate;
}

function unknownFile(path: string, command: string): CheckedFile {
  return { path, state: 'unknown', command };
}
