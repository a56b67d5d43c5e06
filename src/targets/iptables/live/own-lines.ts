import type { LiveStatement } from '../../target.ts';
import type { RulesFile } from '../read/rules.ts';
import type { SavedRule, SavedTable } from './dumps.ts';

/** The ends of the names of the chains that rules.v4 and rules.v6 declare. */
export const ownEndings = [
  'END',
  'IN',
  'OPTIONAL',
  'OUT',
  'RECOMMENDED',
  'REQUIRED',
  'SELF',
] as const;

/** How the site's own chains differ from its file. */
export type LineComparison = {
  readonly differences: readonly LiveStatement[];
  /** Lines of the file that guard inner networks, and that do not stand before the tiers on the device. */
  readonly lostGuards: readonly SavedRule[];
};

/** Compares the lines of each own chain; their order counts. */
export function compareLines(table: SavedTable, file: RulesFile, text: string): LineComparison {
  const wanted = linesOf(file, text);
  const differences: LiveStatement[] = [];
  for (const ending of ownEndings) {
    const chain = `${file.chain}-${ending}`;
    const found = table.rules.get(chain) ?? [];
    for (const each of compareChain(found, wanted.get(chain) ?? [], file.file, table.file))
      differences.push(each);
  }
  const out = `${file.chain}-OUT`;
  const isGuard = ({ text: line }: SavedRule) => / -d \S+ -g \S+$/.test(line);
  const found = table.rules.get(out) ?? [];
  const tiers = found.findIndex(({ text: line }) => line.includes(` -j ${file.chain}-`));
  const early = new Set((tiers < 0 ? found : found.slice(0, tiers)).map(({ text: line }) => line));
  const lostGuards = (wanted.get(out) ?? []).filter(
    (rule) => isGuard(rule) && !early.has(rule.text),
  );
  return { differences, lostGuards: tiers < 0 ? [] : lostGuards };
}

function linesOf({ chain }: RulesFile, text: string): Map<string, SavedRule[]> {
  const found = new Map<string, SavedRule[]>(
    ownEndings.map((ending) => [`${chain}-${ending}`, []]),
  );
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^-A (\S+) /.exec(line)?.[1] ?? '';
    found.get(name)?.push({ chain: name, text: line, line: index + 1 });
  }
  return found;
}

function compareChain(
  found: readonly SavedRule[],
  wanted: readonly SavedRule[],
  file: string,
  dump: string,
): LiveStatement[] {
  const missing = surplus(wanted, found);
  const added = surplus(found, wanted);
  const about = (rules: readonly SavedRule[], of: string, message: string) =>
    rules.map(({ line, text }) => ({ message, at: { file: of, line }, text }));
  const statements = [
    ...about(missing, file, 'this rule of the files is missing on the device'),
    ...about(added, dump, 'the files do not have this rule'),
  ];
  return [...statements, ...about(outOfOrder(found, wanted, added, missing), dump, moved)];
}

const moved = 'this rule is not in its place: from here on, the order differs from the files';

/** The rules that the others do not have as often. */
function surplus(rules: readonly SavedRule[], others: readonly SavedRule[]): SavedRule[] {
  const left = new Map<string, number>();
  for (const { text } of others) left.set(text, (left.get(text) ?? 0) + 1);
  return rules.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
}

/** The first rule out of its place, among those that both sides have. */
function outOfOrder(
  found: readonly SavedRule[],
  wanted: readonly SavedRule[],
  added: readonly SavedRule[],
  missing: readonly SavedRule[],
): SavedRule[] {
  const [extra, lost] = [new Set(added), new Set(missing)];
  const kept = wanted.filter((rule) => !lost.has(rule));
  const first = found
    .filter((rule) => !extra.has(rule))
    .find(({ text }, index) => text !== kept[index]?.text);
  return first === undefined ? [] : [first];
}
