import { describe, expect, test } from '@jest/globals';
import type { Spec } from '../../src/language/types.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { openEverywhere } from '../../src/policy/open-groups.ts';
import { compileShared } from '../../src/policy/shared-selection.ts';
import type { SitePolicy } from '../../src/policy/types.ts';
import { decidingPlace, writtenText } from '../../src/policy/written.ts';
import { loadFiles, specText } from '../support/load.ts';
import { must } from '../support/policy.ts';

function specOf(endpoints: readonly string[], site: string, sites = ''): Spec {
  const text = `${specText({ endpoints, site })}${sites}`;
  return must(loadFiles({ 'spec.yaml': text })).spec;
}

const other = (id: string, more: string) =>
  `  ${id}:\n    clients: [192.0.2.0/24]\n    resolvers: [self]\n    enforce: closed\n    tiers: [required]\n${more}    targets: { iptables: {} }\n`;

/** Every destination of a policy, with the text of its first endpoint and the line that decides. */
function opened({ rules }: SitePolicy): string[] {
  return rules.flatMap(({ destinations }) =>
    destinations.flatMap(({ destination, origins: [origin] }) => {
      if (origin === undefined) return [];
      const { line } = decidingPlace(origin.endpoint);
      return [`${formatDestination(destination)}: ${writtenText(origin.endpoint)}, line ${line}`];
    }),
  );
}

const want = ['{ to: time-servers, service: https }'];

describe('a destination that each site gives', () => {
  test('opens its hosts, networks and the device, at the lines of the site', () => {
    const spec = specOf(
      want,
      '    destinations: { time-servers: [ntp.example.net, 198.51.100.9, self] }',
    );
    const [policy] = must(compileSites(spec));
    const line = spec.sites[0]?.destinations.get('time-servers')?.[0]?.place.line;
    expect(policy && opened(policy)).toEqual([
      `ntp.example.net: time-servers (ntp.example.net), line ${line}`,
      `198.51.100.9: time-servers (198.51.100.9), line ${line}`,
      `self: time-servers (self), line ${line}`,
    ]);
  });

  test('opens one destination once, in any notation', () => {
    const spec = specOf(
      want,
      '    destinations: { time-servers: [198.51.100.9, 198.51.100.9/32] }',
    );
    const [policy] = must(compileSites(spec));
    expect(policy && opened(policy)).toHaveLength(1);
  });

  test('differs by site, also if the sites select the same groups', () => {
    const spec = specOf(
      want,
      '    destinations: { time-servers: [198.51.100.9] }',
      other('second', '    destinations: { time-servers: [203.0.113.9] }\n'),
    );
    const compile = compileShared(spec);
    const texts = spec.sites.map((site) =>
      opened(must(compile(site))).map((each) => each.split(':')[0]),
    );
    expect(texts.sort()).toEqual([['198.51.100.9'], ['203.0.113.9']]);
  });

  test('is not wanted from a site that does not select the group', () => {
    const spec = specOf(
      want,
      '    destinations: { time-servers: [198.51.100.9] }',
      other('second', '    destinations: { time-servers: [203.0.113.9] }\n'),
    );
    const [first] = spec.sites;
    const optional = {
      ...spec,
      groups: spec.groups.flatMap((group) => [
        { ...group, wanted: [] },
        { ...group, id: 'more', tier: 'optional' as const, endpoints: [] },
      ]),
      sites: first === undefined ? [] : [{ ...first, destinations: new Map() }],
    };
    const fixed = {
      ...optional,
      groups: optional.groups.map((group, index) =>
        index === 0
          ? { ...group, endpoints: openEverywhere(spec).groups[0]?.endpoints ?? [] }
          : group,
      ),
    };
    expect(compileSites(fixed).ok).toBe(true);
    const required = {
      ...fixed,
      groups: fixed.groups.map((group) => ({ ...group, tier: 'required' as const })),
    };
    const compiled = compileSites(required);
    expect(compiled.ok ? [] : compiled.error.map(({ rule }) => rule)).toEqual([
      'destination-missing',
    ]);
  });

  test('is opened for every site in a spec that rules read, equal ones once', () => {
    const spec = specOf(
      want,
      '    destinations: { time-servers: [198.51.100.9, ntp.example.net] }',
      other('second', '    destinations: { time-servers: [203.0.113.9, ntp.example.net] }\n'),
    );
    const texts = openEverywhere(spec).groups.flatMap(({ endpoints }) =>
      endpoints.map(writtenText),
    );
    expect(texts.sort()).toEqual([
      'time-servers (198.51.100.9)',
      'time-servers (203.0.113.9)',
      'time-servers (ntp.example.net)',
    ]);
  });

  test('costs nothing in a spec without one', () => {
    const spec = specOf(['{ host: a.example.com, service: https }'], '');
    expect(openEverywhere(spec)).toBe(spec);
  });
});
