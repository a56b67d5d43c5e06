import { failure, type Refusal, type Result, success } from '../problem.ts';
import type { Output } from '../targets/output.ts';
import type { TargetFiles } from '../targets/reading.ts';
import type { Target, View } from '../targets/target.ts';

/** Makes the files of one output. Fails with what the target cannot express. */
export type MakeFiles = (output: Output) => Result<TargetFiles, readonly Refusal[]>;

/**
 * The files of one output, to be written. Throws for a file that is not printable ASCII or that the target's own reader
 * rejects: that is a bug of Portolan.
 */
export const renderOutput: MakeFiles = (output) => {
  const files = provedFiles(output);
  if (files.ok) assertReadable(output.target, files.value);
  return files;
};

/**
 * The files of one output, only to be compared. They are the files that `renderOutput` returns, but are not read back.
 * Throws for a file that is not printable ASCII.
 */
export const provedFiles: MakeFiles = ({ target, policy }) => {
  const views = target.view(policy);
  if (!views.ok) return failure(views.error);
  const files = new Map(
    Object.entries(views.value).map(([name, view]) => [name, fill(target, name, view)]),
  );
  for (const [name, text] of files) assertCanonicalText(name, text);
  const refusals = target.prove?.(files, policy) ?? [];
  return refusals.length > 0 ? failure(refusals) : success(files);
};

/** What the target cannot express in this output. Makes files only for a target that proves them. */
export function refusalsOf(output: Output): readonly Refusal[] {
  const { target, policy } = output;
  const result = target.prove === undefined ? target.view(policy) : provedFiles(output);
  return result.ok ? [] : result.error;
}

function fill({ files }: Target, name: string, view: View): string {
  const template = files[name];
  if (template === undefined) throw new Error(`no template for "${name}"`);
  // The definition of each target checks that its data match its templates.
  return template(view as never);
}

/** Keeps the output of a faulty encoder from reaching a device. */
export function assertCanonicalText(name: string, text: string): void {
  // pfSense indents its configuration with tabs; any other tab came through an encoder.
  const unprintable = /[^\t\n\x20-\x7e]/.exec(text)?.[0];
  const isInside = text.includes('\t') && /[^\t\n]\t/.test(text);
  const found = unprintable ?? (isInside ? '\t' : undefined);
  if (found !== undefined)
    throw new Error(`${name} would contain the character ${JSON.stringify(found)}`);
  if (!text.endsWith('\n')) throw new Error(`${name} would not end with a line feed`);
}

function assertReadable(target: Target, files: TargetFiles): void {
  const reading = target.read(files);
  if (reading.ok) return;
  const { file, line, message } = reading.error;
  throw new Error(
    `the reader of ${target.name} rejects the generated file: ${file}:${line}: ${message}`,
  );
}
