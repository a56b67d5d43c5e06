/** Keys of other tools, in lower case without hyphens and underscores, and the keys of a spec that they mean. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  address: ['network'],
  addresses: ['network', 'clients'],
  cidr: ['network'],
  ip: ['network'],
  ipaddress: ['network'],
  ips: ['network'],
  net: ['network'],
  range: ['network'],
  subnet: ['network'],
  networks: ['network', 'clients'],
  subnets: ['network', 'clients'],
  dnsname: ['host'],
  domain: ['host', 'domains'],
  fqdn: ['host'],
  hostname: ['host'],
  wildcard: ['host'],
  link: ['url'],
  uri: ['url'],
  file: ['list'],
  port: ['service', 'ports'],
  ports: ['service'],
  icmp: ['protocols'],
  ping: ['protocols'],
  proto: ['service', 'ports'],
  protocol: ['service', 'ports'],
  ipprotocol: ['service', 'protocols'],
  protocols: ['service', 'ports'],
  transport: ['service', 'ports'],
  app: ['application'],
  comment: ['note'],
  description: ['note', 'purpose'],
  expiry: ['expires'],
  hosts: ['endpoints'],
  rules: ['endpoints'],
  urls: ['endpoints'],
  dns: ['resolvers'],
  nameservers: ['resolvers'],
  mode: ['enforce'],
  keywords: ['tags'],
  label: ['tags'],
  labels: ['tags'],
};

const noSourcePorts =
  'a spec allows every source port, because clients choose them; add a fixed one to "unresolved"';
const noDirections =
  'a spec is about connections that the clients open; add an inbound need to "unresolved"';

const clientsAreSources =
  'the clients of each site are the source; add a need from other hosts to "unresolved"';
const onlyPing =
  'write "protocols: [icmp-echo]" in a service; it allows ping, and add any other ICMP to "unresolved"';

/** Keys of other tools, in the same form, that have no words in a spec on purpose; and the fix. */
const wordless: Readonly<Record<string, string>> = {
  sourceport: noSourcePorts,
  sourceports: noSourcePorts,
  srcport: noSourcePorts,
  srcports: noSourcePorts,
  sport: noSourcePorts,
  sports: noSourcePorts,
  localport: noSourcePorts,
  ephemeral: noSourcePorts,
  from: clientsAreSources,
  src: clientsAreSources,
  sourceaddress: clientsAreSources,
  icmp: onlyPing,
  ping: onlyPing,
  direction: noDirections,
  inbound: noDirections,
  incoming: noDirections,
  ingress: noDirections,
};

/** The fix for a source in a service; "source" is a key of other entries, where it is a document. */
export const sourceOfService = clientsAreSources;

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

/** The fix for a key that has no words in a spec on purpose; undefined for all others. */
export function helpForWordless(key: string): string | undefined {
  const plain = plainKey(key);
  return Object.hasOwn(wordless, plain) ? wordless[plain] : undefined;
}

/** The known key that a key of another tool means; undefined without one. */
export function synonymOf(key: string, known: readonly string[]): string | undefined {
  const plain = plainKey(key);
  const meant = Object.hasOwn(synonyms, plain) ? (synonyms[plain] ?? []) : [];
  return meant.find((each) => known.includes(each));
}

/** The help for a key whose value needs another form too. */
export function helpForSynonym(meant: string): string | undefined {
  if (meant === 'service')
    return 'name a service with "service:", and define its ports under "services", as in: ports: [tcp/443]';
  if (meant === 'ports')
    return 'write the transport with each port, as in: ports: [tcp/443], or a protocol without ports: protocols: [esp]';
  return undefined;
}
