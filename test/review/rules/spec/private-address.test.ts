import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

describe('private-address', () => {
  test.each<[string, string[]]>([
    ['10.0.0.0/8', ['private']],
    ['10.1.2.3', ['private']],
    ['172.16.0.0/12', ['private']],
    ['192.168.1.0/24', ['private']],
    ['100.64.0.0/10', ['shared']],
    ['127.0.0.1', ['loopback']],
    ['169.254.1.1', ['link-local']],
    ['224.0.0.1', ['multicast']],
    ['fd12:3456::/32', ['unique-local']],
    ['fe80::/10', ['link-local']],
    ['::1', ['loopback']],
    ['9.255.255.255-10.0.0.0', ['private']],
    [
      '128.0.0.0/1',
      ['6to4-relay, benchmarking, future-use, link-local, multicast, private, protocol-assignment'],
    ],
    ['198.18.0.0/16', ['benchmarking']],
    ['64:ff9b::a00:0/104', ['private']],
    ['64:ff9b::800:0/104', []],
    ['2002:a00::/24', ['private']],
    ['2002:800::/24', []],
    ['64:ff9b:1::a00:0/104', ['local-NAT64, private, this-network']],
    ['::a00:0/104', ['private']],
    ['::800:0/104', []],
    ['2001:0:c000:201::f5ff:fffe', ['private, protocol-assignment']],
    // IPv6 forms of the metadata service.
    ['64:ff9b::a9fe:a9fe', []],
    ['2002:a9fe:a9fe::/48', []],
    ['169.254.0.0/16', ['link-local']],
    ['9.0.0.0/8', []],
    ['11.0.0.0/8', []],
    ['172.32.0.0/11', []],
    ['192.167.255.255', []],
    ['192.169.0.0/16', []],
    ['2001:db8::/32', []],
    // The rule metadata-address reports the metadata service itself.
    ['169.254.169.254', []],
    ['fd00:ec2::254', []],
  ])('checks %s', (network, kinds) => {
    expect(raisedFor('private-address', [`{ network: "${network}", service: https }`])).toEqual(
      kinds.map((kind) => `"${network}": includes ${kind} addresses`),
    );
  });

  test("ignores a site's own resolvers and clients", () => {
    expect(raisedFor('private-address', ['{ to: resolvers, service: dns }'])).toEqual([]);
  });
});
