import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editorPatterns } from '../../scripts/precompile.ts';
import { formatHost } from '../../src/net/host.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { formatNetwork } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { smallHost, smallNetwork, smallPorts } from '../support/arbitrary.ts';
import { judge, parts } from '../support/schema.ts';

const host = '/$defs/endpointEntry/properties/host';
const network = '/$defs/network';
const resolver = '/$defs/resolver';
const port = '/$defs/ports/items';
const destination = '/$defs/destinations/additionalProperties/items';
const value = '/$defs/siteVariables/additionalProperties';
const name = '/$defs/unresolvedEntry/properties/names/items';

describe('an editor underlines', () => {
  test.each([
    [port, 'https/443'],
    [port, '443/tcp'],
    [port, 'tcp/https'],
    [port, 'tcp/0'],
    [port, 'TCP/443'],
    [port, 'icmp-echo'],
    [host, 'Www.example.com'],
    [host, 'www.example.com.'],
    [host, 'https://www.example.com'],
    [host, 'www.example.com:443'],
    [host, '<tenant>.example.com'],
    [network, '192.0.2.0 255.255.255.0'],
    [network, '2001:DB8::/32'],
    [network, 'www.example.com'],
    [resolver, 'selves'],
    [resolver, 'dns.example.com'],
    [destination, 'https://a.example.com'],
    [destination, 'a.example.com:123'],
    [value, 'Acme'],
    [value, 'a_b'],
    [name, 'https://www.example.com'],
  ])('%s: %j', (pointer, text) => {
    expect(judge(text, pointer)).toEqual(['pattern']);
  });
});

describe('an editor accepts', () => {
  test.each([
    [port, 'tcp/443'],
    [port, 'udp/3478-3481'],
    [port, 'sctp/2905'],
    [host, 'www.example.com'],
    [host, '*.example.com'],
    [host, 'cdn-*.example.com'],
    [host, 'app_web.example.com'],
    [host, '\u0024{tenant}.example.com'],
    [network, '192.0.2.7/32'],
    [network, '192.0.2.1-192.0.2.9'],
    [network, '2001:db8::/32'],
    [resolver, 'self'],
    [resolver, '2001:db8::53'],
    [destination, 'self'],
    [destination, '*.ntp.example.net'],
    [destination, '198.51.100.9-198.51.100.12'],
    [destination, '2001:db8::/32'],
    [value, 'eu1.contoso-2'],
    [name, 'cdn*.example.com'],
  ])('%s: %j', (pointer, text) => {
    expect(judge(text, pointer)).toEqual([]);
  });

  // What the language accepts and an editor underlines would be a false alarm.
  test('every host, network and port that the language accepts', () => {
    fc.assert(
      fc.property(smallHost, smallNetwork, smallPorts, (aHost, aNetwork, ports) => {
        const texts = [
          [host, formatHost(aHost), parseHost] as const,
          [network, formatNetwork(aNetwork), parseNetwork] as const,
          [port, formatPortRange(ports), parsePortRange] as const,
        ].filter(([, text, parse]) => parse(text).ok);
        expect(texts.flatMap(([pointer, text]) => judge(text, pointer))).toEqual([]);
      }),
    );
  });

  test('everything that only the language refuses, with better words', () => {
    expect([...editorPatterns].sort()).toEqual(
      [host, network, port, resolver, destination, value, `${value}/items`, name].sort(),
    );
  });
});

test('every word of an enum has a description', () => {
  const enums = parts().filter(({ schema }) => 'enum' in schema);
  const silent = enums.filter(({ schema }) => {
    const [words, texts] = [schema['enum'], schema['enumDescriptions']];
    if (!Array.isArray(words) || !Array.isArray(texts)) return true;
    return texts.length !== words.length || !texts.every((text) => /^[A-Z].{6,}\.$/.test(text));
  });
  expect(silent.map(({ pointer }) => pointer)).toEqual([]);
  expect(enums.length).toBeGreaterThan(12);
});
