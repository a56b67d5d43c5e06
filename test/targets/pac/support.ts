import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { templates } from '../../../compiled/templates.js';
import { formatDestination } from '../../../src/net/destination.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../../src/net/port.ts';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import { view } from '../../../src/targets/pac/view.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { must, policyOfTarget, type SpecWords } from '../../support/policy.ts';

/** Compiles a policy from a few words, as this target sees it. */
export const policyOf = policyOfTarget('pac');

export const proxy = 'PROXY proxy.example.net:3128';

/** The text of proxy.pac for a policy. */
export function textOf(policy: Policy): string {
  return templates['pac/proxy.pac'](must(view(targetPolicy(policy, 'pac')))['pac/proxy.pac']);
}

export function filesOf(text: string): TargetFiles {
  return new Map([['pac/proxy.pac', text]]);
}

/** The options of the target, as a site would give them. */
export type Options = { compact?: boolean; functionName?: string; direct?: string; proxy?: string };

/** A policy of one group that bypasses, from a few words. */
export function bypass(
  to: Record<string, readonly string[]>,
  options: Options = {},
  services: SpecWords['services'] = {},
): TargetPolicy {
  return policyOf(bypassing(to, options, services));
}

/** The words of it. */
export function bypassing(
  to: Record<string, readonly string[]>,
  options: Options = {},
  services: SpecWords['services'] = {},
): SpecWords {
  return {
    services,
    groups: [{ id: 'hosts', to }],
    site: { targets: { pac: { proxy, ...options } } },
  };
}

/** `destination tcp/port` of all that a policy of which everything bypasses opens, in words of the policy alone. */
export function listedBy(policy: Policy): string[] {
  const ports = new Map<string, readonly PortRange[]>();
  for (const rule of policy.rules) {
    for (const { destination } of rule.destinations) {
      const key = formatDestination(destination);
      const tcp = rule.ports.filter((range) => range.transport === 'tcp');
      ports.set(key, mergePorts([...(ports.get(key) ?? []), ...tcp]));
    }
  }
  return [...ports]
    .flatMap(([key, ranges]) => ranges.map((range) => `${key} ${formatPortRange(range)}`))
    .sort();
}

/** Names of few labels, so that they share some; also labels that every object of JavaScript has. */
export const smallName = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'a-b', '__proto__', 'constructor'), { maxLength: 3 }),
    fc.constantFrom('a', 'b', 'constructor'),
    fc.constantFrom('a', 'constructor'),
  )
  .map(([labels, ...last]) => [...labels, ...last].join('.'));

export type Ask = (url: unknown, host: unknown) => unknown;

/** The file's function, running in a realm of its own. */
export function load(text: string, functionName = 'FindProxyForURL'): Ask {
  const context = createContext({});
  runInContext(text, context, { timeout: 60_000 });
  const answers = runInContext(functionName, context) as Ask;
  return (url, host) => answers(url, host);
}
