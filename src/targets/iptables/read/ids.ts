import type { Family } from '../../../net/address.ts';
import { formatNetwork } from '../../../net/network.ts';
import { formatPortRange, mergePorts, type PortRange, subtractPorts } from '../../../net/port.ts';
import { refuseAt } from '../../kit/reading/not-canonical.ts';
import type { OutputPlace } from '../../target.ts';
import { acceptsIn, type RulesFile } from './rules.ts';
import type { Accept } from './values.ts';

/** What the comment of a line says of its rule. */
type RuleId = {
  readonly group: string;
  readonly service: string;
  /** Only where it is not that of the group. */
  readonly inspection: string | undefined;
  /** Only where the rule has a part of the service's ports. */
  readonly part: string | undefined;
};

/** All lines of one rule, in both families. */
type RuleLines = {
  readonly id: RuleId;
  readonly at: OutputPlace;
  readonly tiers: ReadonlySet<string>;
  readonly ports: readonly PortRange[];
};

type Rules = Readonly<Record<Family, RulesFile>>;

/**
 * Throws a NotCanonicalError where the lines of one rule cannot come from one rule: it has one list of ports for each of its
 * destinations, its group has one tier and one inspection, its service one list of ports.
 */
export function requireKnownIds(rules: Rules): void {
  const found = rulesIn(rules);
  const said = new Map<string, string>();
  for (const rule of found) {
    requirePorts(rule);
    for (const [about, value, message] of statementsOf(rule)) {
      if ((said.get(about) ?? value) !== value) refuseAt(rule.at, message);
      said.set(about, value);
    }
  }
  requireParts(found);
}

type Statement = readonly [about: string, value: string, message: string];

/** What must be the same wherever it is said. */
function statementsOf({ id, tiers, ports }: RuleLines): Statement[] {
  const { group, service, inspection, part } = id;
  const statements = [...tiers].map(
    (tier): Statement => [`tier of ${group}`, tier, 'the group stands in another tier as well'],
  );
  if (inspection !== undefined)
    statements.push([
      `inspection of ${group}`,
      inspection,
      'the group has another inspection as well',
    ]);
  if (part === undefined)
    statements.push([`ports of ${service}`, textOf(ports), 'the service has other ports as well']);
  return statements;
}

function requirePorts(rule: RuleLines): void {
  const { id, ports } = rule;
  if (textOf(mergePorts(ports)) !== textOf(ports))
    refuseAt(rule.at, 'the ports of the rule overlap or touch');
  // Many ports stand in the id as a hash, which this reader does not judge.
  const isHash = id.part === undefined || /^ports-[0-9a-f]{8}$/.test(id.part);
  if (!isHash && id.part !== textOf(ports))
    refuseAt(rule.at, 'the ports are not those of the comment');
}

/** A part is less than the whole, where a rule tells the whole. */
function requireParts(rules: readonly RuleLines[]): void {
  const whole = new Map(
    rules.flatMap(({ id, ports }) => (id.part === undefined ? [[id.service, ports]] : [])),
  );
  for (const rule of rules) {
    const service = whole.get(rule.id.service);
    if (rule.id.part === undefined || service === undefined) continue;
    const isPart =
      subtractPorts(rule.ports, service).length === 0 && textOf(rule.ports) !== textOf(service);
    if (!isPart) refuseAt(rule.at, 'the ports are no part of those of the service');
  }
}

/** The ports as an id writes them. */
function textOf(ports: readonly PortRange[]): string {
  return ports.map((range) => formatPortRange(range).replace('/', '-')).join('+');
}

const slug = '[a-z][a-z0-9-]{0,31}';
const idPattern = new RegExp(
  `^(${slug})/(${slug})(?:/(allow|bypass))?(?:/((?:tcp|udp|ports)-[a-z0-9+-]+))?$`,
);

function parseId(accept: Accept, file: string): RuleId {
  const [whole, group = '', service = '', inspection, part] = idPattern.exec(accept.id) ?? [];
  if (whole === undefined)
    refuseAt({ file, line: accept.line }, 'the comment is not the id of a rule');
  return { group, service, inspection, part };
}

/** The lines by rule; refuses a rule whose ports are not the same wherever it leads. */
function rulesIn(rules: Rules): RuleLines[] {
  const found = new Map<string, RuleLines>();
  for (const family of [4, 6] as const) {
    const { file } = rules[family];
    for (const { chain, accepts } of destinationsIn(rules[family])) {
      const [first] = accepts;
      if (first === undefined) continue;
      const ports = accepts.map((accept) => accept.ports);
      const before = found.get(first.id);
      if (before !== undefined && textOf(before.ports) !== textOf(ports))
        refuseAt({ file, line: first.line }, 'the rule has other ports for another destination');
      const tier = ['OUT', 'SELF'].includes(chain) ? [] : [chain];
      found.set(first.id, {
        ...(before ?? { id: parseId(first, file), at: { file, line: first.line }, ports }),
        tiers: new Set([...(before?.tiers ?? []), ...tier]),
      });
    }
  }
  return [...found.values()];
}

type DestinationLines = { readonly chain: string; readonly accepts: readonly Accept[] };

/** The lines of one rule that lead to one place, which differ in their ports. */
function destinationsIn(rules: RulesFile): DestinationLines[] {
  const found = new Map<string, { chain: string; accepts: Accept[] }>();
  for (const { chain, accept } of acceptsIn(rules)) {
    const { id, block, set } = accept;
    const key = [chain, id, block === undefined ? set : formatNetwork(block)].join(' ');
    const lines = found.get(key) ?? { chain, accepts: [] };
    lines.accepts.push(accept);
    found.set(key, lines);
  }
  return [...found.values()];
}
