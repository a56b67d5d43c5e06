import { hash } from 'node:crypto';
import type { Endpoint } from '../language/types.ts';
import { formatDestination } from '../net/destination.ts';
import { formatNetwork } from '../net/network.ts';
import { compareText, sortedUnique } from '../net/order.ts';
import { formatPortRange } from '../net/port.ts';
import { destinationText } from './destination-text.ts';
import type { Origin, Policy, Rule, RuleDestination } from './types.ts';

/** SHA-256 (hex) of the meaning of a policy: access and settings, without titles, notes and locations. */
export function digest(policy: Policy): string {
  return sha256(canonicalJson(meaningOf(policy)));
}

/** SHA-256 of bytes, or of a text's UTF-8 bytes, in hex. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

function meaningOf(policy: Policy): unknown {
  const { site } = policy;
  const { resolvers } = site;
  return {
    spec: policy.spec.name,
    site: site.id,
    prefix: site.prefix,
    clients: site.clients.map(formatNetwork),
    resolvers:
      resolvers.kind === 'any'
        ? 'any'
        : { self: resolvers.self, addresses: resolvers.addresses.map(formatNetwork) },
    enforce: site.enforce,
    inner: site.inner.length === 0 ? undefined : site.inner.map(formatNetwork),
    targets: site.targets,
    rules: policy.rules.map(ruleMeaning),
  };
}

function ruleMeaning(rule: Rule): unknown {
  return {
    id: rule.id,
    tier: rule.tier,
    application: rule.service.application,
    applications: withSortedNames(rule.group.applications),
    ports: rule.ports.map(formatPortRange),
    inspection: rule.inspection,
    destinations: rule.destinations.map(destinationMeaning),
  };
}

/** A destination with its path, and its own application names if it has any. */
function destinationMeaning({ destination, path, origins }: RuleDestination): string {
  const [first] = origins;
  const own =
    first === undefined ? formatDestination(destination) : destinationText(first.endpoint);
  const text = `${own} ${path}`;
  if (!origins.some(hasApplications)) return text;
  const applications = origins
    .filter(hasApplications)
    .map(({ endpoint }) => canonicalJson(withSortedNames(endpoint.applications)));
  return [text, ...sortedUnique(applications, compareText)].join(' ');
}

function hasApplications({ endpoint }: Origin): boolean {
  for (const _target in endpoint.applications) return true;
  return false;
}

/** Application names by target, sorted since their order has no meaning. */
function withSortedNames(named: Endpoint['applications']): Endpoint['applications'] {
  const entries = Object.entries(named).map(([target, names]) => [target, [...names].sort()]);
  return Object.fromEntries(entries);
}

/** JSON with the keys of every object in code-unit order, so that equal meanings have equal bytes. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}
