import type { Family } from '../../net/address.ts';
import type { Host } from '../../net/host.ts';
import type { Network } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import {
  exact,
  namesPath,
  resolversWithin,
  unseenPath,
  unsupported,
} from '../kit/writing/coverage.ts';
import type { Coverage, Opened, Question, Unsupported } from '../target.ts';
import { optionsOf } from './options.ts';
import { asksSelf, innerNetworks } from './plan.ts';

/** How closely the files enforce one endpoint; `caveats` covers what applies to every endpoint. */
export function coverage(question: Question): Coverage {
  const written = destinationCoverage(question);
  if (written.kind === 'unsupported' || !isDisabled(question)) return written;
  const reason = `its rule is disabled, because "disabledTiers" contains ${question.rule.tier}`;
  return {
    kind: 'narrower',
    reason: written.reason === '' ? reason : `${reason}; once it is enabled, ${written.reason}`,
    lacks: question.rule.ports,
    dormant: written,
  };
}

function isDisabled({ policy, rule }: Question): boolean {
  return optionsOf(policy).disabledTiers.includes(rule.tier);
}

function destinationCoverage(question: Question): Opened | Unsupported {
  const { destination } = question.to;
  switch (destination.kind) {
    case 'host':
      return hostCoverage(question, destination.host);
    case 'network':
      return networkCoverage(question, destination.network);
    case 'resolvers':
      return resolversCoverage(question.policy);
    case 'self':
      return forServed(question.policy, exact);
    case 'any':
      return forServed(question.policy, anyCoverage(question));
  }
}

function hostCoverage(question: Question, host: Host): Opened | Unsupported {
  if (host.kind === 'exact') return forServed(question.policy, byPath(question));
  return unsupported('an alias cannot contain a wildcard, so it is left out');
}

/** "any" should not include the inner networks, but only a default-deny site can deny them. */
function anyCoverage({ policy, rule }: Question): Opened {
  if (policy.site.enforce === 'closed' || innerNetworks(policy).length === 0) return exact;
  return {
    kind: 'wider',
    reason: "an allow-only site denies nothing, so the site's inner networks are allowed too",
    adds: [{ what: 'inner', ports: rule.ports }],
  };
}

/** Only clients in the network's address family can reach it. */
function networkCoverage(question: Question, network: Network): Opened | Unsupported {
  return servedFamilies(question.policy).includes(network.family)
    ? byPath(question)
    : unsupported('the rules do not apply to this address family, so it is left out');
}

function resolversCoverage(policy: TargetPolicy): Opened | Unsupported {
  switch (resolversWithin(policy, servedFamilies(policy))) {
    case 'all':
      return opensEveryFamily(policy) ? forServed(policy, exact) : exact;
    case 'some':
      return {
        kind: 'narrower',
        reason: 'the rules do not apply to the address family of some resolvers',
      };
    case 'none':
      return unsupported("the rules do not apply to a resolver's address family");
  }
}

/** Do clients of both families query the resolvers? Clients query listed addresses only in their own family. */
function opensEveryFamily(policy: TargetPolicy): boolean {
  return policy.site.resolvers.kind === 'any' || asksSelf(policy);
}

/** Access is allowed to fewer clients if "ipprotocol" excludes a family that the clients have. */
function forServed(policy: TargetPolicy, coverage: Opened): Opened {
  const families = servedFamilies(policy);
  const left = policy.site.clients.find(({ family }) => !families.includes(family));
  if (left === undefined) return coverage;
  const reason = `its rule does not apply to IPv${left.family} clients, because "ipprotocol" excludes them`;
  // If both apply, wider is the one that a reviewer must not miss.
  return coverage.kind === 'exact'
    ? { kind: 'narrower', reason }
    : { ...coverage, reason: `${coverage.reason}; ${reason}` };
}

function servedFamilies(policy: TargetPolicy): readonly Family[] {
  return optionsOf(policy).families;
}

function byPath(question: Question): Opened {
  if (!namesPath(question)) return exact;
  const { what, reason } = unseenPath;
  return { kind: 'wider', reason, adds: [{ what, ports: question.rule.ports }] };
}
