import { booking, inSpec } from './edits.ts';
import type { Edit, Trick } from './trick.ts';

const squid = 'branch/squid/bypass.conf';
const rules = 'branch/iptables/rules.v4';
const names = 'branch/iptables/dnsmasq.conf';
const pan = 'branch/paloalto/rules.set';
const panXml = 'branch/paloalto/rules.xml';
const pfsense = 'branch/pfsense/config.xml';
const script = 'branch/pfsense/apply.php';
const pac = 'branch/pac/proxy.pac';

/** Edits of the spec, with the file and the target in which each becomes visible. */
const otherSpecs: readonly (readonly [what: string, edit: Edit, file: string, target: string])[] = [
  ['another zone of destinations', inSpec('to: untrust', 'to: datacenter'), pan, 'paloalto'],
  [
    'another zone of resolvers',
    inSpec('resolverZone: trust', 'resolverZone: untrust'),
    pan,
    'paloalto',
  ],
  [
    'any App-ID',
    inSpec('        from: trust\n', '        from: trust\n        applications: any\n'),
    pan,
    'paloalto',
  ],
  [
    'names matched by addresses',
    inSpec('        from: trust\n', '        from: trust\n        match: fqdn\n'),
    pan,
    'paloalto',
  ],
  ['another profile', inSpec('profileGroup: strict', 'profileGroup: none'), pan, 'paloalto'],
  [
    'a disabled tier that allows more',
    inSpec(
      '{ url: "https://reports.example.com",',
      '{ network: 198.51.100.200, service: https, note: It has none }\n      - { url: "https://reports.example.com",',
    ),
    pfsense,
    'pfsense',
  ],
  [
    'another default route',
    inSpec('PROXY proxy.example.net:3128', 'PROXY proxy.example.org:3128'),
    pac,
    'pac',
  ],
  ['no log', inSpec('protectSelf: true', 'protectSelf: true, log: false'), rules, 'iptables'],
  [
    'a router without protection from its clients',
    inSpec('{ protectSelf: true }', '{}'),
    rules,
    'iptables',
  ],
  [
    'another chain',
    inSpec('protectSelf: true', 'protectSelf: true, hook: SPARE'),
    'branch/iptables/apply.sh',
    'iptables',
  ],
  ['no internal networks', inSpec('    inner: [203.0.113.0/24]\n', ''), squid, 'squid'],
  [
    'another way of TLS',
    inSpec('tlsInspection: explicit', 'tlsInspection: intercept'),
    squid,
    'squid',
  ],
  ['one more endpoint', booking('{ host: evil.net, service: https }'), squid, 'squid'],
];

/** Tricks that edit the committed files. */
export const outputTricks: readonly Trick[] = [
  {
    name: 'a network of clients is widened in the file of a proxy',
    outputs: [{ file: squid, from: 'src 192.0.2.0/24', to: 'src 192.0.0.0/16' }],
    caught: [
      { by: 'check', files: { [squid]: 'edited' } },
      { by: 'verify', fails: ['squid'] },
      { by: 'diff --outputs', gains: ['by squid'] },
    ],
  },
  forged(
    'a host joins the list of a proxy',
    [
      {
        file: squid,
        from: 'dstdomain -n b.cdn.example.net\nacl tcl_booking_https all',
        to: 'dstdomain -n b.cdn.example.net\nacl tcl_booking_https_host dstdomain -n evil.net\nacl tcl_booking_https all',
      },
    ],
    squid,
    'squid',
  ),
  forged(
    'a proxy gets a line that allows all clients',
    [{ file: squid, from: 'http_access allow tcl_allow\n', to: 'http_access allow all\n' }],
    squid,
    'squid',
  ),
  forged(
    'a proxy splices all of TLS',
    [{ file: squid, from: 'ssl_bump splice tcl_tunnel', to: 'ssl_bump splice all' }],
    squid,
    'squid',
  ),
  forged(
    'a packet filter accepts one more port',
    [{ file: rules, from: '--dport 8883', to: '--dport 8880:8890' }],
    rules,
    'iptables',
  ),
  forged(
    'a packet filter accepts a tunnel instead of a port',
    [{ file: rules, from: '-p tcp -m tcp --dport 8883', to: '-p gre' }],
    rules,
    'iptables',
  ),
  forged(
    'a packet filter accepts every protocol',
    [{ file: rules, from: '-p tcp -m tcp --dport 8883', to: '-p all' }],
    rules,
    'iptables',
  ),
  forged(
    'a packet filter accepts before it rejects internal networks',
    [
      {
        file: rules,
        from: '-A TCL-OUT -d 10.0.0.0/8 -g TCL-END\n',
        to: '-A TCL-OUT -d 10.0.0.0/8 -j ACCEPT\n',
      },
    ],
    rules,
    'iptables',
  ),
  forged(
    'the last rule of a packet filter is removed',
    [{ file: rules, from: '-A TCL-OUT -g TCL-END\n', to: '' }],
    rules,
    'iptables',
  ),
  forged(
    'a name fills the set of another service',
    [
      {
        file: names,
        from: 'ipset=/api.example.com/tcl_api.example.com_v4,',
        to: 'ipset=/api.example.com/tcl_api.example.com_v4,tcl_booking_http_v4,',
      },
    ],
    names,
    'iptables',
  ),
  forged(
    'one more name fills a set',
    [
      {
        file: names,
        from: 'ipset=/b.cdn',
        to: 'ipset=/evil.net/tcl_evil.net_v4,tcl_booking_https_v4\nipset=/b.cdn',
      },
    ],
    names,
    'iptables',
  ),
  forged(
    'the script for the router gets one more line',
    [
      {
        file: 'branch/iptables/apply.sh',
        from: 'set -eu\n',
        to: 'set -eu\niptables -I FORWARD -j ACCEPT\n',
      },
    ],
    'branch/iptables/apply.sh',
    'iptables',
  ),
  forged(
    'an address joins an alias of pfSense',
    [
      {
        file: pfsense,
        from: '<address>198.51.100.0/28</address>',
        to: '<address>198.51.100.0/24</address>',
      },
    ],
    pfsense,
    'pfsense',
  ),
  forged(
    'a rule of pfSense passes a tunnel instead of a port',
    [
      {
        file: pfsense,
        from: '<tracker>3373018703</tracker>\n\t\t\t<type>pass</type>\n\t\t\t<interface>lan</interface>\n\t\t\t<ipprotocol>inet</ipprotocol>\n\t\t\t<protocol>tcp</protocol>',
        to: '<tracker>3373018703</tracker>\n\t\t\t<type>pass</type>\n\t\t\t<interface>lan</interface>\n\t\t\t<ipprotocol>inet</ipprotocol>\n\t\t\t<protocol>gre</protocol>',
      },
      { file: pfsense, from: '\t\t\t\t<port>8883</port>\n', to: '' },
    ],
    pfsense,
    'pfsense',
  ),
  forged(
    'a rule of pfSense passes every protocol',
    [{ file: pfsense, from: '<protocol>tcp/udp</protocol>', to: '<protocol>any</protocol>' }],
    pfsense,
    'pfsense',
  ),
  forged(
    'a rule of pfSense passes instead of refusing',
    [
      {
        file: pfsense,
        from: '<tracker>3180627244</tracker>\n\t\t\t<type>reject</type>',
        to: '<tracker>3180627244</tracker>\n\t\t\t<type>pass</type>',
      },
    ],
    pfsense,
    'pfsense',
  ),
  forged(
    'a switched-off rule of pfSense is switched on',
    [{ file: pfsense, from: '\t\t\t<disabled></disabled>\n', to: '' }],
    pfsense,
    'pfsense',
  ),
  forged(
    'a host joins a rule that is switched off, for the day when somebody switches it on',
    [
      {
        file: pfsense,
        from: '<address>reports.example.com</address>',
        to: '<address>evil.net reports.example.com</address>',
      },
      {
        file: pfsense,
        from: '<detail><![CDATA[Reports]]></detail>',
        to: '<detail><![CDATA[Reports||Reports]]></detail>',
      },
      {
        file: 'branch/pfsense/aliases.txt',
        from: 'reports.example.com Reports',
        to: 'evil.net Reports\nreports.example.com Reports',
      },
    ],
    pfsense,
    'pfsense',
  ),
  forged(
    'an entry of the list of a firewall is widened',
    [
      { file: pan, from: 'list api.example.com/', to: 'list *.example.com/' },
      {
        file: panXml,
        from: '<member>api.example.com/</member>',
        to: '<member>*.example.com/</member>',
      },
    ],
    pan,
    'paloalto',
  ),
  forged(
    'a rule of a firewall matches every App-ID on its default ports',
    [
      {
        file: pan,
        from: 'tcl-booking-mqtt-ip service tcl-booking-mqtt-ip',
        to: 'tcl-booking-mqtt-ip service application-default',
      },
      {
        file: panXml,
        from: '<service>\n                    <member>tcl-booking-mqtt-ip<',
        to: '<service>\n                    <member>application-default<',
      },
    ],
    pan,
    'paloalto',
  ),
  forged(
    'only one of the two files of a firewall is edited',
    [
      {
        file: panXml,
        from: '<member>api.example.com/</member>',
        to: '<member>*.example.com/</member>',
      },
    ],
    panXml,
    'paloalto',
  ),
  forged(
    'a PAC sends a host more around the proxy',
    [
      {
        file: pac,
        from: '"reports.example.com": "443"',
        to: '"evil.net": "443",\n  "reports.example.com": "443"',
      },
    ],
    pac,
    'pac',
  ),
  forged(
    'a PAC decides otherwise in its code',
    [
      {
        file: pac,
        from: '  if (admits(ANY, port)) return true;',
        to: '  if (admits(ANY, port) || port > 8000) return true;',
      },
    ],
    pac,
    'pac',
  ),
  {
    name: 'the files of a firewall are generated with other App-IDs, under the manifest of the honest spec',
    generatedFrom: [inSpec('[clock-reports]', '[clock-reports, teamviewer]')],
    isForged: true,
    caught: [
      { by: 'verify', fails: ['teamviewer'] },
      { by: 'check', files: { [pan]: 'stale' } },
      { by: 'diff --outputs', approval: ['reports.example.com tcp/443'] },
    ],
  },
  ...otherSpecs.map(([what, edit, file, target]) => generated(what, edit, file, target)),
  forged(
    'a packet filter gets one more table',
    [{ file: rules, from: 'COMMIT\n', to: 'COMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n' }],
    rules,
    'iptables',
  ),
  forged(
    'a set contains an address from the start',
    [
      {
        file: 'branch/iptables/sets.ipset',
        from: 'create tcl_a.cdn',
        to: 'add tcl_booking_https_v4 203.0.113.9\ncreate tcl_a.cdn',
      },
    ],
    'branch/iptables/sets.ipset',
    'iptables',
  ),
  forged(
    'dnsmasq queries an external server',
    [{ file: names, from: 'max-ttl=300\n', to: 'max-ttl=300\nserver=203.0.113.66\n' }],
    names,
    'iptables',
  ),
  forged(
    'pfSense gets a redirection too',
    [{ file: pfsense, from: '\t<filter>\n', to: '\t<nat></nat>\n\t<filter>\n' }],
    pfsense,
    'pfsense',
  ),
  forged(
    'a PAC is followed by a second function of its name',
    [
      {
        file: pac,
        from: '}());\n',
        to: '}());\nfunction FindProxyForURL() { return "DIRECT"; }\n',
      },
    ],
    pac,
    'pac',
  ),
  forged(
    'a firewall moves its rules to another position',
    [
      {
        file: pan,
        from: 'move rulebase security rules tcl-booking-mqtt-ip after portolan-marker',
        to: 'move rulebase security rules tcl-booking-mqtt-ip top',
      },
    ],
    pan,
    'paloalto',
  ),
  forged(
    'a script puts its rules at another position',
    [{ file: script, from: "const POSITION = 'top';", to: "const POSITION = 'bottom';" }],
    script,
    'pfsense',
  ),
  forged(
    'a script runs a command',
    [{ file: script, from: 'putenv(', to: 'exec("true");\nputenv(' }],
    script,
    'pfsense',
  ),
  forged(
    'the deny rule of a firewall is disabled',
    [
      {
        file: pan,
        from: 'set rulebase security rules tcl-deny disabled no',
        to: 'set rulebase security rules tcl-deny disabled yes',
      },
    ],
    pan,
    'paloalto',
  ),
  forged(
    'a comment in a file claims an approval',
    [
      {
        file: squid,
        from: '# booking/mqtt, allow\n',
        to: '# booking/mqtt, allow, approved by security\n',
      },
    ],
    squid,
    'squid',
  ),
  {
    name: 'the manifest names another version of the tool',
    outputs: [{ file: 'depot/manifest.json', from: '"version": "', to: '"version": "9' }],
    caught: [{ by: 'check', files: { 'depot/manifest.json': 'stale' } }],
  },
  {
    name: 'only the manifest claims that the files belong to the new spec',
    change: [booking('{ host: more.example.com, service: https }')],
    outputs: [
      { file: squid, from: 'acl tcl_booking_https_host dstdomain -n more.example.com\n', to: '' },
    ],
    isForged: true,
    caught: [
      { by: 'check', files: { [squid]: 'stale' } },
      { by: 'verify', fails: ['more.example.com'] },
    ],
  },
  {
    name: 'the outputs of the new spec are not committed, so that the device keeps its rules',
    change: [booking('{ host: more.example.com, service: https }')],
    outputs: [
      { file: squid, text: null },
      { file: 'branch/manifest.json', text: null },
    ],
    caught: [
      { by: 'check', files: { [squid]: 'missing' } },
      { by: 'verify', fails: ['manifest'] },
    ],
  },
  {
    name: 'the directory of a site contains a file with the same name in upper case',
    outputs: [{ file: 'branch/squid/Bypass.conf', text: 'http_access allow all\n' }],
    caught: [
      { by: 'check', files: { 'branch/squid/Bypass.conf': 'unknown' } },
      { by: 'verify', fails: ['Bypass.conf'] },
    ],
  },
  {
    name: 'the directory of a site contains one more file, and the forged manifest lists it',
    outputs: [{ file: 'branch/squid/zz-more.conf', text: 'http_access allow all\n' }],
    isForged: true,
    caught: [
      { by: 'check', files: { 'branch/squid/zz-more.conf': 'stale' } },
      { by: 'verify', fails: ['zz-more.conf'] },
    ],
  },
  {
    name: 'every line of a file ends in a carriage return',
    outputs: [
      {
        file: 'depot/squid/bypass.conf',
        from: 'http_access allow tcd_allow\n',
        to: 'http_access allow tcd_allow\r\n',
      },
    ],
    caught: [
      { by: 'check', files: { 'depot/squid/bypass.conf': 'edited' } },
      { by: 'verify', fails: ['squid'] },
    ],
  },
  {
    name: 'a line is hidden by a zero-width character',
    outputs: [{ file: squid, from: 'cache deny tcl_bypass', to: 'cache deny\u00a0tcl_bypass' }],
    isForged: true,
    caught: [
      { by: 'check', files: { [squid]: 'stale' } },
      { by: 'verify', fails: ['squid'] },
    ],
  },
];

/** An edit of a file, with a forged manifest that matches. */
function forged(name: string, outputs: readonly Edit[], file: string, target: string): Trick {
  return {
    name,
    outputs,
    isForged: true,
    caught: [
      { by: 'check', files: { [file]: 'stale' } },
      { by: 'verify', fails: [`${target} {`] },
    ],
  };
}

/** Files of another spec, with the manifest of the honest spec. */
function generated(what: string, edit: Edit, file: string, target: string): Trick {
  return {
    name: `the files are generated from a spec with ${what}, under the manifest of the honest one`,
    generatedFrom: [edit],
    isForged: true,
    caught: [
      { by: 'check', files: { [file]: 'stale' } },
      { by: 'verify', fails: [`${target} {`] },
    ],
  };
}
