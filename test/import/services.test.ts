import { describe, expect, test } from '@jest/globals';
import { knownServices, ServiceNames } from '../../src/import/services.ts';
import { mergePorts } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { loadFiles, specText } from '../support/load.ts';
import { must } from '../support/policy.ts';

const table = [
  ['tcp/80', 'http http tcp/80'],
  ['tcp/443', 'https tls tcp/443'],
  ['tcp/80 tcp/443', 'http http tcp/80; https tls tcp/443'],
  ['tcp/53 udp/53', 'dns dns tcp/53 udp/53'],
  ['udp/53', 'udp-53 dns udp/53'],
  ['tcp/636', 'tcp-636 tls tcp/636'],
  ['tcp/853', 'tcp-853 tls tcp/853'],
  ['tcp/993 tcp/995', 'tcp-993 tls tcp/993; tcp-995 tls tcp/995'],
  ['tcp/5061', 'tcp-5061 tls tcp/5061'],
  ['tcp/8883', 'tcp-8883 tls tcp/8883'],
  ['tcp/25', 'tcp-25 other tcp/25'],
  ['tcp/143', 'tcp-143 other tcp/143'],
  ['tcp/587', 'tcp-587 other tcp/587'],
  ['udp/443', 'udp-443 other udp/443'],
  ['udp/123', 'udp-123 other udp/123'],
  ['udp/3478 udp/3479 udp/3480 udp/3481', 'udp-3478-3481 other udp/3478-3481'],
  ['tcp/442-444', 'https tls tcp/443; tcp-442 other tcp/442; tcp-444 other tcp/444'],
  ['tcp/5060-5061', 'tcp-5060 other tcp/5060; tcp-5061 tls tcp/5061'],
  ['sctp/36412', 'sctp-36412 other sctp/36412'],
] as const;

describe('the services of ports', () => {
  test.each(table)('%s', (ports, want) => {
    expect(own(new ServiceNames('o365'), ports)).toBe(want);
  });

  test('the same ports in another order are one service', () => {
    const names = new ServiceNames('o365');
    const one = names.namesOf(rangesOf('udp/3478-3481 tcp/80'));
    const other = names.namesOf(rangesOf('tcp/80 udp/3480-3481 udp/3478-3479'));
    expect(one).toEqual(['http', 'udp-3478-3481']);
    expect(other).toEqual(one);
    expect(names.own).toHaveLength(2);
  });

  test('an endpoint with more ranges than it may have services gets one for each application', () => {
    const odd = Array.from({ length: 1200 }, (_, index) => `tcp/${10_001 + 2 * index}`);
    const names = new ServiceNames('o365');
    const list = names.namesOf(rangesOf(`tcp/80 tcp/443 ${odd.join(' ')}`));
    expect(list).toHaveLength(4);
    expect(names.own.map(({ ports, application }) => `${ports.length} ${application}`)).toEqual(
      expect.arrayContaining(['1 http', '1 tls', '1000 other', '200 other']),
    );
    for (const { name } of names.own) expect(name).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
  });
});

describe('the services of the spec', () => {
  const text = specText({
    services: [
      '  web: { ports: [tcp/443], application: tls }',
      '  http: { ports: [tcp/80, tcp/8080], application: http }',
      '  names: { ports: [tcp/53, udp/53], application: dns }',
    ].join('\n'),
    endpoints: ['{ host: www.example.com, service: web }'],
  });
  const { spec } = must(loadFiles({ 'spec.yaml': text }));
  const known = knownServices(spec.services.values());

  test('with the same ports and application are used and not defined again', () => {
    const names = new ServiceNames('o365', known);
    expect(names.namesOf(rangesOf('tcp/443 tcp/53 udp/53'))).toEqual(['names', 'web']);
    expect(names.own).toEqual([]);
    expect([...names.ports.keys()]).toEqual(['web', 'names']);
  });

  test('keep their names from services with other ports', () => {
    const names = new ServiceNames('o365', known);
    expect(own(names, 'tcp/80')).toBe('o365-http http tcp/80');
  });
});

function own(names: ServiceNames, ports: string): string {
  const list = names.namesOf(rangesOf(ports));
  expect(names.own.map(({ name }) => name)).toEqual(list);
  return names.own
    .map((service) => [service.name, service.application, ...service.ports].join(' '))
    .join('; ');
}

function rangesOf(ports: string) {
  return mergePorts(ports.split(' ').map((port) => must(parsePortRange(port))));
}
