import type { LiveStatement } from '../../device.ts';
import { compareItems, type LiveItem } from '../../kit/reading/live-order.ts';
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
    const items = itemsOf(wanted.get(chain) ?? [], file.file);
    for (const each of compareItems(itemsOf(found, table.file), items, 'rule'))
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

/** A line is nothing but its text: it is there as often and in the order of the files, or it differs. */
function itemsOf(rules: readonly SavedRule[], file: string): LiveItem[] {
  return rules.map(({ text, line }) => ({ key: text, fields: noFields, at: { file, line }, text }));
}

const noFields: ReadonlyMap<string, string> = new Map();
