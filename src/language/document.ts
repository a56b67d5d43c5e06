// Written by `npm run generate:code` from schema/spec.schema.json; a change here is lost.

/**
 * A Portolan spec: the endpoints, ports and protocols that a product needs, and the sites that open them.
 */
export interface SpecFile {
  /**
   * The version of the spec's language. There is one so far.
   */
  version: 1;
  /**
   * The name of the spec, which stands in the header of every generated file: a lower-case letter, then lower-case letters, digits and hyphens, 40 characters at most.
   */
  name: string;
  /**
   * What the name of every generated object begins with, so that a device can tell them from its own: a lower-case letter, then lower-case letters and digits, 2 to 8 characters. A site may have its own.
   */
  prefix: string;
  /**
   * What the spec is for, in words: usually the product's name.
   */
  title: string;
  /**
   * Who answers for this spec: a person or a team.
   */
  owner?: string;
  /**
   * How the allowed traffic is treated unless a group or an endpoint says otherwise. bypass: allowed and never decrypted, filtered, cached or sent through a proxy. allow: permission only. Without this key: allow.
   */
  inspection?: 'bypass' | 'allow';
  /**
   * Further files of this spec, each relative to this file and inside its folder. What they hold is added; the same name or id in two files is an error.
   */
  include?: string[];
  /**
   * The documents that the facts come from, each under an id that a source names.
   */
  documents?: {
    [k: string]: DocumentEntry;
  };
  /**
   * Named sets of ports, like the service objects of a firewall. An endpoint names them; a URL without one uses the service named like its scheme.
   */
  services?: {
    [k: string]: ServiceEntry;
  };
  /**
   * The purposes that access is needed for, each with its endpoints: what a reviewer accepts or refuses as a whole.
   */
  groups?: GroupEntry[];
  /**
   * What a document demands without naming it, or plainly leaves out. Reported to reviewers; no rule is ever made of it.
   */
  unresolved?: UnresolvedEntry[];
  /**
   * Where the rules go, each site under its id: everything that a deployer changes. A site's files are written to a directory of that name, so the device names of Windows (con, nul, com1 and so on) are refused.
   */
  sites?: {
    [k: string]: SiteEntry;
  };
  /**
   * What must hold in every output, judged by what the generated files say.
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
   * Domains that belong to the publisher, in lower case. A host outside them is somebody else's.
   */
  domains?: string[];
  /**
   * Its revision as the document prints it: a number or a name, in quotes where it looks like a number.
   */
  revision?: string;
  /**
   * The day it was published, as year-month-day.
   */
  date?: string;
  /**
   * Where it can be read; never fetched.
   */
  url?: string;
  /**
   * The SHA-256 of the file that the facts were read from, as 64 lower-case hexadecimal digits.
   */
  sha256?: string;
}
/**
 * A named set of ports.
 */
export interface ServiceEntry {
  /**
   * The ports, each as a transport (tcp or udp), a slash, and a number or a range from low to high. Numbers go from 1 to 65535, in decimal.
   */
  ports: string[];
  /**
   * What is spoken on these ports. http is cleartext, the only one in which a path can be enforced; tls is anything inside TLS; other is anything else.
   */
  application: 'dns' | 'http' | 'tls' | 'other';
}
/**
 * A purpose, with the endpoints that it needs.
 */
export interface GroupEntry {
  /**
   * The group's own id, unique in the spec; generated objects are named after it, so a new id renames them.
   */
  id: string;
  /**
   * The group's name for people.
   */
  title: string;
  /**
   * How much it matters; a site chooses the tiers that it opens. An endpoint in groups of several tiers counts in the strongest.
   */
  tier: 'required' | 'recommended' | 'optional';
  /**
   * Why the product needs it, in one or two sentences.
   */
  purpose?: string;
  /**
   * How this group's traffic is treated, if not as the spec says: bypass or allow.
   */
  inspection?: 'bypass' | 'allow';
  source?: SourceEntry;
  /**
   * Further application names that this traffic is recognised as, by target, in the target's own words (App-IDs for paloalto). The tool adds none of its own.
   */
  applications?: {
    [k: string]: string[];
  };
  /**
   * What the group opens; each entry names one destination, or a list of them.
   */
  endpoints: EndpointEntry[];
}
/**
 * A place in a document.
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
 * A destination and its services. It names exactly one of url, host, network, list and to; all but url need a service.
 */
export interface EndpointEntry {
  /**
   * A URL: scheme, host, perhaps a port and a path. Its service is the one named like the scheme unless service or services is given, and a port in it must be one of that service's. No userinfo, query or fragment. A path means what is below it too, contains no wildcard, and holds in cleartext only.
   */
  url?: string;
  /**
   * A host name in lower case. "*.example.com" stands for every name below example.com and not for example.com itself; a * inside a label stands for letters, digits and hyphens of that label. Labels before the last two may contain underscores. In quotes when it begins with a *.
   */
  host?: string;
  /**
   * An IPv4 or IPv6 address, a network in CIDR form, or a range from low to high, in canonical form. /32 and /128 mean the one address.
   */
  network?: string;
  /**
   * A text file, relative to this file and inside the spec's folder, with one host or network a line; # begins a comment. Capitals, a dot at the end of a name and repeated lines are accepted. The way to name thousands.
   */
  list?: string;
  /**
   * resolvers: the DNS servers of the site. any: every destination, on the named services.
   */
  to?: 'resolvers' | 'any';
  /**
   * The one service that the destination is opened on.
   */
  service?: string;
  /**
   * The services that the destination is opened on, where there are several.
   */
  services?: string[];
  /**
   * How traffic to this destination is treated, if not as its group says: bypass or allow.
   */
  inspection?: 'bypass' | 'allow';
  /**
   * What a reviewer should know about this entry.
   */
  note?: string;
  source?: SourceEntry;
  /**
   * Further application names that this endpoint alone is recognised as, besides those of its group.
   */
  applications?: {
    [k: string]: string[];
  };
  printed?: PrintedEntry;
  /**
   * The change request or ticket that the entry was asked for in.
   */
  ticket?: string;
  /**
   * Who asked for the entry: a person or a team.
   */
  requester?: string;
  /**
   * The last day on which the entry is meant to hold, as year-month-day. A reminder for reviewers: no output depends on it.
   */
  expires?: string;
}
/**
 * What a document prints: a URL, a port, or both.
 */
export interface PrintedEntry {
  /**
   * The URL, character by character as printed.
   */
  url?: string;
  /**
   * The port number printed beside it, from 1 to 65535.
   */
  port?: number;
}
/**
 * A need that no endpoint can be written for.
 */
export interface UnresolvedEntry {
  /**
   * The entry's own id, unique among the unresolved.
   */
  id: string;
  /**
   * demanded: the document asks for it and gives no address. silent: the document says nothing of what the product plainly needs.
   */
  kind: 'demanded' | 'silent';
  /**
   * What is missing, in a sentence.
   */
  text: string;
  source?: SourceEntry;
}
/**
 * A place where the rules are enforced: one set of clients behind one set of devices.
 */
export interface SiteEntry {
  /**
   * The prefix of this site's objects, if not the spec's: needed where two sites are on one firewall or proxy. A router with iptables takes one site's files only.
   */
  prefix?: string;
  /**
   * A name for the firewall, router or proxy that this site is on. Sites on different devices may have one prefix. Without it, two sites of one prefix at one Palo Alto location are taken to be on one firewall.
   */
  device?: string;
  /**
   * The networks, addresses or ranges of the devices that the rules are for. With both families, name both: clients of one leave the other unfiltered.
   */
  clients: string[];
  /**
   * The DNS servers that the clients ask: addresses, and self where the enforcing device answers itself. The word any instead of a list opens DNS to everywhere.
   */
  resolvers: 'any' | string[];
  /**
   * closed: whatever is not allowed is refused for these clients. additive: the spec only opens, and the device's own rules decide the rest. Always given, there is no default.
   */
  enforce: 'closed' | 'additive';
  /**
   * The tiers of groups that this site opens. Always given, there is no default.
   */
  tiers: ('required' | 'recommended' | 'optional')[];
  /**
   * Ids of groups that this site does not open although it opens their tier.
   */
  exclude?: string[];
  /**
   * The site's own public address space: addresses, networks or ranges that no listed name may lead to, as no name leads to private space. A network that the spec lists, and the resolvers, stay open on their own ports.
   */
  inner?: string[];
  targets: SiteTargets;
}
/**
 * The outputs of a site. A target is generated when it is named, even with no option: iptables: {}.
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
   * How names are resolved. dnsmasq: the router's own resolver fills sets when clients query it, so self must be among the site's resolvers.
   */
  resolve?: 'dnsmasq';
  /**
   * The chain that gets the jumps, such as DOCKER-USER on a container host: letters, digits, hyphens and underscores, at most 28 characters.
   */
  hook?: string;
  /**
   * The same for IPv6, if the chain differs from hook: Docker has DOCKER-USER only in IPv4 if IPv6 is off.
   */
  hook6?: string;
  /**
   * Whether a default-deny site logs what it denies, at a limited rate.
   */
  log?: boolean;
  /**
   * Whether a default-deny site denies its clients access to this device itself, except DNS, DHCP and neighbor discovery. With IPv6 clients, list their interfaces: only these identify packets from link-local addresses.
   */
  protectSelf?:
    | boolean
    | {
        /**
         * The interfaces of this device where its clients are: letters, digits, dots, hyphens and underscores, at most 15 characters.
         */
        interfaces: string[];
      };
  /**
   * Whether dnsmasq removes HTTPS and SVCB records from its answers: they point clients to addresses that no set contains. Requires dnsmasq 2.90 or later, and applies to all its answers.
   */
  filterHttpsRecords?: boolean;
}
/**
 * A proxy auto-configuration file for browsers.
 */
export interface PacOptions {
  /**
   * The clients that get this file, instead of the site's: addresses, networks or ranges. The file itself does not check them.
   */
  clients?: string[];
  /**
   * Proxy for all other hosts: PROXY, HTTPS, SOCKS, SOCKS4 or SOCKS5 with host:port. Separate several with "; "; browsers try them in turn. The last may be DIRECT.
   */
  proxy: string;
  /**
   * Route for hosts that bypass inspection, in the same form. Set it if a second proxy serves them instead of DIRECT.
   */
  direct?: string;
  /**
   * The name of the function. With a name different from FindProxyForURL, the site's own PAC file must include and call the function.
   */
  functionName?: string;
  /**
   * Whether hosts are grouped by their parent domain. This saves space if domains have many hosts; use it for lists of tens of thousands.
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
   * Where the objects and rules are: a virtual system of the firewall (vsys1 to vsys255), shared, or a device group of Panorama with its rulebase.
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
   * The zone of the clients. The name any is not valid: it would match every zone.
   */
  from: string;
  /**
   * The zone of the destinations. The name any is not valid: it would match every zone.
   */
  to: string;
  /**
   * The zone of the site's resolvers, if it differs from that of the destinations.
   */
  resolverZone?: string;
  /**
   * The addresses of self among the site's resolvers, if the clients query this firewall's DNS proxy.
   */
  resolvers?: string[];
  /**
   * The position of the rules among the site's own: top, bottom, or before or after a named rule. Required: appended rules can end up below a rule that denies everything, and rules at the top override the site's own blocks. At top and after, a rule that left the spec ends up below the deny rule of a default-deny site; at before and bottom it still allows.
   */
  position:
    | ('top' | 'bottom')
    | {
        /**
         * The name of the rule directly below the generated rules.
         */
        before?: string;
        /**
         * The name of the rule directly above the generated rules. It must exist; a disabled rule of the site can mark the position.
         */
        after?: string;
      };
  /**
   * The App-IDs of a rule. listed: those of its service, its group and its endpoints. any: the App-ID is not checked, which is wider.
   */
  applications?: 'listed' | 'any';
  /**
   * How hosts are matched. url-category: by the name that the client requests, which needs no license. fqdn: by the addresses that the firewall resolved.
   */
  match?: 'url-category' | 'fqdn';
  /**
   * The log forwarding profile of the rules; it must exist on the device.
   */
  logSetting?: string;
  /**
   * The security profile group of the rules; it must exist on the device, and must not contain URL filtering if the spec says bypass.
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
   * The interface of the clients, by its key in the configuration, not its label: wan, lan, opt1, opt2 and so on. pfSense silently ignores rules on an unknown interface.
   */
  interface: string;
  /**
   * The address families of the rules: inet is IPv4, inet6 is IPv6, inet46 is both. Default: those of the clients.
   */
  ipprotocol?: 'inet' | 'inet6' | 'inet46';
  /**
   * Tiers whose rules are disabled, for an administrator to enable.
   */
  disabledTiers?: ('required' | 'recommended' | 'optional')[];
  /**
   * Whether a default-deny site logs what it denies. Its rules precede the default deny of pfSense, which logs.
   */
  log?: boolean;
  /**
   * How a default-deny site denies: reject informs the client immediately, block drops the packet, so the client waits for a timeout.
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
   * How this proxy decrypts TLS that does not bypass inspection. none: not at all, or its build cannot. explicit: for clients that are configured to use it. intercept: for traffic that is redirected to it.
   */
  tlsInspection: 'none' | 'explicit' | 'intercept';
  /**
   * Whether bypassed requests go directly to their destination. Set false if the proxy reaches the Internet only through its parent.
   */
  direct?: boolean;
  /**
   * The names of ICAP or eCAP services and service sets of this proxy that must not get bypassed traffic.
   */
  adaptationServices?: string[];
  /**
   * The numbers of this proxy's delay pools that must not count bypassed traffic, from 1 to 65535.
   */
  delayPools?: number[];
}
/**
 * One thing that must hold in every output. It says exactly one of allow, deny, only, never and flow (with expect).
 */
export interface TestEntry {
  /**
   * What holds, in words.
   */
  name: string;
  /**
   * The ids of the sites that it must hold for; without this key, all of them.
   */
  sites?: string[];
  /**
   * Flows that must be let through: URLs, tcp://host:port, udp://host:port, or host:port with /udp where it is not TCP.
   */
  allow?: string[];
  /**
   * Flows that must be refused; in an additive site, that the spec must not open.
   */
  deny?: string[];
  /**
   * Everything that may be open, as URLs (whose host may hold wildcards), networks with their port (192.0.2.0/24:443) and names of services; anything else that is open fails the test. Proved on the whole set, not by samples.
   */
  only?: string[];
  never?: NeverEntry;
  /**
   * One flow whose verdict is said target by target in expect.
   */
  flow?: string;
  /**
   * The verdict on flow, by target: allow or deny. The way to accept, in writing, that a target is wider or narrower than the spec.
   */
  expect?: {
    [k: string]: 'allow' | 'deny';
  };
}
/**
 * Ports that must stay shut.
 */
export interface NeverEntry {
  /**
   * The ports, written as in a service.
   */
  ports: string[];
  /**
   * Hosts that may have them open all the same, written as in an endpoint.
   */
  except?: string[];
}
/**
 * A part of a spec. Name, prefix, title, owner and inspection stand in the root file only.
 */
export interface IncludedFile {
  /**
   * The version of the spec's language, the same as in the root file.
   */
  version: 1;
  /**
   * Further files, each relative to this file and inside the root file's folder.
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
   * Groups that this part adds, after those of the file that includes it.
   */
  groups?: GroupEntry[];
  /**
   * Open questions that this part adds.
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
