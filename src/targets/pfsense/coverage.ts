import type { Family } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import type { Host } from '../../net/host.ts';
import type { Network } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Coverage, Opened, Question, Unsupported } from '../coverage.ts';
import {
  exact,
  namesPath,
  resolversWithin,
  unseenPath,
  unsupported,
} from '../kit/writing/coverage.ts';
import { optionsOf } from './options.ts';
import { asksSelf, innerNetworks } from './plan.ts';
import { familiesOfRule, isAh } from './plan-families.ts';

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
  if (familiesOf(question).length === 0) return withoutAh;
  switch (destination.kind) {
    case 'host':
      return hostCoverage(question, destination.host);
    case 'network':
      return networkCoverage(question, destination.network);
    case 'resolvers':
      return resolversCoverage(question);
    case 'self':
      return forServed(question, exact);
    case 'any':
      return forServed(question, anyCoverage(question));
  }
}

function hostCoverage(question: Question, host: Host): Opened | Unsupported {
  if (host.kind === 'exact') return forServed(question, byPath(question));
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
  if (familiesOf(question).includes(network.family)) return byPath(question);
  return servedFamilies(question.policy).includes(network.family)
    ? withoutAh
    : unsupported('the rules do not apply to this address family, so it is left out');
}

function resolversCoverage(question: Question): Opened | Unsupported {
  const { policy, rule } = question;
  switch (resolversWithin(policy, familiesOf(question))) {
    case 'all':
      return opensEveryFamily(policy) ? forServed(question, exact) : exact;
    case 'some':
      return isAh(rule)
        ? { kind: 'narrower', reason: onlyIPv4, as: resolversOfAh(policy) }
        : {
            kind: 'narrower',
            reason: 'the rules do not apply to the address family of some resolvers',
          };
    case 'none':
      return isAh(rule)
        ? withoutAh
        : unsupported("the rules do not apply to a resolver's address family");
  }
}

const onlyIPv4 =
  'in IPv6, pf compares the protocol behind an AH header, so a rule for AH matches only over IPv4';
const withoutAh = unsupported(
  'in IPv6, pf compares the protocol behind an AH header, so no rule for AH matches',
);

/** The resolvers that a rule for AH can match. */
function resolversOfAh({ site: { resolvers } }: TargetPolicy): Destination[] {
  if (resolvers.kind === 'any') return [{ kind: 'any' }];
  const self: Destination[] = resolvers.self ? [{ kind: 'resolvers' }] : [];
  const listed = resolvers.addresses.filter(({ family }) => family === 4);
  return [...self, ...listed.map((network): Destination => ({ kind: 'network', network }))];
}

/** Do clients of both families query the resolvers? Clients query listed addresses only in their own family. */
function opensEveryFamily(policy: TargetPolicy): boolean {
  return policy.site.resolvers.kind === 'any' || asksSelf(policy);
}

/** Fewer clients have access if "ipprotocol" excludes a family that they have, or if a rule matches only one family. */
function forServed(question: Question, coverage: Opened): Opened {
  const { policy } = question;
  const families = servedFamilies(policy);
  const left = policy.site.clients.find(({ family }) => !families.includes(family));
  const reasons = [
    ...(familiesOf(question).length < families.length ? [onlyIPv4] : []),
    ...(left === undefined
      ? []
      : [
          `its rule does not apply to IPv${left.family} clients, because "ipprotocol" excludes them`,
        ]),
  ];
  if (reasons.length === 0) return coverage;
  const reason = reasons.join('; ');
  // If both apply, wider is the one that a reviewer must not miss.
  return coverage.kind === 'exact'
    ? { kind: 'narrower', reason }
    : { ...coverage, reason: `${coverage.reason}; ${reason}` };
}

/** The address families in which the rule of the endpoint matches packets. */
function familiesOf({ policy, rule }: Question): readonly Family[] {
  return familiesOfRule(rule, optionsOf(policy));
}

function servedFamilies(policy: TargetPolicy): readonly Family[] {
  return optionsOf(policy).families;
}

function byPath(question: Question): Opened {
  if (!namesPath(question)) return exact;
  const { what, reason } = unseenPath;
  return { kind: 'wider', reason, adds: [{ what, ports: question.rule.ports }] };
}
