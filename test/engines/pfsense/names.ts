/** pf's keywords (pf.conf(5) and parse.y): an alias of such a name breaks the whole ruleset. */
const keywords = `all allow-opts altq anchor antispoof any binat binat-anchor bitmask block block-policy bridge-to cbq
code codelq const crop debug divert divert-to dscp drop drop-ovl dup-to ether fail-policy fairq fastroute file fingerprints
flags floating flowtable flush for fragment from global group hfsc host hostid icmp-type icmp6-type icmptype if-bound in
include inet inet46 inet6 interval keep l3 label limit linkshare load log loginterface match max max-mss max-pkt-rate
max-pkt-size max-src-conn max-src-conn-rate max-src-nodes max-src-states min min-ttl modulate nat nat-anchor no no-df
no-route no-sync no-traffic nodes none on optimization os out overload pass pflow port prio priority priq probability
proto qlimit queue quick random random-id random-hash rdr rdr-anchor realtime reassemble received-on reply-to require-order
return return-icmp return-icmp6 return-rst ridentifier round-robin route route-to rtable rule ruleset-optimization scrub
self set set-tos skip sloppy source-hash source-track state state-defaults state-policy states static-port sticky-address
syncookies synproxy table tag tagged target tbrsize timeout to tos ttl upperlimit urpf-failed user value user`;

/** Tables of the firewall's own. */
const tables = `bogons bogonsv6 negate_networks snort2c sshguard tonatsubnets virusprot vpn_networks webConfiguratorlockout`;

/** Names of interfaces and packages that pfSense keeps for itself. */
const reserved = `wan lan pptp pppoe L2TP OpenVPN IPsec WireGuard enc0 lo0`;

/** Of /etc/protocols and /etc/services, those that an unprefixed name is likely to hit. */
const protocols = `ip icmp igmp ggp ipencap st tcp egp igp udp hmp idp rdp ipv6 idrp rsvp gre esp ah skip ospf vrrp pim
ipcomp carp l2tp isis sctp pfsync udplite divert ftp ssh telnet smtp time domain dns bootps bootpc tftp gopher finger http
https kerberos pop3 sunrpc auth nntp ntp imap snmp bgp irc ldap ldaps microsoft_ds syslog printer submission rtsp imaps
pop3s socks openvpn mysql rdp sip sips postgresql vnc radius nfs git redis zabbix www www_http`;

const words = new Set(
  [keywords, tables, reserved, protocols].flatMap((list) =>
    list.toLowerCase().split(/\s+/).filter(Boolean),
  ),
);

/** What is wrong with the name of an alias; empty is good. */
export function checkAliasName(name: string): string[] {
  const where = `the alias name "${name}"`;
  return [
    ...(/^[A-Za-z0-9_]*$/.test(name) ? [] : [`${where} holds other than letters, digits and _`]),
    ...(name.length >= 1 && name.length <= 31 ? [] : [`${where} is not of 1 to 31 characters`]),
    ...(/^([0-9]+|_+)$/.test(name) ? [`${where} is all digits or underscores`] : []),
    ...(isReserved(name) ? [`${where} is reserved by the firewall`] : []),
  ];
}

/** The part of a name that all names of one set share: everything before its first underscore. */
export function prefixOf(name: string): string | undefined {
  return /^([A-Za-z0-9]+)_./.exec(name)?.[1];
}

function isReserved(name: string): boolean {
  const word = name.toLowerCase();
  return words.has(word) || words.has(word.replaceAll('_', '-')) || /^opt[0-9]+$/.test(word);
}
