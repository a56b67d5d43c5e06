import type { DocumentRow } from '../documents/document.ts';
import type { ImportedPart } from './part.ts';
import { placesOf } from './places.ts';
import type { SortedRows } from './rows.ts';
import type { ImportSettings } from './settings.ts';
import { rowsInWords } from './texts.ts';

/** Above this number of networks, the commands take seconds. */
const manyNetworks = 2000;

/** What a person must know before using a part: one sentence each. */
export function warningsOf(
  part: ImportedPart,
  rows: SortedRows,
  settings: ImportSettings,
): string[] {
  return [
    ...ofNetworks(part),
    ...ofPorts(rows, settings),
    ...ofTier(
      rows.taken.map(({ row }) => row),
      settings,
    ),
  ];
}

function ofNetworks({ groups }: ImportedPart): string[] {
  const places = groups.flatMap(({ endpoints }) => endpoints.flatMap(placesOf));
  const count = places.filter(({ form }) => form === 'network').length;
  if (count <= manyNetworks) return [];
  return [
    `The part has ${count} networks. Above ${manyNetworks}, commands take seconds and devices much memory: --where selects a region or a service.`,
  ];
}

function ofPorts({ withoutPorts, withServices }: SortedRows, { services = [] }: ImportSettings) {
  if (services.length > 0)
    return withServices === 0
      ? ['--service applies to no row: each one that is taken has its own port.']
      : [];
  if (withoutPorts === 0) return [];
  const them = withoutPorts === 1 ? 'it' : 'them';
  return [
    `Unresolved for lack of a port: ${rowsInWords(withoutPorts)}. Add --service to take ${them}, as in --service https.`,
  ];
}

/** The document's own words decide. An option that they overrule must not look as if it counted. */
function ofTier(rows: readonly DocumentRow[], { tier }: ImportSettings): string[] {
  const own = rows.filter(({ section }) => section.tier !== undefined && section.tier !== tier);
  if (tier === undefined || own.length === 0) return [];
  return [
    `--tier ${tier} applies only where the document names no tier: it names another one for ${own.length} of ${rowsInWords(rows.length)}.`,
  ];
}
