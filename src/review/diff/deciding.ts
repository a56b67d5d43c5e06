import { getOrAdd } from '../../maps.ts';
import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { Rule } from '../../policy/types.ts';
import type { Output } from '../../targets/output.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** The names of the outputs that decide flows of some access. A PAC file, for one, decides no DNS. */
export function decidingOutputs(
  outputs: readonly Output[],
  { rule, to }: PolicyBox,
  ports: readonly PortRange[],
): ReadonlySet<string> {
  const asked = onPorts(rule, ports);
  const decides = ({ target, policy }: Output) =>
    to.origins.some((origin) => {
      const { kind } = target.coverage({ policy, rule: asked, to, origin });
      return kind !== 'not-applicable';
    });
  return new Set(outputs.filter(decides).map(({ target }) => target.name));
}

/** The rule on some of its ports: one object for all of its destinations, since targets remember facts of a rule. */
function onPorts(rule: Rule, ports: readonly PortRange[]): Rule {
  const known = getOrAdd(narrowed, rule, () => new Map<string, Rule>());
  return getOrAdd(known, ports.map(formatPortRange).join(), () => ({ ...rule, ports: [...ports] }));
}

const narrowed = new WeakMap<Rule, Map<string, Rule>>();
