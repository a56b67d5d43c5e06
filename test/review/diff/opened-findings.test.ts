import { describe, expect, test } from '@jest/globals';
import { compare, type Parts } from './support.ts';

const www = '{ host: www.example.com, service: https }';
const tenants = '      - { host: "*.okta.com", service: https }';

function group(endpoints: string, more = ''): string {
  return `  - id: more\n    title: More\n    tier: optional\n    source: { document: guide }\n${more}    endpoints:\n${endpoints}`;
}

function site(tiers: string, clients = '192.0.2.0/24'): string {
  return `    { clients: [${clients}], resolvers: [self], enforce: closed, tiers: ${tiers}, targets: { squid: { tlsInspection: explicit } } }`;
}

function exception(rule: string, endpoint: string): string {
  return `version: 1\nexceptions:\n  - { rule: ${rule}, endpoint: "${endpoint}", reason: known, ticket: NET-1, approvedBy: Security, until: 2027-06-30 }\n`;
}

/** Of each finding of the rule: is it accepted? */
function accepted(rule: string, base: Parts, head: Parts): boolean[] {
  return compare(base, head)
    .findings.filter((finding) => finding.rule === rule)
    .map((finding) => finding.exception !== null);
}

describe('a finding of base about access that was denied', () => {
  const shut: Parts = { groups: group(tenants), site: site('[required]') };
  const open: Parts = { groups: group(tenants), site: site('[required, optional]') };

  test('is raised again with the added access', () => {
    expect(accepted('shared-tenant-wildcard', shut, open)).toEqual([false]);
    const [change] = compare(shut, open).sites.values();
    const rules = change?.gained.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules).toContain('shared-tenant-wildcard');
  });

  test('is not raised while the access is unchanged', () => {
    const louder = { ...shut, top: 'owner: Somebody' };
    expect(accepted('shared-tenant-wildcard', shut, louder)).toEqual([]);
    expect(accepted('shared-tenant-wildcard', open, { ...open, top: 'owner: Me' })).toEqual([]);
  });

  test('is accepted by the exception of its endpoint', () => {
    const exceptions = exception('shared-tenant-wildcard', '*.okta.com');
    expect(
      accepted('shared-tenant-wildcard', { ...shut, exceptions }, { ...open, exceptions }),
    ).toEqual([true]);
  });
});

describe('an exception that accepted something in base', () => {
  const third: Parts = { endpoints: [www, '{ host: cdn.example.org, service: https }'] };
  const exceptions = exception('third-party-domain', 'cdn.example.org');

  test('accepts the same for more clients', () => {
    const more = { ...third, site: site('[required]', '192.0.2.0/23') };
    const fewer = { ...third, site: site('[required]') };
    expect(
      accepted('third-party-domain', { ...fewer, exceptions }, { ...more, exceptions }),
    ).toEqual([true]);
  });

  test('does not accept its endpoint on other ports', () => {
    const more = { endpoints: [www, '{ host: cdn.example.org, service: wide }'] };
    expect(
      accepted('third-party-domain', { ...third, exceptions }, { ...more, exceptions }),
    ).toEqual([false]);
  });

  test('does not accept a new endpoint of its group', () => {
    const bypass = (endpoints: string): Parts => ({
      groups: group(endpoints, '    inspection: bypass\n'),
      site: site('[required, optional]'),
      exceptions: exception('inspection-bypass', 'more'),
    });
    const one = '      - { host: a.example.com, service: https }';
    const two = `${one}\n      - { host: b.example.com, service: https }`;
    expect(accepted('inspection-bypass', bypass(one), bypass(two))).toEqual([false]);
    expect(accepted('inspection-bypass', bypass(two), bypass(two))).toEqual([]);
  });
});

describe('an exception of base for a group, a list or a target', () => {
  const third = '      - { host: cdn.example.org, service: https }';
  const scoped = (rule: string, of: string): string =>
    exception(rule, 'x').replace('endpoint: "x"', of);
  const lists = (...names: string[]) => ({ 'lists/a.txt': `${names.join('\n')}\n` });
  const side = (endpoints: string, of = 'group: more', more: Partial<Parts> = {}): Parts => ({
    groups: group(endpoints),
    site: site('[required, optional]'),
    exceptions: scoped('third-party-domain', of),
    ...more,
  });

  test('is not raised again while nothing changes', () => {
    expect(accepted('third-party-domain', side(third), side(third))).toEqual([]);
  });

  test.each([
    ['a new host of the group', `${third}\n      - { host: new.example.net, service: https }`],
    ['another host in its place', '      - { host: new.example.net, service: https }'],
    ['the same host on other ports', third.replace('https', 'wide')],
  ])('does not accept %s', (_name, endpoints) => {
    expect(accepted('third-party-domain', side(third), side(endpoints))).toEqual([false]);
  });

  test('accepts again what it accepted while the access was denied', () => {
    const shut = { ...side(third), site: site('[required]') };
    const open = { ...side(third), site: site('[required, optional]') };
    expect(accepted('third-party-domain', shut, open)).toEqual([true]);
  });

  test('does not accept the same host in another group', () => {
    const moved = side(third).groups?.replace('id: more', 'id: else') ?? '';
    const twice = { ...side(third), groups: `${side(third).groups}\n${moved}` };
    expect(accepted('third-party-domain', side(third), twice)).toEqual([false]);
    const renamed = { ...side(third), groups: moved };
    expect(accepted('third-party-domain', side(third), renamed)).toEqual([false]);
  });

  test('does not accept a new line of its list', () => {
    const entry = '      - { list: lists/a.txt, service: https }';
    const before = side(entry, 'list: lists/a.txt', { files: lists('a.example.org') });
    const after = { ...before, files: lists('a.example.org', 'b.example.org') };
    expect(accepted('third-party-domain', before, before)).toEqual([]);
    expect(accepted('third-party-domain', before, after)).toEqual([false]);
  });

  test('does not accept a new host of its target', () => {
    const wider = (endpoints: string): Parts => ({
      ...side(endpoints),
      site: site('[required, optional]').replace(
        'squid: { tlsInspection: explicit }',
        'iptables: {}',
      ),
      exceptions: scoped('enforced-wider', 'target: iptables'),
    });
    const two = `${third}\n      - { host: new.example.net, service: https }`;
    expect(accepted('enforced-wider', wider(third), wider(third))).toEqual([]);
    expect(accepted('enforced-wider', wider(third), wider(two))).toEqual([false]);
  });

  test('accepts no change of its group that no endpoint shows', () => {
    const bypass = (endpoints: string): Parts => ({
      groups: group(endpoints, '    inspection: bypass\n'),
      site: site('[required, optional]'),
      exceptions: scoped('inspection-bypass', 'group: more'),
    });
    const two = `${third}\n      - { host: b.example.com, service: https }`;
    expect(accepted('inspection-bypass', bypass(third), bypass(two))).toEqual([false]);
  });

  test('has been prepared for nothing: without a finding in base it accepts none', () => {
    const own = '      - { host: b.example.com, service: https }';
    expect(accepted('third-party-domain', side(own), side(third))).toEqual([false]);
  });

  describe('of a line that base opens at one of two sites', () => {
    const both = (tiers: string, of: string): Parts => ({
      ...side(third, of),
      sites: site(tiers, '198.51.100.0/24').replace('    {', '  depot: { prefix: dpt,'),
    });

    test('does not accept it at the other one', () => {
      const found = accepted(
        'third-party-domain',
        both('[required]', 'group: more'),
        both('[required, optional]', 'group: more'),
      );
      expect(found).toEqual([false]);
    });

    test('does not accept it at a new site', () => {
      const found = accepted(
        'third-party-domain',
        side(third),
        both('[required, optional]', 'group: more'),
      );
      expect(found).toEqual([false]);
    });

    test('accepts it at both once base opens it at both', () => {
      const all = both('[required, optional]', 'group: more');
      const clients = (text: string) => text.replace('198.51.100.0/24', '198.51.100.0/23');
      const more = { ...all, sites: clients(all.sites ?? '') };
      expect(accepted('third-party-domain', all, more)).toEqual([true]);
    });

    test('accepts it by the exception of the endpoint, which names what it accepts', () => {
      const found = accepted(
        'third-party-domain',
        both('[required]', 'endpoint: cdn.example.org'),
        both('[required, optional]', 'endpoint: cdn.example.org'),
      );
      expect(found).toEqual([true]);
    });
  });

  test('has words in the change that no endpoint can have', () => {
    const forged = exception('third-party-domain', 'group more');
    const { exceptions } = compare({ ...side(third), exceptions: forged }, side(third));
    expect(exceptions.map(({ what, needsApproval }) => [what, needsApproval])).toEqual([
      ['exception from third-party-domain for group more', false],
      ['group exception from third-party-domain for more', true],
    ]);
  });
});

describe('a finding about one site', () => {
  const network: Parts = {
    endpoints: ['{ network: 203.0.113.0/25, service: https, ticket: NET-1 }'],
    groups: group('      - { host: cdn.example.org, service: https }'),
    site: site('[required]').replace('enforce', 'inner: [203.0.113.0/24], enforce'),
  };
  const depot = (tiers: string, more = ''): Parts => ({
    ...network,
    sites: site(tiers, '198.51.100.0/24').replace('    {', `  depot: { prefix: dpt,${more}`),
  });
  const opened = (head: Parts) =>
    [...compare(depot('[optional]'), head).sites].map(([id, { gained }]) => [
      id,
      gained
        .flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'inner-opened'))
        .map(({ message }) => message),
    ]);

  test('does not stand at the same access of another site', () => {
    expect(opened(depot('[required]'))).toEqual([
      ['branch', []],
      ['depot', []],
    ]);
  });

  test('is raised where another site has the same internal networks', () => {
    expect(opened(depot('[required]', ' inner: [203.0.113.0/24],'))).toEqual([
      ['branch', []],
      ['depot', ['allows internal addresses of site "depot", in 203.0.113.0/24']],
    ]);
  });
});
