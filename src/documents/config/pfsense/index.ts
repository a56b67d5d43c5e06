import { getOrAdd } from '../../../maps.ts';
import type { Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { failure, type Refusal, type Result, success } from '../../../problem.ts';
import { childrenOf, type XmlElement } from '../../../xml.ts';
import type { DocumentReading, DocumentRow } from '../../document.ts';
import { refuseCount, rowOf, unresolved } from '../../kit/rows.ts';
import { slugOf, wholeDocument } from '../../kit/section.ts';
import { plainWords } from '../../kit/words.ts';
import { Blocks } from '../rules/blocks.ts';
import { generatedWarning } from '../rules/generated.ts';
import { type Alias, type Aliases, aliasesOf } from './aliases.ts';
import { isInterface } from './elements.ts';
import { type Around, outsideOf } from './narrowed.ts';
import { destinationsOf, rowsOf } from './rows.ts';
import { deniedPorts, isBlock, type Rule, ruleOf } from './rule.ts';

/** Reads the pass rules of a config.xml, and the aliases that they use. */
export function readPfsense(
  root: XmlElement,
  isGenerated: boolean,
): Result<DocumentReading, Refusal> {
  const aliases = aliasesOf(root);
  const elements = childrenOf(root, 'filter').flatMap((each) => childrenOf(each, 'rule'));
  const rules = elements.map(ruleOf);
  const around = { outside: outsideOf(root), isGenerated };
  const rows: DocumentRow[] = [];
  const blocks = new RuleBlocks(aliases, rules);
  for (const rule of rules) {
    for (const row of rowsOf(rule, aliases, around, blocks.above(rule))) rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
    blocks.pass(rule);
  }
  for (const row of unusedRows(rules, aliases)) rows.push(row);
  return success({ facts: {}, rows, warnings: warningsOf(rules, rows, around) });
}

/** What the rules above a rule deny, by interface. Floating rules, and those of groups, come before all others. */
class RuleBlocks {
  readonly #aliases: Aliases;
  readonly #first = new Blocks();
  readonly #byInterface = new Map<string, Blocks>();

  constructor(aliases: Aliases, rules: readonly Rule[]) {
    this.#aliases = aliases;
    for (const rule of rules) if (isBlock(rule) && isFirst(rule)) this.#add(this.#first, rule);
  }

  above({ interfaces }: Rule): readonly Blocks[] {
    return [this.#first, ...interfaces.flatMap((name) => this.#byInterface.get(name) ?? [])];
  }

  pass(rule: Rule): void {
    if (!isBlock(rule) || isFirst(rule)) return;
    for (const name of rule.interfaces)
      this.#add(
        getOrAdd(this.#byInterface, name, () => new Blocks()),
        rule,
      );
  }

  #add(blocks: Blocks, rule: Rule): void {
    const ports = deniedPorts(rule, this.#aliases);
    blocks.add({ networks: deniedNetworks(rule, this.#aliases), ports });
  }
}

function isFirst({ isFloating, interfaces, isAmbiguous }: Rule): boolean {
  return isAmbiguous || isFloating || interfaces.length !== 1 || !interfaces.every(isInterface);
}

/** The networks that a rule denies; undefined if it has names, or more than Portolan can tell. */
function deniedNetworks(rule: Rule, aliases: Aliases): readonly Network[] | undefined {
  const destinations = destinationsOf(rule, aliases);
  if (rule.isAmbiguous || !destinations.ok || rule.destination.isNegated) return undefined;
  const networks: Network[] = [];
  for (const text of destinations.value) {
    const network = parseNetwork(text);
    if (!network.ok) return undefined;
    networks.push(network.value);
  }
  return networks;
}

/** The rows of aliases of destinations that no rule names: what they are for, the file does not say. */
function unusedRows(rules: readonly Rule[], aliases: Aliases): DocumentRow[] {
  const used = new Set<string>();
  const left = rules.flatMap(({ source, destination }) => [source.address, destination.address]);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const alias = used.has(next) ? undefined : aliases.find(next);
    used.add(next);
    for (const entry of alias?.entries ?? []) left.push(entry);
  }
  return aliases.all
    .filter(({ name, type }) => !used.has(name) && !/port/.test(type))
    .map(unusedRow);
}

function unusedRow({ name, line }: Alias): DocumentRow {
  const title = plainWords(name);
  const section = { ...wholeDocument, key: slugOf(name), title, citation: `alias ${title}` };
  const place = { section, labels: new Map([['alias', [title]]]) };
  return rowOf(line, `alias ${name}`, unresolved('no rule of the file uses this alias'), place);
}

function warningsOf(
  rules: readonly Rule[],
  rows: readonly DocumentRow[],
  { isGenerated }: Around,
): string[] {
  const interfaces = new Set(rules.flatMap(({ interfaces }) => interfaces.filter(isInterface)));
  const isLimited = rows.some(
    ({ verdict, labels }) =>
      verdict.kind === 'facts' &&
      verdict.facts.some(({ destination }) => destination.kind === 'host') &&
      labels.get('family')?.[0] !== 'inet46',
  );
  return [
    ...(isGenerated ? [generatedWarning] : []),
    'Rules that deny, limits, and settings of the firewall are not imported: a part only allows.',
    ...(interfaces.size > 1
      ? [
          `The rules are those of ${interfaces.size} interfaces: --where interface=NAME selects one.`,
        ]
      : []),
    ...(isLimited
      ? ['Some rules allow names on one address family. A spec allows a host on both.']
      : []),
  ];
}
