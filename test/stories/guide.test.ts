import { describe, expect, test } from '@jest/globals';
import { loadExceptions } from '../../src/language/exceptions/load.ts';
import { tooLong } from '../../src/language/exceptions/term.ts';
import type { Endpoint, Group } from '../../src/language/types.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { except } from '../../src/review/findings/except.ts';
import { lintSpec } from '../../src/review/findings/lint.ts';
import { loadFiles, memoryReader } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { realSpec } from '../support/rendered.ts';
import { readText } from '../support/schema.ts';

/** The day on which the project's exceptions were accepted. */
const today = '2026-11-24';

const { spec } = must(loadFiles({ 'spec.yaml': realSpec }));

const web = spec.groups.filter((group) => group.id !== 'name-lookup');
const hostsOf = (groups: readonly Group[]) =>
  new Set(
    groups.flatMap((group) =>
      group.endpoints.map(({ destination }) => formatDestination(destination)),
    ),
  );

/** The list as the guide prints it: tier, URL, port. */
const printed: readonly (readonly [string, string, number])[] = [
  ['required', 'https://www.pitneybowes.com/us/support/products/sendpro-tablet-support.html', 80],
  ['required', 'https://api.pitneybowes.com', 443],
  ['required', 'https://pitneybowes.okta.com', 443],
  ['required', 'http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService', 80],
  ['required', 'http://mail.o365.pb.com', 80],
  ['recommended', 'https://api.pitneybowes.com', 443],
  ['recommended', 'https://foundation.us.sending.pitneybowes.com/', 443],
  ['recommended', 'https://shipping.sending.us.pitneybowes.com/', 443],
  ['recommended', 'https://sendpro.us.pitneybowes.com/addressbook', 443],
  ['recommended', 'https://sendpro.us.pitneybowes.com/preferences/costaccounts', 443],
  ['recommended', 'https://sendpro.pitneybowes.com/preferences/printing', 443],
  ['recommended', 'https://sendpro.pitneybowes.com/history', 443],
  ['recommended', 'https://integration.sending.us.pitneybowes.com/', 443],
  ['recommended', 'https://locations.sendpro.pitneybowes.com/', 443],
  ['recommended', 'https://uam.sendpro.pitneybowes.com/', 443],
  ['recommended', 'https://sending.us.pitneybowes.com/', 443],
  ['recommended', 'https://sendpro.pitneybowes.com/', 443],
  ['recommended', 'https://smb.pitneybowes.com', 443],
  ['recommended', 'https://play.google.com', 443],
];

describe('the spec of the guide', () => {
  test('has an endpoint for each printed URL in its tier', () => {
    const said = web.flatMap((group) =>
      group.endpoints.map((endpoint) => [group.tier, urlOf(endpoint), portOf(endpoint)] as const),
    );
    expect(said).toEqual(printed);
  });

  test('has 15 hosts: 5 required, 11 recommended, one of them both', () => {
    const [required, recommended] = ['required', 'recommended'].map((tier) =>
      hostsOf(web.filter((group) => group.tier === tier)),
    );
    expect([hostsOf(web).size, required?.size, recommended?.size]).toEqual([15, 5, 11]);
    expect([...(required ?? [])].filter((host) => recommended?.has(host))).toEqual([
      'api.pitneybowes.com',
    ]);
  });

  test('allows UDP and TCP 53 to the resolvers, with inspection', () => {
    const lookup = spec.groups.find((group) => group.id === 'name-lookup');
    expect(lookup?.tier).toBe('required');
    expect(
      lookup?.endpoints.map(({ destination, inspection }) => [destination.kind, inspection]),
    ).toEqual([['resolvers', 'allow']]);
    expect(lookup?.endpoints[0]?.services[0]?.ports).toEqual([
      { transport: 'tcp', low: 53, high: 53 },
      { transport: 'udp', low: 53, high: 53 },
    ]);
  });

  test('bypasses inspection for every printed URL', () => {
    expect(web.flatMap((group) => group.endpoints).map(({ inspection }) => inspection)).toEqual(
      printed.map(() => 'bypass'),
    );
  });

  test('allows ports 80 and 443 for the https URL with port 80, and keeps what is printed', () => {
    const help = web
      .flatMap((group) => group.endpoints)
      .find(({ printed }) => printed !== undefined);
    expect(help?.services.map(({ name }) => name)).toEqual(['http', 'https']);
    expect(help?.printed).toEqual({ url: printed[0]?.[1], port: 80 });
  });

  test('has a purpose, a section and a document with a checksum for every group', () => {
    for (const group of spec.groups) {
      expect(group.purpose).toBeDefined();
      expect(group.source?.section).toBeDefined();
      expect(spec.documents.get(group.source?.document ?? '')?.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('lists requirements without a host name as unresolved', () => {
    const kinds = spec.unresolved.map(({ kind, id }) => `${kind} ${id}`);
    expect(kinds.filter((text) => text.startsWith('demanded'))).toHaveLength(6);
    expect(kinds.filter((text) => text.startsWith('silent'))).toEqual([
      'silent network-time',
      'silent application-store',
    ]);
  });
});

describe('lint on the list of the guide', () => {
  const { exceptions } = must(
    loadExceptions(memoryReader({ 'exceptions.yaml': readText('exceptions.yaml') }), 'spec.yaml'),
  );
  const { findings, unused } = except(must(lintSpec(spec, today)), exceptions, today);
  const subjectsOf = (rule: string) =>
    findings.filter((finding) => finding.rule === rule).map(({ subject }) => subject);

  test.each<[string, string[]]>([
    [
      'cleartext',
      [
        'www.pitneybowes.com',
        'http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService',
        'http://mail.o365.pb.com',
      ],
    ],
    ['scheme-port-mismatch', ['www.pitneybowes.com']],
    ['inspection-bypass', ['online-help', 'pb-web-services', 'sendpro-apis', 'device-management']],
    [
      'third-party-domain',
      [
        'https://pitneybowes.okta.com',
        'http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService',
        'https://play.google.com',
      ],
    ],
    [
      'duplicate-or-covered',
      [
        'https://api.pitneybowes.com',
        'https://sendpro.us.pitneybowes.com/preferences/costaccounts',
        'https://sendpro.pitneybowes.com/history',
        'https://sendpro.pitneybowes.com/',
      ],
    ],
    ['unresolved-requirement', spec.unresolved.map(({ id }) => id)],
  ])('reports %s', (rule, want) => {
    expect(subjectsOf(rule)).toEqual(want);
  });

  test('reports no finding of higher severity', () => {
    expect(findings.filter(({ severity }) => severity > 5.3)).toEqual([]);
  });

  test('leaves only unresolved requirements without an exception', () => {
    const left = findings.filter(({ exception }) => exception === null).map(({ rule }) => rule);
    expect(left).toEqual(spec.unresolved.map(() => 'unresolved-requirement'));
    expect(unused).toEqual([]);
  });

  test('has no exception for more than 12 months', () => {
    expect(tooLong(exceptions, today)).toEqual([]);
  });
});

function urlOf(endpoint: Endpoint): string {
  return endpoint.printed?.url ?? endpoint.written;
}

function portOf(endpoint: Endpoint): number | undefined {
  return endpoint.printed?.port ?? endpoint.services[0]?.ports[0]?.low;
}
