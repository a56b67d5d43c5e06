import type { Family } from '../../net/address.ts';
import type { Host } from '../../net/host.ts';
import type { Network } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { exact, unsupported } from '../coverage.ts';
import type { Coverage, Opened, Question, Unsupported } from '../target.ts';
import { optionsOf } from './options.ts';
import { asksSelf, innerNetworks } from './plan.ts';

/** How closely the files enforce one endpoint; what holds for every endpoint is said by `caveats`. */
export function coverage(question: Question): Coverage {
  const written = destinationCoverage(question);
  if (written.kind === 'unsupported' || !isDisabled(question)) return written;
  const reason = `its rule is written switched off, since tier ${question.rule.tier} is one of "disabledTiers"`;
  return {
    kind: 'narrower',
    reason: written.reason === '' ? reason : `${reason}; once it is on, ${written.reason}`,
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
    case 'any':
      return forServed(question.policy, anyCoverage(question));
  }
}

function hostCoverage(question: Question, host: Host): Opened | Unsupported {
  if (host.kind === 'exact') return forServed(question.policy, byPath(question));
  return unsupported('an alias holds whole names and no wildcard, so it is left out');
}

/** Any place stops at the inner networks, which only a closed site can deny. */
function anyCoverage({ policy, rule }: Question): Opened {
  if (policy.site.enforce === 'closed' || innerNetworks(policy).length === 0) return exact;
  return {
    kind: 'wider',
    reason: "a site that only opens denies nothing: the site's inner networks are open too",
    adds: [{ what: 'inner', ports: rule.ports }],
  };
}

/** Only clients of the network's own family reach it. */
function networkCoverage(question: Question, network: Network): Opened | Unsupported {
  return servedFamilies(question.policy).includes(network.family)
    ? byPath(question)
    : unsupported('the rules hold for no client of this address family, so it is left out');
}

function resolversCoverage(policy: TargetPolicy): Opened | Unsupported {
  const { resolvers } = policy.site;
  if (resolvers.kind === 'any') return forServed(policy, exact);
  const families = servedFamilies(policy);
  const strange = resolvers.addresses.filter((address) => !families.includes(address.family));
  if (strange.length === 0) return asksSelf(policy) ? forServed(policy, exact) : exact;
  if (strange.length === resolvers.addresses.length && !asksSelf(policy))
    return unsupported("the rules hold for no client of a resolver's address family");
  return {
    kind: 'narrower',
    reason: 'the rules hold for no client of the address family of some resolvers',
  };
}

/** What is open is open to fewer clients where "ipprotocol" leaves out a family that the clients have. */
function forServed(policy: TargetPolicy, coverage: Opened): Opened {
  const families = servedFamilies(policy);
  const left = policy.site.clients.find(({ family }) => !families.includes(family));
  if (left === undefined) return coverage;
  const reason = `its rule holds for no IPv${left.family} client, since "ipprotocol" leaves them out`;
  // Of both, wider is what a reviewer must not miss.
  return coverage.kind === 'exact'
    ? { kind: 'narrower', reason }
    : { ...coverage, reason: `${coverage.reason}; ${reason}` };
}

function servedFamilies(policy: TargetPolicy): readonly Family[] {
  return optionsOf(policy).families;
}

// A path in the spec of a TLS service is documentation, and no less invisible.
function byPath({ origin, to, rule }: Question): Opened {
  if (to.path === wholeHost && origin.endpoint.path === wholeHost) return exact;
  return {
    kind: 'wider',
    reason: 'a packet filter sees no path',
    adds: [{ what: 'whole-host', ports: rule.ports }],
  };
}
