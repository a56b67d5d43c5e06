import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../../src/commands/cli/parser.ts';
import { InvalidSpec, UserError } from '../../../src/errors.ts';
import { streamOf } from '../../../src/io/output.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { readFiles, writeFiles } from '../../support/folder.ts';
import { forgeManifest } from '../../support/forged.ts';
import { renderFiles } from '../../support/rendered.ts';
import type { Edit, Trick } from './tricks/trick.ts';

/** The source files that every trick changes. */
export const baseFiles = readFiles(join(import.meta.dirname, 'base'));

type Files = Readonly<Record<string, string>>;

/** The output of a command that ran in-process, and its exit code. */
export type Answer = { readonly code: number; readonly said: string };

/** Runs a command of the tool in this process. */
export async function portolan(...words: readonly string[]): Promise<Answer> {
  const said: string[] = [];
  // A stream that is made gets all output.
  const [stdout, stderr] = [streamOf('stdout'), streamOf('stderr')];
  const [write, warn] = [stdout.write, stderr.write];
  const listen = (text: string | Uint8Array): boolean => said.push(String(text)) > 0;
  stdout.write = listen;
  stderr.write = () => true;
  try {
    const run = await parse(words, PORTOLAN_VERSION, plain);
    if (typeof run !== 'function') throw new Error(`no verb: ${words.join(' ')}`);
    return { code: await run(), said: said.join('') };
  } catch (error) {
    if (error instanceof InvalidSpec) return { code: 3, said: JSON.stringify(error.problems) };
    if (error instanceof UserError) return { code: error.code, said: error.message };
    throw error;
  } finally {
    stdout.write = write;
    stderr.write = warn;
  }
}

/** Writes the two sides of a trick into a directory, as `base` and `head`, each with its outputs. */
export function play(folder: string, trick: Trick): void {
  const before = edited(baseFiles, trick.before ?? []);
  const after = edited(before, trick.change ?? []);
  writeFiles(
    folder,
    below('base', { ...before, ...(asksOutputs(trick) ? outputsOf(before) : {}) }),
  );
  const head = below('head', { ...after, ...committedBy(trick, after) });
  writeFiles(folder, head);
  if (trick.isForged === true)
    for (const site of ['branch', 'depot']) forgeManifest(join(folder, 'head/generated', site));
  // The tool makes scripts executable.
  for (const [path, text] of Object.entries(head))
    if (text.startsWith('#!')) chmodSync(join(folder, path), 0o755);
}

/** Returns true if a command of the trick reads the outputs. The other commands run without committed outputs. */
function asksOutputs({ caught, outputs = [] }: Trick): boolean {
  return (
    outputs.length > 0 ||
    caught.some(({ by }) => ['check', 'verify', 'diff --outputs'].includes(by))
  );
}

/** The files that the insider commits in the output directory. */
function committedBy(trick: Trick, sources: Files): Files {
  if (!asksOutputs(trick)) return {};
  const honest = outputsOf(sources);
  const rendered =
    trick.generatedFrom === undefined
      ? honest
      : { ...outputsOf(edited(sources, trick.generatedFrom)), ...manifestsOf(honest) };
  return edited(rendered, belowFolder('generated', trick.outputs ?? []));
}

function below(folder: string, files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]),
  );
}

function belowFolder(folder: string, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => ({ ...edit, file: `${folder}/${edit.file}` }));
}

const rendered = new Map<string, Record<string, string>>();

/** The generated files of some sources, in the output directory. */
export function outputsOf(sources: Files): Record<string, string> {
  const key = JSON.stringify(sources);
  const known = rendered.get(key) ?? below('generated', renderFiles(sources));
  rendered.set(key, known);
  return known;
}

function edited(files: Files, edits: readonly Edit[]): Record<string, string> {
  return edits.reduce<Record<string, string>>(withEdit, { ...files });
}

/** Throws for an edit that changes nothing, because no command could catch it. */
function withEdit(files: Files, edit: Edit): Record<string, string> {
  const { file } = edit;
  const { [file]: was, ...others } = files;
  if ('text' in edit) return edit.text === null ? others : { ...others, [file]: edit.text };
  const parts = was?.split(edit.from) ?? [];
  if (parts.length !== 2) throw new Error(`${file} does not hold this once: ${edit.from}`);
  return { ...others, [file]: parts.join(edit.to) };
}

function manifestsOf(outputs: Files): Files {
  return Object.fromEntries(
    Object.entries(outputs).filter(([path]) => path.endsWith('/manifest.json')),
  );
}
