import { quote } from '../../characters.ts';
import { type Refusal, refuse } from '../../problem.ts';

/**
 * Names that no public server has: of RFC 6761, 6762, 7686 and 8375, `.internal` and the other ones that ICANN keeps
 * private, and those that equipment uses. `.example` and `.test` are for documents.
 */
const special =
  /(?:^|\.)(local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|invalid|onion|alt)\.?$/i;

/** Refuses a name that every network resolves on its own: a rule for it would open another host in each. */
export function refuseSpecialName(host: string, text: string): Refusal | undefined {
  const [, domain] = special.exec(host) ?? [];
  if (domain === undefined || !host.includes('.')) return undefined;
  return refuse(
    'import-not-public',
    `${quote(text)} is not public: names below .${domain.toLowerCase()} are for use within a network`,
    'if the product needs it, add an endpoint of your own',
  );
}
