import { describe, expect, test } from '@jest/globals';
import { raised, services } from '../support.ts';

const at = (service: string, items = 'self') =>
  raised('device-service', {
    services: `${services}\n  ntp: { ports: [udp/123], application: other }`,
    site: `    destinations: { local: [${items}] }`,
    endpoints: [`{ to: local, service: ${service} }`],
  }).map((each) => each.replace(/^\d+: /, ''));

describe('device-service', () => {
  test.each([
    ['https on the device', 'https', ['"local": allows tcp/443 of the device itself (self)']],
    ['DNS, as a resolver offers it', 'dns', []],
    ['NTP', 'ntp', []],
  ])('checks %s', (_what, service, found) => {
    expect(at(service)).toEqual(found);
  });

  test('ignores hosts and networks', () => {
    expect(at('https', 'a.example.com, 198.51.100.9')).toEqual([]);
  });

  test('ignores the resolvers of the site', () => {
    expect(
      raised('device-service', { services, endpoints: ['{ to: resolvers, service: https }'] }),
    ).toEqual([]);
  });
});
