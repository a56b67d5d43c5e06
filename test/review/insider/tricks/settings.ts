import { inSpec } from './edits.ts';
import type { Caught, Edit, Trick } from './trick.ts';

/** Tricks that change a setting of a site or target, which can allow or hide traffic without any endpoint. */
export const settingTricks: readonly Trick[] = [
  setting(
    'a default-deny site becomes allow only',
    inSpec('enforce: closed', 'enforce: additive'),
    'enforce',
    [inSpec('{ protectSelf: true }', '{}')],
  ),
  setting(
    'a default-deny site stops logging denied traffic',
    inSpec('protectSelf: true', 'protectSelf: true, log: false'),
    'iptables.log',
  ),
  setting(
    'pfSense logs nothing that it refuses',
    inSpec('interface: lan,', 'interface: lan, log: false,'),
    'pfsense.log',
  ),
  setting(
    'pfSense refuses without a word',
    inSpec('interface: lan,', 'interface: lan, closing: block,'),
    'pfsense.closing',
  ),
  setting(
    'the rules go to an interface on which no client arrives',
    inSpec('interface: lan,', 'interface: opt9,'),
    'pfsense.interface',
  ),
  setting(
    'the router stops protecting itself from its clients',
    inSpec('{ protectSelf: true }', '{}'),
    'iptables.protectSelf',
  ),
  setting(
    'IPv6 gets a chain of its own that nothing jumps to',
    inSpec('protectSelf: true', 'protectSelf: true, hook6: SPARE'),
    'iptables.hook6',
  ),
  setting(
    'HTTPS records are let through again',
    inSpec('protectSelf: true, filterHttpsRecords: true', 'protectSelf: true'),
    'filterHttpsRecords',
    [inSpec('protectSelf: true', 'protectSelf: true, filterHttpsRecords: true')],
  ),
  setting(
    'the rules of a firewall go below those that allow',
    inSpec('position: { after: portolan-marker }', 'position: bottom'),
    'paloalto.position',
  ),
  setting(
    'the marker rule changes',
    inSpec('after: portolan-marker', 'after: allow-all'),
    'paloalto.position',
  ),
  setting(
    'the rules of a second firewall go below those that allow',
    inSpec('disabledTiers: [recommended] }', 'disabledTiers: [recommended], position: bottom }'),
    'pfsense.position',
  ),
  setting(
    'the zone of the destinations becomes an internal one',
    inSpec('        to: untrust\n', '        to: datacenter\n'),
    'paloalto.to',
  ),
  setting(
    'the zone of the clients changes',
    inSpec('        from: trust\n', '        from: guests\n'),
    'paloalto.from',
  ),
  setting(
    'the zone of the resolvers changes',
    inSpec('resolverZone: trust', 'resolverZone: untrust'),
    'paloalto.resolverZone',
  ),
  setting(
    'names are matched by their addresses',
    inSpec('        from: trust\n', '        from: trust\n        match: fqdn\n'),
    'paloalto.match',
  ),
  setting(
    'a firewall stops logging',
    inSpec('        logSetting: default-forwarding\n', ''),
    'paloalto.logSetting',
  ),
  setting(
    'the rules go to another virtual system',
    inSpec('        from: trust\n', '        from: trust\n        location: vsys2\n'),
    'paloalto.location',
  ),
  setting(
    'the default route becomes an external proxy',
    inSpec('PROXY proxy.example.net:3128', 'PROXY proxy.example.org:3128'),
    'pac.proxy',
  ),
  setting(
    'the way of everything else ends in DIRECT',
    inSpec('PROXY proxy.example.net:3128', 'PROXY proxy.example.net:3128; DIRECT'),
    'pac.proxy',
  ),
  setting(
    'bypassed traffic uses an external proxy',
    inSpec('pac: { proxy', 'pac: { direct: "PROXY proxy.example.org:3128", proxy'),
    'pac.direct',
  ),
  setting(
    'the function of the PAC has a name that no browser calls',
    inSpec('pac: { proxy', 'pac: { functionName: findProxy, proxy'),
    'pac.functionName',
  ),
  setting(
    'a proxy option says that nothing is decrypted',
    inSpec('tlsInspection: explicit', 'tlsInspection: none'),
    'squid.tlsInspection',
  ),
  setting(
    'a proxy sends bypassed traffic to another proxy',
    inSpec('tlsInspection: explicit', 'tlsInspection: explicit, direct: false'),
    'squid.direct',
  ),
  setting(
    'bypassed traffic skips the virus scanner',
    inSpec('tlsInspection: explicit', 'tlsInspection: explicit, adaptationServices: [service_av]'),
    'squid.adaptationServices',
  ),
  setting(
    'bypassed traffic skips the delay pools',
    inSpec('tlsInspection: explicit', 'tlsInspection: explicit, delayPools: [1]'),
    'squid.delayPools',
  ),
  setting(
    'a site moves to another device',
    inSpec('device: depot-proxy', 'device: spare'),
    'device',
  ),
  setting(
    'a site has another prefix, so that its old rules stay',
    inSpec('prefix: tcd', 'prefix: tce'),
    'prefix',
  ),
  setting(
    'the spec has another prefix, so that all old rules stay',
    inSpec('prefix: tcl', 'prefix: tcm'),
    'prefix',
  ),
  setting(
    'the spec has another name, which its files are known by',
    inSpec('name: time-clock', 'name: time-clocks'),
    'name',
  ),
  setting(
    'a target is added',
    inSpec(
      'squid: { tlsInspection: none }',
      'squid: { tlsInspection: none }\n      pfsense: { interface: lan }',
    ),
    'site depot: pfsense',
  ),
  {
    name: 'a site is removed, and its rules stay on the device',
    change: [
      inSpec(
        `  depot:
    prefix: tcd
    device: depot-proxy
    clients: [198.51.100.128/25]
    resolvers: [198.51.100.129]
    enforce: additive
    tiers: [required]
    targets:
      squid: { tlsInspection: none }
`,
        '',
      ),
    ],
    caught: [
      { by: 'diff', approval: ['output-empties of depot/squid'] },
      { by: 'diff', approval: ['depot'] },
    ],
  },
];

function setting(name: string, edit: Edit, what: string, before: readonly Edit[] = []): Trick {
  const caught: readonly Caught[] = [{ by: 'diff', approval: [what] }];
  return { name, before, change: [edit], caught };
}
