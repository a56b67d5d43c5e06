import type { Family } from '../../../net/address.ts';
import { formatNetwork } from '../../../net/network.ts';
import { formatPortRange, mergePorts, type PortRange, subtractPorts } from '../../../net/port.ts';
import { isTcpOrUdp, protocols } from '../../../net/transport.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import type { OutputPlace } from '../../reading.ts';
import { acceptsIn, type RulesFile } from './rules.ts';
import type { Accept } from './values.ts';

/** The rule id in the comment of a line, in parts. */
type RuleId = {
  readonly group: string;
  readonly service: string;
  /** Only if it differs from that of the group. */
  readonly inspection: string | undefined;
  /** Only if the rule has some of the service's ports. */
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
 * Throws a NotCanonicalError if lines with the same id cannot come from one rule. A rule has the same ports for each of
 * its destinations, its group has one tier and one inspection, and its service has one list of ports. TCP and UDP share
 * a rule; each other transport or protocol has its own.
 */
export function requireKnownIds(rules: Rules): void {
  const found = rulesIn(rules);
  const said = new Map<string, string>();
  for (const rule of found) {
    requirePorts(rule);
    for (const [about, value] of statementsOf(rule)) {
      const before = said.get(about) ?? value;
      if (before !== value)
        refuseAt(rule.at, expected(`one ${about}`, `"${before}" and "${value}"`));
      said.set(about, value);
    }
  }
  requireParts(found);
}

type Statement = readonly [about: string, value: string];

/** What all lines about a group or a service must agree on. */
function statementsOf({ id, tiers, ports }: RuleLines): Statement[] {
  const { group, service, inspection, part } = id;
  const statements = [...tiers].map((tier): Statement => [`tier of the group "${group}"`, tier]);
  if (inspection !== undefined) statements.push([`inspection of the group "${group}"`, inspection]);
  if (part === undefined)
    statements.push([`list of ports for the service "${service}"`, textOf(ports)]);
  return statements;
}

function requirePorts(rule: RuleLines): void {
  const { id, ports } = rule;
  if (textOf(mergePorts(ports)) !== textOf(ports))
    refuseAt(rule.at, expected(`the merged ports ${textOf(mergePorts(ports))}`, textOf(ports)));
  requireOneTransport(rule);
  // For many ports the id contains a hash, which this reader does not check.
  const isHash = id.part === undefined || /^ports-[0-9a-f]{8}$/.test(id.part);
  if (!isHash && id.part !== textOf(ports))
    refuseAt(rule.at, expected(`the ports ${id.part} from the comment`, textOf(ports)));
}

/** Only TCP and UDP share a rule, and only their rule is named after the service alone. */
function requireOneTransport({ id, at, ports }: RuleLines): void {
  const others = ports.filter(({ transport }) => !isTcpOrUdp(transport));
  const [other] = others;
  if (other === undefined) return;
  const mixed = ports.find(({ transport }) => transport !== other.transport);
  if (mixed !== undefined)
    refuseAt(at, expected(`a rule of ${other.transport} alone`, `${mixed.transport} in it too`));
  if (id.part === undefined)
    refuseAt(at, expected(`${textOf(ports)} in the comment`, 'only the service'));
}

/** The TCP and UDP ports of a part must be a proper subset of the service's, if a rule has them all. */
function requireParts(rules: readonly RuleLines[]): void {
  const whole = new Map(
    rules.flatMap(({ id, ports }) => (id.part === undefined ? [[id.service, ports]] : [])),
  );
  for (const rule of rules) {
    const service = whole.get(rule.id.service);
    if (rule.id.part === undefined || service === undefined || !hasTcpOrUdp(rule)) continue;
    const isPart =
      subtractPorts(rule.ports, service).length === 0 && textOf(rule.ports) !== textOf(service);
    if (!isPart)
      refuseAt(rule.at, expected(`some of the ports ${textOf(service)}`, textOf(rule.ports)));
  }
}

function hasTcpOrUdp({ ports }: RuleLines): boolean {
  return ports.some(({ transport }) => isTcpOrUdp(transport));
}

/** The ports in the form of an id. */
function textOf(ports: readonly PortRange[]): string {
  return ports.map((range) => formatPortRange(range).replace('/', '-')).join('+');
}

const slug = '[a-z][a-z0-9-]{0,31}';
const idPattern = new RegExp(
  `^(${slug})/(${slug})(?:/(allow|bypass))?(?:/((?:tcp|udp|sctp|ports)-[a-z0-9+-]+|${protocols.join('|')}))?$`,
);

function parseId(accept: Accept, file: string): RuleId {
  const [whole, group = '', service = '', inspection, part] = idPattern.exec(accept.id) ?? [];
  if (whole === undefined)
    refuseAt({ file, line: accept.line }, expected('the id of a rule', `"${accept.id}"`));
  return { group, service, inspection, part };
}

/** The lines by rule; refuses a rule whose ports differ between destinations. */
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
        refuseAt(
          { file, line: first.line },
          expected(
            `the ports ${textOf(before.ports)} for every destination of the rule`,
            textOf(ports),
          ),
        );
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

/** The lines of one rule for one destination, which differ in their ports. */
function destinationsIn(rules: RulesFile): DestinationLines[] {
  const found = new Map<string, { chain: string; accepts: Accept[] }>();
  for (const { chain, accept } of acceptsIn(rules)) {
    const { id, block, set, networks } = accept;
    const to = block === undefined ? (networks?.name ?? set) : formatNetwork(block);
    const key = [chain, id, to].join(' ');
    const lines = found.get(key) ?? { chain, accepts: [] };
    lines.accepts.push(accept);
    found.set(key, lines);
  }
  return [...found.values()];
}
