import type { Problem } from '../../problem.ts';
import { type Node, toValue } from '../yaml/node.ts';
import { type Document, parseYaml } from '../yaml/parse.ts';
import { indexSource, lineAt } from '../yaml/source.ts';
import type { Edit, EditedText } from './edited-text.ts';

/**
 * Whether a file of YAML with these new edits contains what it contained before, except for the values of the edits, of
 * which none repeats another item of its list. A file that could not be parsed before must not have a mistake of YAML at
 * an edit.
 */
export function changesOnly(
  file: string,
  before: EditedText,
  after: EditedText,
  edits: readonly Edit[],
): boolean {
  const parsed = parseYaml(file, after.current);
  if (!parsed.ok) {
    const old = parseYaml(file, before.current);
    return !old.ok && isFartherOn(file, old.error, parsed.error, after, edits);
  }
  const values = valuesByStart(parsed.value);
  const areRead = edits.every(
    (edit) => values.get(after.currentOffset(edit.start)) === edit.fix.to[0],
  );
  const old = parseYaml(file, before.current);
  if (!old.ok || !areRead) return areRead;
  const written = new Map(edits.map((edit) => [after.currentOffset(edit.start), edit.fix.to]));
  if (hasRepeat(parsed.value.root, written)) return false;
  const replaced = new Map(edits.map((edit) => [before.currentOffset(edit.start), edit.fix.to]));
  return equal(contents(old.value.root, replaced), contents(parsed.value.root, new Map()));
}

/** Whether the parser fails only below the edits, and not if it did not fail before. */
function isFartherOn(
  file: string,
  before: readonly Problem[],
  now: readonly Problem[],
  after: EditedText,
  edits: readonly Edit[],
): boolean {
  const source = indexSource(file, after.current);
  const lines = edits.map((edit) => lineAt(source, after.currentOffset(edit.start)));
  const last = lines.reduce((a, b) => Math.max(a, b), 0);
  const failed = before.some(isSyntax);
  return now.every((problem) => !isSyntax(problem) || (failed && problem.at.line > last));
}

function isSyntax({ rule }: Problem): boolean {
  return rule === 'yaml-syntax';
}

/** The values of a file by the offsets at which they begin. */
function valuesByStart({ root }: Document): Map<number, unknown> {
  const values = new Map<number, unknown>();
  const walk = (node: Node): void => {
    if (node.kind === 'scalar') values.set(node.start, node.value);
    else if (node.kind === 'list') node.items.forEach(walk);
    else for (const { value } of node.entries) walk(value);
  };
  walk(root);
  return values;
}

type Replaced = ReadonlyMap<number, readonly string[]>;

/** The plain value of a node with the replaced values. */
function contents(node: Node, replaced: Replaced): unknown {
  switch (node.kind) {
    case 'scalar':
      return replaced.get(node.start)?.[0] ?? toValue(node);
    case 'list':
      return node.items.flatMap(
        (item): readonly unknown[] => replaced.get(item.start) ?? [contents(item, replaced)],
      );
    case 'map':
      return Array.from(node.entries, ({ name, value }) => [name, contents(value, replaced)]);
  }
}

/** Whether a list contains one of its new values twice. They are found here, as the problems of a spec end at a limit. */
function hasRepeat(node: Node, written: Replaced): boolean {
  if (node.kind === 'scalar') return false;
  if (node.kind === 'map') return [...node.entries].some(({ value }) => hasRepeat(value, written));
  const items = [...node.items];
  return repeatsOne(items, written) || items.some((item) => hasRepeat(item, written));
}

function repeatsOne(items: readonly Node[], written: Replaced): boolean {
  const wanted = new Set(items.flatMap(({ start }) => written.get(start) ?? []));
  if (wanted.size === 0) return false;
  const values = items.flatMap((item) => (item.kind === 'scalar' ? [item.value] : []));
  const found = values.filter((value) => typeof value === 'string' && wanted.has(value));
  return found.length > wanted.size;
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
