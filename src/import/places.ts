import { isAddressLike } from '../language/meaning/address-like.ts';
import { getOrAdd } from '../maps.ts';
import { formatPortRange, mergePorts, type PortRange } from '../net/port.ts';
import type { ImportedEndpoint, ImportedGroup } from './part.ts';
import type { ServicePorts } from './services.ts';

/** A destination as the spec writes it, with the key of its endpoint. */
export type ImportedPlace = {
  readonly form: Exclude<ImportedEndpoint['form'], 'list'>;
  readonly value: string;
};

/** The destinations of an endpoint: for a list, its lines. */
export function placesOf({ form, value, lines = [] }: ImportedEndpoint): ImportedPlace[] {
  if (form !== 'list') return [{ form, value }];
  return lines.map((line) => ({ form: isAddressLike(line) ? 'network' : 'host', value: line }));
}

/** The ports of each destination of a group by form and value, as `host www.example.com`. Lists are no destinations. */
export function factsOf(
  { endpoints }: Pick<ImportedGroup, 'endpoints'>,
  services: ServicePorts,
): ReadonlyMap<string, readonly string[]> {
  const ranges = new Map<string, (readonly PortRange[])[]>();
  for (const endpoint of endpoints) {
    const ports = mergePorts(endpoint.services.flatMap((name) => services.get(name) ?? []));
    for (const { form, value } of placesOf(endpoint))
      getOrAdd(ranges, `${form} ${value}`, () => []).push(ports);
  }
  const texts = new Map<readonly PortRange[], readonly string[]>();
  return new Map(
    [...ranges].map(([place, [first = [], ...more]]) => {
      const all = more.length === 0 ? first : mergePorts([...first, ...more.flat()]);
      return [place, getOrAdd(texts, all, () => all.map(formatPortRange))];
    }),
  );
}
