import type { PortRange } from '../../net/port.ts';
import type { Output } from '../../targets/output.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** The names of the outputs that decide flows of some access. A PAC file, for one, decides no DNS. */
export function decidingOutputs(
  outputs: readonly Output[],
  { rule, to }: PolicyBox,
  ports: readonly PortRange[],
): ReadonlySet<string> {
  const asked = { ...rule, ports: [...ports] };
  const decides = ({ target, policy }: Output) =>
    to.origins.some((origin) => {
      const { kind } = target.coverage({ policy, rule: asked, to, origin });
      return kind !== 'not-applicable';
    });
  return new Set(outputs.filter(decides).map(({ target }) => target.name));
}
