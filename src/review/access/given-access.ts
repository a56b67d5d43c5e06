import { type Destination, formatDestination } from '../../net/destination.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import type { Policy } from '../../policy/types.ts';
import { type Output, outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { reachOf } from './enforced-boxes.ts';
import { type PolicyBox, policyBoxes } from './policy-boxes.ts';

/** Access that some outputs of a site give alike: to the same clients, by the same way. */
export type GivenAccess = {
  /** Names of targets, in the order of the list; never empty. */
  readonly targets: readonly string[];
  /** Never empty. */
  readonly clients: readonly Network[];
  readonly boxes: readonly PolicyBox[];
};

/**
 * What each output of a site gives by the spec: to the clients that it has, and through a proxy to addresses of either
 * family. Outputs that give the same stand together; access of the site is what any of them gives.
 */
export function accessByOutput(policy: Policy, known: readonly Target[]): GivenAccess[] {
  const given = new Map<string, GivenAccess & { readonly targets: string[] }>();
  for (const output of outputsOf(policy, known)) {
    const { target, policy: own } = output;
    const { clients } = own.site;
    const meant = resolversOf(output);
    const places = meant?.map(formatDestination).join();
    const key = `${target.connects} ${clients.map(formatNetwork).join()} ${places}`;
    const alike = given.get(key) ?? {
      targets: [],
      clients,
      boxes: policyBoxes(own, reachOf(target), meant),
    };
    alike.targets.push(target.name);
    given.set(key, alike);
  }
  return [...given.values()];
}

/** What stands for the site's resolvers in an output, where it says so itself: addresses of its own. */
function resolversOf({ target, policy }: Output): readonly Destination[] | undefined {
  const questions = policy.rules.flatMap((rule) =>
    rule.destinations
      .filter(({ destination }) => destination.kind === 'resolvers')
      .flatMap((to) => to.origins.map((origin) => ({ policy, rule, to, origin }))),
  );
  return questions
    .map((question) => target.coverage(question))
    .map((coverage) => ('as' in coverage ? coverage.as : undefined))
    .find((as) => as !== undefined);
}
