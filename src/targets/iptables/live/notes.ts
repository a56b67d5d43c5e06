import { intersectNetworks, type Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import type { Saved, SavedRule, SavedTable } from './dumps.ts';
import { meaningOf } from './rule.ts';
import type { Accepted, Walked } from './walked.ts';

/** What a reader of the comparison should know, and is no difference. */
export function notesOn(saved: Saved, clients: readonly Network[]): LiveStatement[] {
  const tables = saved.tables.filter(({ name }) => ['mangle', 'nat', 'raw'].includes(name));
  return [
    ...saved.warnings.map(({ file, line, text }) => ({
      message:
        'the other packet filter has rules too, which decide as well and are not in this dump',
      at: { file, line },
      text,
    })),
    ...tables.flatMap((table) => tableNotes(table, clients)),
  ];
}

// What only changes the source of a packet decides nothing about its destination.
const changing = / -j (?:DNAT|REDIRECT|NETMAP|TPROXY|DROP|NOTRACK|CT)\b/;

/** Rules of the tables mangle, nat and raw that redirect, drop or hide packets of the clients. */
function tableNotes(table: SavedTable, clients: readonly Network[]): LiveStatement[] {
  const own = clients.filter(({ family }) => family === table.family);
  const rules = [...table.rules].flatMap(([chain, some]) =>
    ['OUTPUT', 'POSTROUTING', 'INPUT'].includes(chain) ? [] : some,
  );
  return rules
    .filter(({ text }) => changing.test(withoutComments(text)))
    .filter((rule) => {
      const { sources, passive } = meaningOf(rule, table.family);
      return !passive && (sources === undefined || intersectNetworks(sources, own).length > 0);
    })
    .map((rule) =>
      about(
        table,
        rule,
        `a rule of the table ${table.name} may change or drop packets of the clients before the table filter sees them`,
      ),
    );
}

function withoutComments(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** What the walk met before the rules of the site, and is no difference. */
export function walkNotes(
  table: SavedTable,
  walked: Walked,
  into: Walked,
  additive: boolean,
): LiveStatement[] {
  const accepting = byRule(walked.accepted.filter(({ foreign }) => foreign));
  const shown = new Set(accepting.map(({ rule }) => rule));
  return [
    ...walked.denying.map((rule) =>
      about(table, rule, 'this rule denies before the rules of the site'),
    ),
    ...accepting
      .filter(({ conditional }) => conditional && !additive)
      .map(({ rule }) =>
        about(
          table,
          rule,
          'not all conditions of this rule are compared: it counts as if they were met',
        ),
      ),
    ...accepting
      .filter(() => additive)
      .map(({ rule }) => about(table, rule, 'this rule accepts before the rules of the site')),
    ...byRule(into.accepted.filter(({ aimed, foreign }) => foreign && !aimed && !additive))
      .filter(({ rule }) => !shown.has(rule) && rule.text.startsWith('-A '))
      .map(({ rule }) =>
        about(
          table,
          rule,
          'this rule accepts connections of others, which may be to the clients too',
        ),
      ),
  ];
}

/** Packets may reach a rule in several ways: the last one that is not conditional counts. */
function byRule(accepted: readonly Accepted[]): Accepted[] {
  const found = new Map<SavedRule, Accepted>();
  for (const each of accepted)
    if (!found.has(each.rule) || !each.conditional) found.set(each.rule, each);
  return [...found.values()];
}

/** What the walk met before the rules of the site of default deny, and no access shows. */
export function walkDifferences(table: SavedTable, walked: Walked, into: Walked): LiveStatement[] {
  const inward = into.accepted.filter(({ aimed, foreign }) => foreign && aimed);
  return [
    ...joined(walked.unknown, into.unknown).map((rule) =>
      about(
        table,
        rule,
        'this rule has an unknown target, which may accept before the rules of the site',
      ),
    ),
    ...joined(walked.otherProtocols, into.otherProtocols).map((rule) =>
      about(table, rule, 'this rule accepts a protocol that no spec can allow'),
    ),
    ...byRule(inward).map(({ rule }) =>
      about(
        table,
        rule,
        'this rule accepts connections to the clients before the rules of the site',
      ),
    ),
  ];
}

function joined(some: readonly SavedRule[], others: readonly SavedRule[]): SavedRule[] {
  return [...new Set([...some, ...others])];
}

function about({ file }: SavedTable, { line, text }: SavedRule, message: string): LiveStatement {
  return { message, at: { file, line }, text };
}
