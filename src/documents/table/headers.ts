/** What a column is for. `inbound`: the ports of connections to the clients. `source`: where connections begin. */
export type Role = 'host' | 'port' | 'proto' | 'tier' | 'note' | 'direction' | 'inbound' | 'source';

const inbound = /\b(?:inbound|incoming|ingress|eingehend\w*)\b/;
const outbound = /\b(?:outbound|outgoing|egress|ausgehend\w*)\b/;
const ports = /\bports?\b/;

function bothWays(header: string): boolean {
  return inbound.test(header) && outbound.test(header);
}

// The first one that matches applies.
const roles: readonly (readonly [Role, (header: string) => boolean])[] = [
  ['inbound', (header) => inbound.test(header) && ports.test(header) && !outbound.test(header)],
  ['direction', (header) => /\b(?:direction|richtung)\b/.test(header) || bothWays(header)],
  matches('source', 'source|from|clients?|local|quelle\\w*|von'),
  matches(
    'note',
    'purpose|description|notes?|comments?|remarks?|reason|details?|usage|used for|zweck|beschreibung|bemerkung|hinweise?|kommentar|verwendung',
  ),
  matches('port', 'ports?|^tcp$|^udp$'),
  matches('proto', 'protocols?|proto|transport|protokolle?|tcp ?\\/ ?udp'),
  matches(
    'tier',
    'required|requirement|mandatory|optional|recommended|necessity|tier|erforderlich|pflicht|notwendig|empfohlen',
  ),
  matches(
    'host',
    'address(?:es)?|addr|endpoints?|domains?|hosts?|hostnames?|fqdns?|urls?|uris?|destinations?|ips?|ipv[46]|servers?|names?|networks?|subnets?|cidrs?|prefix(?:es)?|ranges?|adressen?|ziel\\w*|endpunkte?|netze?|dom\u00e4nen?',
  ),
];

function matches(role: Role, words: string): readonly [Role, (header: string) => boolean] {
  const pattern = new RegExp(`(?<![a-z0-9])(?:${words})(?![a-z0-9])`);
  return [role, (header) => pattern.test(header)];
}

/** What a header says that its column is for; undefined for other headers. */
export function roleOfHeader(header: string): Role | undefined {
  const plain = header
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .trim();
  return roles.find(([, isIt]) => isIt(plain))?.[0];
}

export type Direction = 'inbound' | 'outbound' | 'both';

/** The direction that a cell names, seen from the clients; undefined for other words. */
export function directionIn(cell: string): Direction | undefined {
  const plain = cell.toLowerCase();
  const isIn = inbound.test(plain) || plain === 'in';
  const isOut = outbound.test(plain) || plain === 'out';
  if (isIn && isOut) return 'both';
  if (/\b(?:bi-?directional|both|beide|bidirektional)\b|^in ?\/ ?out$/.test(plain)) return 'both';
  if (isIn) return 'inbound';
  return isOut ? 'outbound' : undefined;
}
