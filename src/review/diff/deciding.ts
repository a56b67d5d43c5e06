import { getOrAdd } from '../../maps.ts';
import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { Rule, RuleDestination } from '../../policy/types.ts';
import type { Output } from '../../targets/output.ts';
import { coveredBy } from '../access/enforced-boxes.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** The part of a policy's access that a difference is about. */
type Asked = Pick<PolicyBox, 'rule' | 'to'>;

/** A destination on all ports of its rule, and the names of the outputs that decide some of its flows. */
type Whole = { readonly ports: readonly PortRange[]; readonly deciding: string[] };

/** Knows which outputs of a site decide flows of some access. A PAC file, for one, decides no DNS. */
export class DecidingOutputs {
  readonly #outputs: readonly Output[];
  /** Made for the first access: the coverage of all endpoints is known already. */
  #wholes: ReadonlyMap<RuleDestination, Whole> | undefined;
  /** Rules on some of their ports: one object for all destinations, since targets remember facts of a rule. */
  readonly #narrowed = new Map<Rule, Map<string, Rule>>();

  constructor(outputs: readonly Output[]) {
    this.#outputs = outputs;
  }

  /** The names of the outputs that decide flows of the access on these ports. */
  of(asked: Asked, ports: readonly PortRange[]): readonly string[] {
    this.#wholes ??= wholesOf(this.#outputs);
    const whole = this.#wholes.get(asked.to);
    const isKnown = whole?.ports === asked.rule.ports && isSame(ports, whole.ports);
    return isKnown ? whole.deciding : this.#onPorts(asked, ports);
  }

  #onPorts({ rule, to }: Asked, ports: readonly PortRange[]): string[] {
    const known = getOrAdd(this.#narrowed, rule, () => new Map<string, Rule>());
    const asked = getOrAdd(known, ports.map(formatPortRange).join(), () => {
      return { ...rule, ports: [...ports] };
    });
    const decides = ({ target, policy }: Output) =>
      to.origins.some((origin) => {
        const { kind } = target.coverage({ policy, rule: asked, to, origin });
        return kind !== 'not-applicable';
      });
    return this.#outputs.filter(decides).map(({ target }) => target.name);
  }
}

function wholesOf(outputs: readonly Output[]): ReadonlyMap<RuleDestination, Whole> {
  const wholes = new Map<RuleDestination, Whole>();
  for (const output of outputs) {
    const { name } = output.target;
    for (const { rule, to, coverage } of coveredBy(output)) {
      const { ports, deciding } = getOrAdd(wholes, to, () => ({ ports: rule.ports, deciding: [] }));
      const decides = coverage.kind !== 'not-applicable' && ports === rule.ports;
      if (decides && deciding.at(-1) !== name) deciding.push(name);
    }
  }
  return wholes;
}

function isSame(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return (
    some.length === others.length &&
    some.every((range, index) => {
      const other = others[index];
      return (
        range.transport === other?.transport && range.low === other.low && range.high === other.high
      );
    })
  );
}
