import { getOrAdd } from '../../../maps.ts';
import type { Transport } from '../../../net/transport.ts';
import type { Rule, TargetPolicy, TargetSitePolicy } from '../../../policy/types.ts';
import type { NotApplicable, Question, Unsupported } from '../../coverage.ts';
import type { Target } from '../../target.ts';

/** The coverage of a rule with a transport that the files cannot hold. */
export type Omission = (transport: Transport) => Unsupported | NotApplicable;

/**
 * A target whose files hold only rules with these transports. Each function of the target sees only such rules, so a
 * target that names one more transport here must express it. `omission` is the coverage of all other rules.
 */
export function holding(held: readonly Transport[], omission: Omission, target: Target): Target {
  const seen = heldBy(held);
  const { filteredClients, prove, warnings, identifiers } = target;
  return {
    ...target,
    ...(filteredClients && { filteredClients: (policy) => filteredClients(seen(policy)) }),
    view: (policy) => target.view(seen(policy)),
    ...(prove && { prove: (files, policy) => prove(files, seen(policy)) }),
    ...(warnings && { warnings: (files, policy) => warnings(files, seen(policy)) }),
    coverage: (question) => {
      const omitted = omittedOf(question, held);
      if (omitted !== undefined) return omission(omitted);
      return target.coverage({ ...question, policy: seen(question.policy) });
    },
    caveats: (policy) => target.caveats(seen(policy)),
    stated: (policy) => target.stated(seen(policy)),
    ...(identifiers && { identifiers: (policy) => identifiers(seen(policy)) }),
  };
}

// All ports of a rule have the same transport, except TCP and UDP, which every target reads.
function omittedOf({ rule }: Question, held: readonly Transport[]): Transport | undefined {
  return rule.ports.find(({ transport }) => !held.includes(transport))?.transport;
}

/** A policy without the rules that a target cannot hold, made once for each. */
function heldBy(held: readonly Transport[]): (policy: TargetPolicy) => TargetPolicy {
  const policies = new WeakMap<TargetPolicy, TargetPolicy>();
  const devices = new WeakMap<TargetPolicy['device'], TargetPolicy['device']>();
  const deviceOf = (device: TargetPolicy['device']) =>
    getOrAdd(devices, device, () => ({
      *[Symbol.iterator]() {
        for (const policy of device) yield { ...policy, rules: heldRules(policy, held) };
      },
    }));
  return (policy) =>
    getOrAdd(policies, policy, () => ({
      ...policy,
      rules: heldRules(policy, held),
      device: deviceOf(policy.device),
    }));
}

/** The rules with these transports: the same list if it has no others, since results are kept by it. */
function heldRules({ rules }: TargetSitePolicy, held: readonly Transport[]): readonly Rule[] {
  const isHeld = ({ ports }: Rule) => ports.every(({ transport }) => held.includes(transport));
  return rules.every(isHeld) ? rules : rules.filter(isHeld);
}
