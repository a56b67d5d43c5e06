import type { Family } from '../../../net/address.ts';
import { oncePerSite } from './once.ts';

const families = [4, 6] as const;

/** The address families of the clients; never empty. */
export const clientFamilies = oncePerSite(({ site }): readonly Family[] =>
  families.filter((family) => site.clients.some((client) => client.family === family)),
);

/** A caveat for each family that the files do not filter for any client. */
export function unfilteredFamilies(
  filtered: readonly Family[],
  caveatOf: (family: Family) => string = withoutClients,
): string[] {
  return families.filter((family) => !filtered.includes(family)).map(caveatOf);
}

function withoutClients(family: Family): string {
  return `No client in the spec has an IPv${family} address: IPv${family} is not filtered at all.`;
}
