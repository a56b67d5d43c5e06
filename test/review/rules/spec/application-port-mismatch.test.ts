import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

function found(ports: string, application: string): string[] {
  return raised('application-port-mismatch', {
    services: [
      '  http: { ports: [tcp/80], application: http }',
      '  https: { ports: [tcp/443], application: tls }',
      `  web: { ports: [${ports}], application: ${application} }`,
    ].join('\n'),
    endpoints: [
      '{ host: a.example.com, service: https }',
      '{ host: b.example.com, services: [http, web] }',
      '{ host: c.example.com, service: web }',
    ],
  }).map((each) => each.replace(/^\d+: /, ''));
}

const http = 'where clients use cleartext HTTP';
const tls = 'where clients use TLS';

describe('application-port-mismatch', () => {
  test.each<[string, string, string[]]>([
    ['tcp/80, tcp/443', 'tls', [`"web": has application tls on tcp/80, ${http}`]],
    ['tcp/80, tcp/443', 'http', [`"web": has application http on tcp/443, ${tls}`]],
    [
      'tcp/80, tcp/443',
      'other',
      [
        `"web": has application other on tcp/443, ${tls}`,
        `"web": has application other on tcp/80, ${http}`,
      ],
    ],
    ['tcp/80-88', 'tls', [`"web": has application tls on tcp/80, ${http}`]],
    ['tcp/443', 'other', [`"web": has application other on tcp/443, ${tls}`]],
    ['tcp/443', 'dns', [`"web": has application dns on tcp/443, ${tls}`]],
    ['tcp/80, tcp/8080', 'http', []],
    ['tcp/443, udp/443', 'tls', []],
    ['udp/80, udp/443', 'other', []],
    ['tcp/1-65535', 'other', []],
    ['tcp/5671', 'other', []],
  ])('of %s with application %s, once for the service', (ports, application, want) => {
    expect(found(ports, application)).toEqual(want);
  });

  test('reports the first endpoint of a service, and ignores unused services', () => {
    const parts = (name: string) => ({
      services: [
        '  https: { ports: [tcp/443], application: tls }',
        '  web: { ports: [tcp/80, tcp/443], application: other }',
      ].join('\n'),
      endpoints: [
        '{ host: a.example.com, service: https }',
        `{ host: b.example.com, service: ${name} }`,
      ],
    });
    const lines = (name: string) =>
      raised('application-port-mismatch', parts(name)).map((each) => each.split(':')[0]);
    expect(new Set(lines('web')).size).toBe(1);
    expect(lines('web')).toHaveLength(2);
    expect(lines('https')).toEqual([]);
  });
});
