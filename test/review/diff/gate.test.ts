import { describe, expect, test } from '@jest/globals';
import { withGate } from '../../../src/review/diff/gate.ts';
import { gainsOf, lossesOf, severityOf } from '../../../src/review/diff/order.ts';
import { compare, type Parts } from './support.ts';

const ordinary = '{ host: www.example.com, service: https }';
const anywhere = '{ to: any, service: https, note: "no list of servers" }';
const wide = '{ host: "*.okta.com", service: https }';
const clear = '{ host: files.example.com, service: http }';

const accepted = `version: 1
exceptions:
  - { rule: any-destination, endpoint: any, reason: no list of servers, ticket: NET-1, approvedBy: Ann, until: 2099-01-31 }
`;

function approvals(base: Parts, head: Parts, failOn: number): string[] {
  return withGate(compare(base, head), failOn).approvals.map(({ what }) => what);
}

describe('the gate of diff', () => {
  test.each<[string, { base?: Parts; endpoints: string[]; failOn: number; wants: string[] }]>([
    [
      'holds back a critical addition',
      {
        endpoints: [ordinary, anywhere],
        failOn: 7,
        wants: ['any-destination of any: allows every destination'],
      },
    ],
    [
      'holds back an addition of exactly its severity, once for all findings of one domain',
      {
        endpoints: [
          ordinary,
          ...['a', 'b'].map((name) => `{ host: ${name}.example.com, service: many }`),
        ],
        failOn: 7,
        wants: ['broad-port-range of 2 endpoints of example.com: allows 101 ports: tcp/3000-3100'],
      },
    ],
    ['lets a lower severity pass', { endpoints: [ordinary, wide, clear], failOn: 9, wants: [] }],
    ['lets an addition without a finding pass', { endpoints: [ordinary], failOn: 0, wants: [] }],
    [
      'accepts what an exception of base accepts',
      { base: { exceptions: accepted }, endpoints: [ordinary, anywhere], failOn: 7, wants: [] },
    ],
  ])('%s', (_name, { base = {}, endpoints, failOn, wants }) => {
    const services = '  many: { ports: [tcp/3000-3100], application: tls }';
    expect(approvals(base, { ...base, services, endpoints }, failOn)).toEqual(wants);
  });

  test('does not accept what only an exception of head accepts', () => {
    expect(approvals({}, { endpoints: [ordinary, anywhere], exceptions: accepted }, 7)).toEqual([
      'any-destination of any: allows every destination',
      'exception from any-destination for any',
    ]);
  });

  test('does not ask about a severe finding of access that base allows', () => {
    const base = { endpoints: [ordinary, anywhere] };
    expect(approvals(base, { endpoints: [ordinary, anywhere, clear] }, 7)).toEqual([]);
  });

  test('names the entry of exceptions.yaml that approves the access', () => {
    const [approval] = withGate(compare({}, { endpoints: [ordinary, anywhere] }), 7).approvals;
    expect(approval).toEqual({
      what: 'any-destination of any: allows every destination',
      help: 'list the hosts or networks that the product needs; to approve it, first merge an entry in exceptions.yaml with rule: any-destination, endpoint: any',
      about: 'access',
    });
  });
});

describe('the order of every report', () => {
  const site = (name: string) =>
    `  ${name}: { prefix: ${name}, clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { pac: { proxy: "PROXY p.example.net:1" } } }`;
  const sites = { sites: ['aa', 'zz'].map(site).join('\n') };

  test('lists added access with the highest severity first, then by site and destination', () => {
    const report = compare(sites, { ...sites, endpoints: [ordinary, clear, wide, anywhere] });
    const order = gainsOf(report).map(({ site: at, change }) => [at, severityOf(change)]);
    expect(order).toEqual([
      ...['aa', 'branch', 'zz'].map((each) => [each, 9.8]),
      ...['aa', 'branch', 'zz'].map((each) => [each, 8.8]),
      ...['aa', 'branch', 'zz'].map((each) => [each, 5.3]),
    ]);
    expect(report.sites.get('branch')?.gained.map(severityOf)).toEqual([9.8, 8.8, 5.3]);
  });

  test('an accepted finding does not move an addition to the top', () => {
    const base = { exceptions: accepted };
    const report = compare(base, { ...base, endpoints: [ordinary, clear, anywhere] });
    expect(gainsOf(report).map(({ change }) => severityOf(change))).toEqual([5.3, 0]);
  });

  test('lists removed access of a required tier first', () => {
    const groups =
      '  - { id: more, title: More, tier: recommended, endpoints: [{ host: a.example.com, service: https }] }';
    const endpoints = [ordinary, '{ host: z.example.com, service: https }'];
    const report = compare({ endpoints, groups }, {});
    expect(lossesOf(report).map(({ change }) => change.tier)).toEqual(['required', 'recommended']);
  });
});
