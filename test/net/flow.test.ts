import { describe, expect, test } from '@jest/globals';
import { formatAddress } from '../../src/net/address.ts';
import { parseFlow, portOf } from '../../src/net/flow.ts';
import { parsePath, pathCovers } from '../../src/net/path.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { splitUrl } from '../../src/net/url.ts';
import { must } from '../support/policy.ts';

describe('parseFlow', () => {
  test.each([
    ['https://api.example.com/', 'https tcp/443 api.example.com /'],
    ['https://API.Example.com./a/b?q=1#f', 'https tcp/443 api.example.com /a/b'],
    ['HTTP://api.example.com:8080/a/', 'http tcp/8080 api.example.com /a'],
    ['wss://api.example.com', 'wss tcp/443 api.example.com /'],
    ['ftp://api.example.com/', 'ftp tcp/21 api.example.com /'],
    ['tcp://192.0.2.1:22', 'tcp tcp/22 192.0.2.1 /'],
    ['udp://[2001:DB8::1]:53', 'udp udp/53 2001:db8::1 /'],
    ['https://app_web.link.example.com/', 'https tcp/443 app_web.link.example.com /'],
    ['http://api.example.com/a/*', 'http tcp/80 api.example.com /a/*'],
    ['api.example.com:443', 'tcp tcp/443 api.example.com /'],
    ['api.example.com:443/udp', 'udp udp/443 api.example.com /'],
    ['sctp://192.0.2.1:2905', 'sctp sctp/2905 192.0.2.1 /'],
    ['api.example.com:2905/sctp', 'sctp sctp/2905 api.example.com /'],
    ['icmp-echo://API.example.com.', 'icmp-echo icmp-echo api.example.com /'],
    ['esp://vpn.example.com/', 'esp esp vpn.example.com /'],
    ['ah://[2001:DB8::1]', 'ah ah 2001:db8::1 /'],
    ['gre://192.0.2.1', 'gre gre 192.0.2.1 /'],
  ])('%s', (given, want) => {
    const flow = must(parseFlow(given));
    const { scheme, peer, path } = flow;
    const to = peer.kind === 'name' ? peer.name : formatAddress(peer.address);
    expect(`${scheme} ${formatPortRange(portOf(flow))} ${to} ${path}`).toBe(want);
  });

  test.each([
    ['api.example.com', 'port-not-canonical'],
    ['tcp://api.example.com', 'port-not-canonical'],
    ['https://*.example.com/', 'wildcard-place'],
    ['https://app_web.com/', 'host-underscore'],
    ['gopher://api.example.com:70', 'flow-scheme'],
    ['https://user@api.example.com/', 'flow-shape'],
    ['https:///a', 'flow-shape'],
    ['tcp://2852039166:80', 'host-is-address'],
    // Taken for a path it would silently mean TCP.
    ['api.example.com:443/UDP', 'flow-shape'],
    ['api.example.com:443/dccp', 'flow-shape'],
    ['sctp://api.example.com', 'port-not-canonical'],
    ['sctp://api.example.com:2905/a', 'flow-shape'],
    ['esp://vpn.example.com:500', 'flow-port'],
    ['esp://vpn.example.com/a', 'flow-shape'],
    ['icmp-echo://vpn.example.com:0', 'flow-port'],
    ['icmp://vpn.example.com', 'flow-scheme'],
    ['vpn.example.com/esp', 'flow-shape'],
    ['api.example.com:443/udp/', 'flow-shape'],
    ['api.example.com:443/udp?x', 'flow-shape'],
    ['api.example.com:80/a/b', 'flow-shape'],
    ['tcp://api.example.com:443/udp', 'flow-shape'],
    ['udp://api.example.com:443/tcp', 'flow-shape'],
  ])('refuses %s as %s', (given, rule) => {
    const refused = parseFlow(given);
    expect(refused.ok ? undefined : refused.error.rule).toBe(rule);
  });
});

describe('says what is wrong with a flow, and how to write it', () => {
  test.each([
    ['', 'the flow is empty', 'write a URL'],
    ['10.9.0.0/24', 'found the network "10.9.0.0/24"', 'write one address of the network'],
    ['2001:db8::/32', 'found the network "2001:db8::/32"', 'write one address of the network'],
    ['a.example.com/b', 'has text after the host, but no scheme', '"https://a.example.com/b"'],
    ['a.example.com?b', 'has text after the host, but no scheme', '"https://a.example.com?b"'],
    ['vpn.example.com/esp', 'has text after the host, but no scheme', '"esp://vpn.example.com"'],
    ['https//a.example.com', 'no "://" after its scheme', 'write "https://a.example.com"'],
    ['http:/a.example.com/b', 'no "://" after its scheme', 'write "http://a.example.com/b"'],
    ['a.example.com:80/b', 'unexpected text after the port', 'a full URL with its path'],
  ])('%j', (given, message, help) => {
    const refused = parseFlow(given);
    expect(refused.ok ? '' : refused.error.message).toContain(message);
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });
});

describe('splitUrl', () => {
  test.each([
    ['https://user:secret@www.example.com/', 'remove the user name, the password and the "@"'],
    ['https://www.example.com/?a=1', 'remove the "?" and everything after it'],
    ['https://www.example.com/#a', 'remove the "#" and everything after it'],
    ['www.example.com', 'scheme://host'],
    ['https://', 'the host'],
  ])('refuses %s with a fix', (given, help) => {
    const refused = splitUrl(given);
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });
});

describe('a path includes itself and everything below it, by whole segments', () => {
  test.each([
    ['/a', '/a', true],
    ['/a', '/a/b', true],
    ['/a', '/ab', false],
    ['/a/b', '/a', false],
    ['/a', '/A', false],
    ['/', '/anything', true],
  ])('%s covers %s: %s', (outer, inner, want) => {
    expect(pathCovers(must(parsePath(outer)), must(parsePath(inner)))).toBe(want);
  });

  test.each(['/a//b', '/a/../b', '/./a', '/%2e%2E/a', '/%41', '/%2fa', '/a%2', '/a b', '/\u00e9'])(
    '%s has more than one reading and is refused',
    (given) => {
      expect(parsePath(given).ok).toBe(false);
    },
  );

  test.each([
    ['/pki/*', 'write "/pki": a path includes everything below it'],
    ['/pki/*/', 'write "/pki": a path includes everything below it'],
    ['/pki/**', 'write "/pki": a path includes everything below it'],
    ['/*', 'write "/"'],
    ['/pki/*.crl', 'write "/pki" to allow everything below it'],
    ['/pki*', 'write "/" to allow everything below it'],
    ['/a/*/b', 'write "/a" to allow everything below it'],
    ['/a/{tenant}/b', 'write "/a" to allow everything below it'],
    ['/a/\u0024{tenant}', 'write "/a" to allow everything below it'],
    ['/a/[id]', 'write "/a" to allow everything below it'],
    ['/a/<id>', 'write "/a" to allow everything below it'],
    ['/a/...', 'write "/a" to allow everything below it'],
  ])('refuses the wildcard in %s', (given, help) => {
    const refused = parsePath(given);
    expect(refused.ok ? undefined : refused.error.rule).toBe('path-wildcard');
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });

  test('an escaped star is a normal character, since no vendor prints it as a wildcard', () => {
    expect(must(parsePath('/a/%2A'))).toBe('/a/%2A');
  });

  test('a trailing slash does not change a path', () => {
    expect(must(parsePath('/a/'))).toBe('/a');
  });
});
