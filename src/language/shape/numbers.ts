import { quote } from '../../characters.ts';
import { enoughProblems, type Refusal } from '../../problem.ts';
import type { Node, ScalarNode } from '../yaml/node.ts';
import type { ShapeMistake } from './errors.ts';

/**
 * Whole numbers that are not in plain decimal form. YAML reads 0x1, 01 and 1.0 as 1, but a reviewer may not.
 * The meaning of a number is checked elsewhere, with a better message.
 */
export function numberMistakes(root: Node): ShapeMistake[] {
  const mistakes: ShapeMistake[] = [];
  collect(root, [], mistakes);
  return mistakes;
}

// One path array for the whole walk: a spec can have a million nodes, and few have a mistake.
function collect(node: Node, path: (string | number)[], mistakes: ShapeMistake[]): void {
  if (node.kind === 'scalar') {
    const refusal = refuseSpelling(node);
    if (refusal !== undefined) mistakes.push({ refusal, about: 'value', path: path.map(String) });
    return;
  }
  const collectBelow = (step: string | number, child: Node) => {
    if (mistakes.length >= enoughProblems) return;
    path.push(step);
    collect(child, path, mistakes);
    path.pop();
  };
  if (node.kind === 'list') {
    let index = 0;
    for (const item of node.items) {
      if (!hasOnlyTexts(item)) collectBelow(index, item);
      index += 1;
    }
  } else if (!hasOnlyTexts(node)) {
    for (const { name, value } of node.entries) collectBelow(name, value);
  }
}

function hasOnlyTexts(node: Node): boolean {
  return node.kind === 'map' && node.texts !== undefined;
}

function refuseSpelling({ value, source }: ScalarNode): Refusal | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  const canonical = BigInt(value).toString();
  if (source === canonical) return undefined;
  return {
    rule: 'number-not-canonical',
    message: `the number ${quote(source)} is not in plain decimal form`,
    help: `write ${canonical}`,
  };
}
