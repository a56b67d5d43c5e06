import { failure, type Refusal, type Result, success } from '../problem.ts';
import type { Output } from '../targets/output.ts';
import type { Target, TargetFiles, View } from '../targets/target.ts';

/**
 * The files of one output. Fails with what the target refuses to express. A file that is not printable ASCII, or
 * that the target's own reader does not accept, is a bug of the tool's and throws.
 */
export function renderOutput({ target, policy }: Output): Result<TargetFiles, readonly Refusal[]> {
  const views = target.view(policy);
  if (!views.ok) return failure(views.error);
  const files = new Map(
    Object.entries(views.value).map(([name, view]) => [name, fill(target, name, view)]),
  );
  for (const [name, text] of files) assertCanonicalText(name, text);
  const refusals = target.prove?.(files, policy) ?? [];
  if (refusals.length > 0) return failure(refusals);
  assertReadable(target, files);
  return success(files);
}

function fill({ files }: Target, name: string, view: View): string {
  const template = files[name];
  if (template === undefined) throw new Error(`no template makes "${name}"`);
  // Each target proves where it names its files' templates that its data are what those ask for.
  return template(view as never);
}

/** An encoder that let through what its place cannot hold must not reach a router. */
export function assertCanonicalText(name: string, text: string): void {
  // pfSense indents its configuration with tabs; anywhere else a tab came through an encoder.
  const unprintable = /[^\t\n\x20-\x7e]|(?<=[^\t\n])\t/.exec(text)?.[0];
  if (unprintable !== undefined)
    throw new Error(`${name} would hold the character ${JSON.stringify(unprintable)}`);
  if (!text.endsWith('\n')) throw new Error(`${name} would not end with a line feed`);
}

function assertReadable(target: Target, files: TargetFiles): void {
  const reading = target.read(files);
  if (reading.ok) return;
  const { file, line, message } = reading.error;
  throw new Error(
    `the reader of ${target.name} does not accept what was rendered: ${file}:${line}: ${message}`,
  );
}
