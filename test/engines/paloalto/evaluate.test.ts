import { describe, expect, test } from '@jest/globals';
import type { EngineFlow } from '../flow.ts';
import { base } from './base.ts';
import { evaluatePaloalto, noDecryptPaloalto } from './checker.ts';
import { matchesUrl } from './urls.ts';

function flow(text: string, more: Partial<EngineFlow> = {}): EngineFlow {
  const [transport, destination = '', port] = text.split(' ');
  return {
    client: '192.0.2.10',
    destination,
    transport: transport === 'udp' ? 'udp' : 'tcp',
    port: Number(port),
    ...more,
  };
}

describe('the first rule that matches decides', () => {
  test.each<[string, EngineFlow, string, string | null]>([
    ['a host by its SNI', flow('tcp api.example.com 443'), 'allow', 'demo-cloud-https'],
    ['a host in capitals', flow('tcp API.example.com 443'), 'allow', 'demo-cloud-https'],
    [
      'an App-ID of the vendor',
      flow('tcp api.example.com 443', { appId: 'okta' }),
      'allow',
      'demo-cloud-https',
    ],
    [
      'another App-ID',
      flow('tcp api.example.com 443', { appId: 'google-base' }),
      'deny',
      'demo-deny',
    ],
    [
      'cleartext on the port of TLS',
      flow('tcp api.example.com 443', { application: 'http' }),
      'deny',
      'demo-deny',
    ],
    ['a host below a wildcard', flow('tcp a.b.cdn.example.com 443'), 'allow', 'demo-cloud-https'],
    ['the apex of a wildcard', flow('tcp cdn.example.com 443'), 'deny', 'demo-deny'],
    ['a child of a host', flow('tcp x.api.example.com 443'), 'deny', 'demo-deny'],
    ['a longer name', flow('tcp api.example.com.evil.example 443'), 'deny', 'demo-deny'],
    ['another port', flow('tcp api.example.com 8443', { application: 'tls' }), 'deny', 'demo-deny'],
    [
      'a path in cleartext',
      flow('tcp files.example.com 80', { path: '/updates/v1/a' }),
      'allow',
      'demo-cloud-http',
    ],
    [
      'another path',
      flow('tcp files.example.com 80', { path: '/updates/v2' }),
      'deny',
      'demo-deny',
    ],
    [
      'exactly one token for a caret',
      flow('tcp a.mirror.example.com 80'),
      'allow',
      'demo-cloud-http',
    ],
    ['two tokens for a caret', flow('tcp a.b.mirror.example.com 80'), 'deny', 'demo-deny'],
    ['a resolver on UDP', flow('udp 198.51.100.53 53'), 'allow', 'demo-base-dns'],
    ['a resolver on TCP', flow('tcp 198.51.100.53 53'), 'allow', 'demo-base-dns'],
    ['another resolver', flow('udp 198.51.100.54 53'), 'deny', 'demo-deny'],
    ['an FQDN object on UDP', flow('udp media.example.com 5005'), 'allow', 'demo-voice-media'],
    ['an address in a range', flow('udp 203.0.113.20 3478'), 'allow', 'demo-voice-media'],
    ['an address behind it', flow('udp 203.0.113.21 3478'), 'deny', 'demo-deny'],
    ['another port on UDP', flow('udp media.example.com 5011'), 'deny', 'demo-deny'],
    ['another client', flow('tcp api.example.com 443', { client: '198.51.100.9' }), 'none', null],
    [
      'a client of the other family',
      flow('tcp api.example.com 443', { client: '2001:db8:c1::9' }),
      'allow',
      'demo-cloud-https',
    ],
    [
      'another zone of the client',
      flow('tcp api.example.com 443', { from: 'guest' }),
      'none',
      null,
    ],
    [
      'another zone of the destination',
      flow('tcp api.example.com 443', { to: 'infra' }),
      'deny',
      'demo-deny',
    ],
  ])('%s', (_, given, verdict, rule) => {
    expect(evaluatePaloalto(base, given)).toEqual({ verdict, rule });
  });

  test('throws for a client that is not an address', () => {
    expect(() => evaluatePaloalto(base, flow('tcp x.example.com 443', { client: 'pc' }))).toThrow(
      '"pc" is no address of a client',
    );
  });
});

describe('a decryption rule spares', () => {
  test.each<[string, EngineFlow, string | null]>([
    ['a host of its category', flow('tcp api.example.com 443'), 'demo-no-decrypt'],
    ['no other host', flow('tcp help.example.com 443'), null],
    ['no cleartext', flow('tcp api.example.com 443', { application: 'http' }), null],
  ])('%s', (_, given, want) => {
    expect(noDecryptPaloalto(base, given)).toBe(want);
  });
});

describe('an entry of a category matches by whole tokens', () => {
  test.each<[string, string, string, boolean]>([
    ['example.com/', 'example.com', '/', true],
    ['example.com/', 'example.com', '/any/thing', true],
    ['example.com/', 'www.example.com', '/', false],
    ['example.com', 'example.com.evil.xyz', '/', true],
    ['example.com/', 'example.com.evil.xyz', '/', false],
    ['*.example.com/', 'a.b.example.com', '/', true],
    ['*.example.com/', 'example.com', '/', false],
    ['*.example.com/', 'evilexample.com', '/', false],
    ['^.example.com/', 'a.example.com', '/', true],
    ['^.example.com/', 'a.b.example.com', '/', false],
    ['a.*.example.com/', 'a.b.c.example.com', '/', true],
    ['example.com/v1', 'example.com', '/v1/x', true],
    ['example.com/v1', 'example.com', '/v10', false],
    ['example.com/v1', 'example.com', '/v1.html', true],
    ['example.com/v1', 'example.com', '/V1', false],
    ['example.com/v1/', 'example.com', '/v1', false],
  ])('%s and %s%s', (entry, host, path, want) => {
    expect(matchesUrl(entry, host, path)).toBe(want);
  });
});
