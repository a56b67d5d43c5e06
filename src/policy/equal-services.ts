import type { Group, Service } from '../language/types.ts';
import { getOrAdd, grouped } from '../maps.ts';
import { compareText, firstDifference } from '../net/order.ts';
import { formatPortRange } from '../net/port.ts';

/**
 * The service under which each service of a group is compiled. A group of a spec that includes others may use their
 * services: one of them that equals another service of the group has its rules, so that equal access is one rule. The
 * group's own services stay apart. The answer depends on the group alone, so no other change renames its rules.
 */
export function equalServices(group: Group): (service: Service) => Service {
  return getOrAdd(known, group, () => find(group));
}

// Every site that selects a group asks.
const known = new WeakMap<Group, (service: Service) => Service>();

function find({ endpoints, unit }: Group): (service: Service) => Service {
  const lists = new Set(endpoints.map(({ services }) => services));
  const all = new Set([...lists].flat());
  const isForeign = (service: Service) => service.unit !== unit;
  if (![...all].some(isForeign)) return (service) => service;
  const alike = grouped([...all], ({ ports, application }) =>
    [application, ...ports.map(formatPortRange)].join(' '),
  );
  const merged = new Map<Service, Service>();
  for (const some of alike.values()) {
    const [first] = some.toSorted((a, b) =>
      firstDifference(Number(isForeign(a)) - Number(isForeign(b)), compareText(a.name, b.name)),
    );
    for (const each of some) if (first !== undefined && isForeign(each)) merged.set(each, first);
  }
  return (service) => merged.get(service) ?? service;
}
