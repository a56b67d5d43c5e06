// Written by `npm run generate:code` from schema/spec.schema.json; a change here is lost.

/**
 * A Portolan spec: the endpoints, ports and protocols that a product needs, and the sites that open them.
 */
export interface SpecFile {
  /**
   * The version of the spec language. The only version is 1.
   */
  version: 1;
  /**
   * The name of the spec, which is in the header of every generated file. A lower-case letter, then lower-case letters, digits and hyphens, at most 40 characters.
   */
  name: string;
  /**
   * The start of the name of every generated object, which separates it from other objects on the device. A lower-case letter, then lower-case letters and digits, 2 to 8 characters. A site can have its own prefix.
   */
  prefix: string;
  /**
   * The title of the spec: usually the name of the product.
   */
  title: string;
  /**
   * The person or team that is responsible for this spec.
   */
  owner?: string;
  /**
   * Whether the allowed traffic is inspected. bypass: never decrypt, filter, cache or proxy it. allow: permission only, the site's inspection applies. Groups and endpoints can override this. Default: allow.
   */
  inspection?: 'bypass' | 'allow';
  /**
   * More files of this spec. Each path is relative to this file and inside its directory. All definitions are combined. The same name or id in two files is an error.
   */
  include?: string[];
  /**
   * The documents that the facts come from, by the id that a source uses.
   */
  documents?: {
    [k: string]: DocumentEntry;
  };
  /**
   * Named sets of ports, like the service objects of a firewall. Endpoints refer to them by name. A URL without a service uses the one with the name of its scheme.
   */
  services?: {
    [k: string]: ServiceEntry;
  };
  /**
   * The purposes that need access, each with its endpoints. A reviewer approves or rejects a group as a whole.
   */
  groups?: GroupEntry[];
  /**
   * Needs that a document demands without an address, or does not mention. They are reported to reviewers, and never become a rule.
   */
  unresolved?: UnresolvedEntry[];
  /**
   * The deployments, by the id of the site, with all settings that differ between them. The id is also the name of the site's output directory. Device names of Windows (con, nul, com1 and so on) are not allowed.
   */
  sites?: {
    [k: string]: SiteEntry;
  };
  /**
   * Expectations that the generated files of every target must meet.
   */
  tests?: TestEntry[];
}
/**
 * A document that facts of the spec come from.
 */
export interface DocumentEntry {
  /**
   * The document's title.
   */
  title: string;
  /**
   * Who publishes it.
   */
  publisher?: string;
  /**
   * Domains that belong to the publisher, in lower case. A host outside them belongs to a third party.
   */
  domains?: string[];
  /**
   * The revision as the document prints it. Put it in quotes if it looks like a number.
   */
  revision?: string;
  /**
   * The date of publication, as year-month-day.
   */
  date?: string;
  /**
   * The URL of the document. Portolan never fetches it.
   */
  url?: string;
  /**
   * The SHA-256 of the document's file, as 64 lower-case hexadecimal digits.
   */
  sha256?: string;
}
/**
 * A named set of ports.
 */
export interface ServiceEntry {
  /**
   * The ports. Each is a transport (tcp or udp), a slash, and a decimal number or a range from low to high, from 1 to 65535.
   */
  ports: string[];
  /**
   * The application protocol on these ports. http is cleartext, the only one where a path can be enforced. tls is anything inside TLS. other is anything else.
   */
  application: 'dns' | 'http' | 'tls' | 'other';
}
/**
 * A purpose with the endpoints that it needs.
 */
export interface GroupEntry {
  /**
   * The id of the group, unique in the spec. Generated objects have names from it, so a new id renames them.
   */
  id: string;
  /**
   * The title of the group, for people.
   */
  title: string;
  /**
   * How important the group is. A site lists the tiers that it allows. An endpoint in groups of several tiers has the strongest one.
   */
  tier: 'required' | 'recommended' | 'optional';
  /**
   * Why the product needs it, in one or two sentences.
   */
  purpose?: string;
  /**
   * Overrides the inspection of the spec for this group: bypass or allow.
   */
  inspection?: 'bypass' | 'allow';
  source?: SourceEntry;
  /**
   * Additional application names of this traffic by target, as the target spells them (App-IDs for paloalto). Portolan adds no names of its own.
   */
  applications?: {
    [k: string]: string[];
  };
  /**
   * The destinations that the group allows. Each entry is one destination or a list of them.
   */
  endpoints: EndpointEntry[];
}
/**
 * A section of a document.
 */
export interface SourceEntry {
  /**
   * The id of a document in documents.
   */
  document: string;
  /**
   * The section, table or page, as the document names it.
   */
  section?: string;
}
/**
 * A destination and its services. It has exactly one of url, host, network, list and to. All except url need a service.
 */
export interface EndpointEntry {
  /**
   * A URL: scheme, host, optional port and path. Without service or services, it uses the service with the name of its scheme. Its port must be in that service. Userinfo, query and fragment are not allowed. A path includes everything below it, has no wildcards, and is enforced on cleartext http only.
   */
  url?: string;
  /**
   * A host name in lower case. "*.example.com" matches all subdomains of example.com, but not example.com. A * inside a label matches letters, digits and hyphens of that label. Labels before the last two can contain underscores. Put a name that begins with * in quotes.
   */
  host?: string;
  /**
   * An IPv4 or IPv6 address, a network in CIDR form, or a range from low to high, in canonical form. /32 and /128 mean one address.
   */
  network?: string;
  /**
   * The path of a text file with one host or network per line, relative to this file and inside the spec's directory. # begins a comment. Upper case, a dot at the end of a name and repeated lines are accepted. Use it for thousands of names.
   */
  list?: string;
  /**
   * resolvers: the DNS servers of the site. any: every destination, on the services of this endpoint.
   */
  to?: 'resolvers' | 'any';
  /**
   * The service that is allowed to this destination.
   */
  service?: string;
  /**
   * The services that are allowed to this destination, if there are several.
   */
  services?: string[];
  /**
   * Overrides the inspection of the group for this destination: bypass or allow.
   */
  inspection?: 'bypass' | 'allow';
  /**
   * A note for reviewers.
   */
  note?: string;
  source?: SourceEntry;
  /**
   * Additional application names of this endpoint, in addition to those of its group.
   */
  applications?: {
    [k: string]: string[];
  };
  printed?: PrintedEntry;
  /**
   * The change request or ticket that requested the endpoint.
   */
  ticket?: string;
  /**
   * The person or team that requested the endpoint.
   */
  requester?: string;
  /**
   * The last day that the endpoint is needed, as year-month-day. It is a reminder for reviewers and does not change the outputs.
   */
  expires?: string;
}
/**
 * What a document prints: a URL, a port, or both.
 */
export interface PrintedEntry {
  /**
   * The URL, exactly as printed.
   */
  url?: string;
  /**
   * The port number that the document prints, from 1 to 65535.
   */
  port?: number;
}
/**
 * A need without a known address.
 */
export interface UnresolvedEntry {
  /**
   * The id of the need, unique in unresolved.
   */
  id: string;
  /**
   * demanded: the document demands it without an address. silent: the document does not mention something that the product needs.
   */
  kind: 'demanded' | 'silent';
  /**
   * What is missing, in one sentence.
   */
  text: string;
  source?: SourceEntry;
}
/**
 * A deployment: one set of clients behind one set of devices.
 */
export interface SiteEntry {
  /**
   * The prefix of this site's objects, if it differs from the spec's. Two sites on one firewall or proxy need different prefixes. A router with iptables supports only one site.
   */
  prefix?: string;
  /**
   * The name of the firewall, router or proxy of this site. Sites on different devices can use the same prefix. Without this key, sites with the same prefix at one Palo Alto location count as on one firewall.
   */
  device?: string;
  /**
   * The networks, addresses or ranges of the clients that the rules apply to. If clients have IPv4 and IPv6, list both: a family that is not listed is not filtered.
   */
  clients: string[];
  /**
   * The DNS servers of the clients: addresses, and self if the enforcing device is a DNS server. The word any instead of a list allows DNS to every destination.
   */
  resolvers: 'any' | string[];
  /**
   * closed: default deny, all other traffic of these clients is denied. additive: allow only, the device's own rules decide all other traffic. Required, without a default.
   */
  enforce: 'closed' | 'additive';
  /**
   * The tiers of groups that this site allows. Required, without a default.
   */
  tiers: ('required' | 'recommended' | 'optional')[];
  /**
   * The ids of groups that this site does not allow, although it allows their tier.
   */
  exclude?: string[];
  /**
   * The site's internal networks with public addresses: addresses, networks or ranges. Listed names may not resolve to them, as they may not resolve to private addresses. Networks in the spec, and resolvers, are still allowed on their own ports.
   */
  inner?: string[];
  targets: SiteTargets;
}
/**
 * The outputs of a site. A target is generated if it is listed, even without options: iptables: {}.
 */
export interface SiteTargets {
  iptables?: IptablesOptions;
  pac?: PacOptions;
  paloalto?: PaloaltoOptions;
  pfsense?: PfsenseOptions;
  squid?: SquidOptions;
}
/**
 * Files for iptables-restore and ip6tables-restore, with ipset and dnsmasq.
 */
export interface IptablesOptions {
  /**
   * The clients as this router sees them, instead of the site's: addresses, networks or ranges.
   */
  clients?: string[];
  /**
   * How names become addresses. dnsmasq: sets that the router's own resolver fills as clients ask, so self must be among the site's resolvers.
   */
  resolve?: 'dnsmasq';
  /**
   * The chain that the jumps are put into, such as DOCKER-USER on a container host: letters, digits, hyphens and underscores, 28 characters at most.
   */
  hook?: string;
  /**
   * The same for IPv6, if it is another chain than hook: Docker has DOCKER-USER in IPv4 only where IPv6 is off.
   */
  hook6?: string;
  /**
   * Whether a closed site logs what it refuses, at a limited rate.
   */
  log?: boolean;
  /**
   * Whether a closed site closes this device itself to the clients, except for DNS, DHCP and neighbor discovery. With IPv6 clients, name their interfaces: packets from link-local addresses are known by these alone.
   */
  protectSelf?:
    | boolean
    | {
        /**
         * The interfaces of this device that its clients are on: letters, digits, dots, hyphens and underscores, 15 characters at most.
         */
        interfaces: string[];
      };
  /**
   * Whether dnsmasq leaves HTTPS and SVCB records out of its answers: they lead clients to addresses that no set contains. Needs dnsmasq 2.90 or later, and holds for everything that it answers.
   */
  filterHttpsRecords?: boolean;
}
/**
 * A proxy auto-configuration file for browsers.
 */
export interface PacOptions {
  /**
   * The clients that are given this file, instead of the site's: addresses, networks or ranges. The file itself does not look at them.
   */
  clients?: string[];
  /**
   * The way of everything else: PROXY, HTTPS, SOCKS, SOCKS4 or SOCKS5 with host:port; several are joined by "; " and tried in turn, of which the last may be DIRECT.
   */
  proxy: string;
  /**
   * The way of what bypasses, in the same form; another than DIRECT where a second proxy takes it.
   */
  direct?: string;
  /**
   * The name of the function. Another than FindProxyForURL gives a function that a site's own PAC file includes and calls.
   */
  functionName?: string;
  /**
   * Whether hosts are grouped by their parent domain, which takes less space the more hosts a domain has; for lists of tens of thousands.
   */
  compact?: boolean;
}
/**
 * Security and decryption rules for PAN-OS, on a firewall or in Panorama.
 */
export interface PaloaltoOptions {
  /**
   * The clients as this firewall sees them, instead of the site's: addresses, networks or ranges.
   */
  clients?: string[];
  /**
   * Where the objects and rules live: a virtual system of the firewall (vsys1 to vsys255), shared, or a device group of Panorama with its rulebase.
   */
  location?:
    | string
    | {
        /**
         * The device group's name.
         */
        deviceGroup: string;
        /**
         * pre: above the rules of the firewalls themselves. post: below them.
         */
        rulebase: 'pre' | 'post';
      };
  /**
   * The zone of the clients. The name any is refused: it would take in every zone.
   */
  from: string;
  /**
   * The zone of the destinations. The name any is refused: it would take in every zone.
   */
  to: string;
  /**
   * The zone of the site's resolvers, if it is not that of the destinations.
   */
  resolverZone?: string;
  /**
   * The addresses that stand for self among the site's resolvers, where the clients ask this firewall's DNS proxy.
   */
  resolvers?: string[];
  /**
   * Where the rules go among the site's own: top, bottom, or before or after a rule by its name. Always given: appended rules can land below a rule that denies everything, and those at the top override the site's own blocks. At top and after, a rule that left the spec ends up below the deny rule of a closed site; at before and bottom it still allows.
   */
  position:
    | ('top' | 'bottom')
    | {
        /**
         * The name of the rule that ours come directly before.
         */
        before?: string;
        /**
         * The name of the rule that ours come directly after. It must exist; a rule of the site that is switched off can mark the place.
         */
        after?: string;
      };
  /**
   * The App-IDs of a rule. listed: those of its service, and those that its group and its endpoints name. any: no App-ID is looked at, which is wider.
   */
  applications?: 'listed' | 'any';
  /**
   * How hosts are matched. url-category: by the name that the client asks for, which needs no licence. fqdn: by the addresses that the firewall resolved.
   */
  match?: 'url-category' | 'fqdn';
  /**
   * The log forwarding profile of the rules; it must exist on the device.
   */
  logSetting?: string;
  /**
   * The security profile group of the rules; it must exist on the device, and hold no URL filtering where the spec says bypass.
   */
  profileGroup?: string;
}
/**
 * Aliases and filter rules for pfSense.
 */
export interface PfsenseOptions {
  /**
   * The clients as this firewall sees them, instead of the site's: addresses, networks or ranges.
   */
  clients?: string[];
  /**
   * The interface on which the clients arrive, by its key in the configuration and not by its label: wan, lan, opt1, opt2 and so on. pfSense skips the rules of any other in silence.
   */
  interface: string;
  /**
   * The address families that rules are written for: inet is IPv4, inet6 is IPv6, inet46 both. Without this key, those that the clients have.
   */
  ipprotocol?: 'inet' | 'inet6' | 'inet46';
  /**
   * Tiers whose rules are written switched off, for an administrator to switch on.
   */
  disabledTiers?: ('required' | 'recommended' | 'optional')[];
  /**
   * Whether a closed site logs what it refuses. Its rules stand before the default deny of pfSense, which logs.
   */
  log?: boolean;
  /**
   * How a closed site refuses: reject tells the client at once, block drops the packet, so that the client waits for a timeout.
   */
  closing?: 'reject' | 'block';
}
/**
 * A bypass file for Squid to include.
 */
export interface SquidOptions {
  /**
   * The clients as this proxy sees them, instead of the site's: addresses, networks or ranges.
   */
  clients?: string[];
  /**
   * How this proxy decrypts TLS otherwise. none: not at all, or a build that cannot. explicit: for clients that are configured to use it. intercept: for traffic that is redirected to it.
   */
  tlsInspection: 'none' | 'explicit' | 'intercept';
  /**
   * Whether bypassed requests go straight to their destination. false where the proxy can reach the Internet only through its parent.
   */
  direct?: boolean;
  /**
   * The ICAP or eCAP services and service sets of this proxy, by name, that bypassed traffic is not sent to.
   */
  adaptationServices?: string[];
  /**
   * The numbers of this proxy's delay pools that bypassed traffic does not count in, from 1 to 65535.
   */
  delayPools?: number[];
}
/**
 * One expectation for every output. It has exactly one of allow, deny, only, never, or flow with expect.
 */
export interface TestEntry {
  /**
   * What the test expects, in words.
   */
  name: string;
  /**
   * The ids of the sites that the test applies to. Default: all sites.
   */
  sites?: string[];
  /**
   * Flows that must be allowed: URLs, tcp://host:port, udp://host:port, host:port (TCP) or host:port/udp.
   */
  allow?: string[];
  /**
   * Flows that must be denied. At an additive site (allow only): flows that the spec must not allow.
   */
  deny?: string[];
  /**
   * All access that may be allowed: URLs (with wildcards in the host), networks with a port (192.0.2.0/24:443) and names of services. Any other allowed access fails the test. The whole set is compared, not samples.
   */
  only?: string[];
  never?: NeverEntry;
  /**
   * One flow, with the verdict of each target in expect.
   */
  flow?: string;
  /**
   * The verdict on flow by target: allow or deny. It documents that a target allows more or less than the spec.
   */
  expect?: {
    [k: string]: 'allow' | 'deny';
  };
}
/**
 * Ports that must be denied.
 */
export interface NeverEntry {
  /**
   * The ports, in the form of a service.
   */
  ports: string[];
  /**
   * Hosts to which these ports may be allowed, in the form of an endpoint.
   */
  except?: string[];
}
/**
 * An included part of a spec. Name, prefix, title, owner and inspection are only allowed in the root file.
 */
export interface IncludedFile {
  /**
   * The version of the spec language, the same as in the root file.
   */
  version: 1;
  /**
   * More files, each relative to this file and inside the directory of the root file.
   */
  include?: string[];
  /**
   * Documents that this part adds.
   */
  documents?: {
    [k: string]: DocumentEntry;
  };
  /**
   * Services that this part adds.
   */
  services?: {
    [k: string]: ServiceEntry;
  };
  /**
   * Groups that this part adds, after the groups of the file that includes it.
   */
  groups?: GroupEntry[];
  /**
   * Unresolved needs that this part adds.
   */
  unresolved?: UnresolvedEntry[];
  /**
   * Sites that this part adds.
   */
  sites?: {
    [k: string]: SiteEntry;
  };
  /**
   * Tests that this part adds.
   */
  tests?: TestEntry[];
}
