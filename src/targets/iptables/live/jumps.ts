import { cidrsOf, formatCidr, type Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import type { ScriptFile } from '../read/script.ts';
import type { SavedRule, SavedTable } from './dumps.ts';
import { ownEndings } from './own-lines.ts';

/** How the jumps to the site's chains differ from those that apply.sh makes. */
export function compareJumps(table: SavedTable, script: ScriptFile): LiveStatement[] {
  const wanted = new Map(wantedJumps(table, script).map((text) => [text, 1]));
  const differences: LiveStatement[] = [];
  for (const rule of jumpsIn(table, script.chain)) {
    const { text, line } = rule;
    const left = wanted.get(text);
    wanted.set(text, 0);
    if (left === 1) continue;
    const message =
      left === 0 ? 'this jump is there a second time' : 'apply.sh does not make this jump';
    differences.push({ message, at: { file: table.file, line }, text });
  }
  for (const [text, left] of wanted)
    if (left === 1)
      differences.push({ message: 'this jump is missing on the device', at: null, text });
  return differences;
}

/** The jumps of one family in the form of iptables-save. A site may have set another hook for apply.sh. */
function wantedJumps(
  table: SavedTable,
  { clients, chain, interfaces, hooks }: ScriptFile,
): string[] {
  const own = clients.filter(({ family }) => family === table.family).flatMap(textsOf);
  const hook = hookIn(table, chain) ?? hooks[table.family];
  const local = table.family === 6 ? interfaces : [];
  return [
    ...own.map((each) => `-A ${hook} -s ${each} -j ${chain}-OUT`),
    ...own.map((each) => `-A ${hook} -d ${each} -j ${chain}-IN`),
    ...own.map((each) => `-A INPUT -s ${each} -j ${chain}-SELF`),
    ...local.map((each) => `-A INPUT -s fe80::/10 -i ${each} -j ${chain}-SELF`),
  ];
}

function textsOf(network: Network): string[] {
  return cidrsOf(network).map(formatCidr);
}

/** The chain with the first jump to OUT. */
function hookIn(table: SavedTable, chain: string): string | undefined {
  return jumpsIn(table, chain).find(({ text }) => text.endsWith(` -j ${chain}-OUT`))?.chain;
}

/** All rules of other chains that lead to a chain of the site. */
function jumpsIn({ rules }: SavedTable, chain: string): SavedRule[] {
  const own = new Set<string>(ownEndings.map((ending) => `${chain}-${ending}`));
  return [...rules.values()]
    .flat()
    .filter((rule) => !own.has(rule.chain) && own.has(/ -[jg] (\S+)$/.exec(rule.text)?.[1] ?? ''));
}
