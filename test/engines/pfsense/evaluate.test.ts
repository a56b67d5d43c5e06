import { describe, expect, test } from '@jest/globals';
import type { EngineFlow } from '../flow.ts';
import { edited } from '../support.ts';
import { base } from './base.ts';
import { evaluatePfsense } from './checker.ts';

const client = '192.0.2.10';
const client6 = '2001:db8:c1::10';

function flow(text: string, more: Partial<EngineFlow> = {}): EngineFlow {
  const [transport, destination = '', port] = text.split(' ');
  return {
    client,
    destination,
    transport: transport === 'udp' ? 'udp' : 'tcp',
    port: Number(port),
    ...more,
  };
}

describe('the first rule that matches decides', () => {
  test.each<[string, EngineFlow, string, string | null]>([
    ['a name in a nested alias', flow('tcp api.example.com 443'), 'allow', 'demo: cloud/https'],
    ['a name in capitals', flow('tcp API.example.com 443'), 'allow', 'demo: cloud/https'],
    [
      'a port in a range of an alias',
      flow('tcp api.example.com 8450'),
      'allow',
      'demo: cloud/https',
    ],
    ['a port behind that range', flow('tcp api.example.com 8451'), 'deny', 'demo: everything else'],
    ['the other transport', flow('udp api.example.com 443'), 'deny', 'demo: everything else'],
    ['a child of a name', flow('tcp x.api.example.com 443'), 'deny', 'demo: everything else'],
    ['an address in a network', flow('tcp 203.0.113.15 443'), 'allow', 'demo: cloud/https'],
    ['an address behind it', flow('tcp 203.0.113.16 443'), 'deny', 'demo: everything else'],
    ['a literal address of a rule', flow('udp 198.51.100.9 5005'), 'allow', 'demo: voice/media'],
    ['the firewall itself', flow('udp self 53'), 'allow', 'demo: dns/dns'],
    ['another resolver', flow('udp 8.8.8.8 53'), 'deny', 'demo: everything else'],
    [
      'a rule that is switched off',
      flow('tcp api.example.com 8080'),
      'deny',
      'demo: everything else',
    ],
    [
      'a client of the other family',
      flow('tcp api.example.com 443', { client: client6 }),
      'allow',
      'demo: cloud/https',
    ],
    [
      'a rule of one family and a client of the other',
      flow('udp 198.51.100.9 5005', { client: client6 }),
      'deny',
      'demo: everything else',
    ],
    [
      'somebody else on the interface',
      flow('tcp api.example.com 443', { client: '198.51.100.200' }),
      'none',
      null,
    ],
    ['another interface', flow('tcp api.example.com 443', { from: 'lan' }), 'none', null],
  ])('%s', (_, given, verdict, rule) => {
    expect(evaluatePfsense(base, given)).toEqual({ verdict, rule });
  });
});

describe('a silent trap shows the access that it adds', () => {
  test.each([
    [
      'a port without a protocol is every port',
      '\t\t\t<protocol>tcp</protocol>\n',
      '',
      'tcp api.example.com 22',
      'allow',
    ],
    [
      'port 0 is every port',
      '<port>demo_ports</port>',
      '<port>0</port>',
      'tcp api.example.com 22',
      'allow',
    ],
    ['an unknown type passes', '>block<', '>deny<', 'tcp example.org 22', 'allow'],
    ['a missing alias skips its rule', '>demo_cloud<', '>gone<', 'tcp api.example.com 443', 'deny'],
    ['a label for an interface skips', '>opt1<', '>LAN<', 'udp self 53', 'deny'],
  ])('%s', (_, from, to, given, want) => {
    // The last of the equal texts above stands in the rules, where the alias with the same name stands before.
    const text = base.get('pfsense/config.xml') ?? '';
    const at = text.indexOf(from, text.indexOf('<filter>'));
    const broken = text.slice(0, at) + to + text.slice(at + from.length);
    const files = edited(base, { file: 'pfsense/config.xml', from: text, to: broken });
    expect(evaluatePfsense(base, flow(given)).verdict).not.toBe(want);
    expect(evaluatePfsense(files, flow(given)).verdict).toBe(want);
  });

  test('throws for a client that is not an address', () => {
    expect(() => evaluatePfsense(base, flow('tcp x.example.com 443', { client: 'pc' }))).toThrow(
      '"pc" is no address of a client',
    );
  });
});

describe('a protocol without ports', () => {
  const rule = '<protocol>udp</protocol>';
  const port = '\t\t\t\t<port>5000-5010</port>\n';
  const ends = { from: '<address>198.51.100.9</address>', to: '<any></any>' };

  /** The third rule of the base, for any destination and both families, with this protocol. */
  const withRule = (protocol: string) =>
    edited(
      base,
      { file: 'pfsense/config.xml', from: rule, to: protocol },
      { file: 'pfsense/config.xml', from: port, to: '' },
      { file: 'pfsense/config.xml', ...ends },
      {
        file: 'pfsense/config.xml',
        from: '<ipprotocol>inet</ipprotocol>',
        to: '<ipprotocol>inet46</ipprotocol>',
      },
    );
  const ping = '<protocol>icmp</protocol>\n\t\t\t<icmptype>echoreq</icmptype>';

  test.each<[string, string, EngineFlow['transport'], string, string]>([
    ['ping in IPv4', ping, 'icmp-echo', client, 'allow'],
    ['ping in IPv6', ping, 'icmp-echo', client6, 'allow'],
    ['other ICMP beside ping', ping, 'icmp', client, 'deny'],
    ['other ICMPv6 beside ping', ping, 'icmp', client6, 'deny'],
    ['all ICMP without a type', '<protocol>icmp</protocol>', 'icmp', client6, 'allow'],
    ['all ICMPv6 by its own name', ping.replace('icmp<', 'ipv6-icmp<'), 'icmp', client6, 'allow'],
    ['ESP', '<protocol>esp</protocol>', 'esp', client6, 'allow'],
    ['GRE beside ESP', '<protocol>esp</protocol>', 'gre', client, 'deny'],
    ['AH in IPv4', '<protocol>ah</protocol>', 'ah', client, 'allow'],
    ['AH in IPv6, which pf skips', '<protocol>ah</protocol>', 'ah', client6, 'deny'],
    ['every protocol by any', '<protocol>any</protocol>', 'gre', client, 'allow'],
    ['TCP beside ping', ping, 'tcp', client, 'deny'],
  ])('%s', (_, protocol, transport, from, want) => {
    const given = {
      client: from,
      destination: 'peer.example.net',
      transport,
      port: transport === 'tcp' ? 7 : 0,
    };
    expect(evaluatePfsense(withRule(protocol), given).verdict).toBe(want);
  });
});
