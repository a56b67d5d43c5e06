import { describe, expect, test } from '@jest/globals';
import { formatPortRange, portsIntersect, protocolRange } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { parseProtocol } from '../../src/net/protocol.ts';
import { protocolMeant } from '../../src/net/protocol-spelling.ts';
import { protocols } from '../../src/net/transport.ts';
import { must } from '../support/policy.ts';

describe('a protocol', () => {
  test.each(protocols)('%s is written as it is read', (given) => {
    expect(formatPortRange(must(parseProtocol(given)))).toBe(given);
  });

  test('meets only itself', () => {
    for (const one of protocols) {
      const meeting = protocols.filter((other) =>
        portsIntersect(protocolRange(one), protocolRange(other)),
      );
      expect(meeting).toEqual([one]);
    }
  });

  test.each(['esp/0', 'esp/1', 'icmp-echo/8', 'gre/'])('%s is not a port', (given) => {
    expect(parsePortRange(given).ok).toBe(false);
  });

  test.each(['ESP', 'esp ', '', '50', 'tcp', 'tcp/443', 'x'.repeat(41)])(
    '"%s" is refused',
    (given) => {
      const refused = parseProtocol(given);
      expect(refused.ok ? '' : refused.error.rule).toBe('protocol-unknown');
    },
  );
});

describe('what vendors write for a protocol', () => {
  test.each([
    ['ICMP', 'icmp-echo'],
    ['icmpv4', 'icmp-echo'],
    ['ICMPv6', 'icmp-echo'],
    ['ipv6-icmp', 'icmp-echo'],
    ['ICMP echo request', 'icmp-echo'],
    ['ICMP type 8', 'icmp-echo'],
    ['icmp/8', 'icmp-echo'],
    ['Ping', 'icmp-echo'],
    ['echo-request', 'icmp-echo'],
    ['protocol 1', 'icmp-echo'],
    ['ESP', 'esp'],
    ['IPsec ESP', 'esp'],
    ['ESP (50)', 'esp'],
    ['esp/50', 'esp'],
    ['protocol 50', 'esp'],
    ['IP protocol 50', 'esp'],
    ['Protocol: 50', 'esp'],
    ['ip/50', 'esp'],
    ['AH', 'ah'],
    ['IP protocol number 51', 'ah'],
    ['GRE', 'gre'],
    ['ip/47', 'gre'],
    ['proto 47', 'gre'],
    ['GRE protocol', 'gre'],
    ['GRE (IP protocol 47)', 'gre'],
  ])('%s means %s', (given, want) => {
    expect(protocolMeant(given)).toBe(want);
  });

  test.each([
    '443',
    '50',
    '',
    'tcp',
    'tcp/50',
    'udp 47',
    '50/tcp',
    'ospf',
    'protocol 89',
    'https',
    'espresso',
  ])('"%s" means none of them', (given) => {
    expect(protocolMeant(given)).toBeUndefined();
  });
});
