import { describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { caveats } from '../../../src/targets/paloalto/caveats.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { coverageOf } from '../../support/coverage.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SiteWords, type SpecWords } from '../../support/policy.ts';
import { everything, linesOf, type Options, policyFor, render, setOf } from './support.ts';
import { widened } from './widened.ts';

const clients = ['192.0.2.0/24', '2001:db8:c1::/64'];

/** Names, networks, resolvers and every place, at a site of its own address space. */
function words(site: SiteWords = {}): SpecWords {
  return {
    services: {
      ntp: { ports: ['udp/123'], application: 'other' },
      media: { ports: ['udp/3478'], application: 'other' },
    },
    groups: [
      { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } },
      {
        id: 'web',
        title: 'Web',
        to: {
          https: ['a.example.com', '198.51.100.0/25'],
          media: ['turn.example.com', '198.51.100.130'],
          ntp: ['any'],
        },
      },
    ],
    site: { clients, inner: ['198.51.100.0/24', '2001:db8:a000::/36'], ...site },
  };
}

function rulesIn(set: string): string[] {
  return linesOf(set).flatMap((line) => {
    const [, name, where] = /^move .*rulebase security rules (\S+) (.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${where}`];
  });
}

function verdictOf(spec: SpecWords, flow: string, client = '192.0.2.7'): string {
  const { verdict, at } = must(read(render(policyFor(spec)))).decide(
    must(parseFlow(flow)),
    must(parseAddress(client)),
  );
  const line = at === null ? '' : linesOf(setOf(policyFor(spec)))[at.line - 1];
  return `${verdict} ${/(?:rules|static|address) (\S+)/.exec(line ?? '')?.[1]}`;
}

function failuresOf(spec: SpecWords, files: TargetFiles, options: Partial<Options> = {}): string[] {
  return verifyTarget(paloalto, policyFor(spec, options), [], files).failed.map(
    ({ flow, expected, got }) => `${flow}: ${expected}, got ${got}`,
  );
}

describe('the inner networks of a default-deny site', () => {
  test('are denied after resolvers and listed networks, and before names and any destination', () => {
    expect(rulesIn(setOf(policyFor(words())))).toEqual([
      'spt-dns-dns-resolvers top',
      'spt-web-https-ip after spt-dns-dns-resolvers',
      'spt-web-media-ip after spt-web-https-ip',
      'spt-inner after spt-web-media-ip',
      'spt-web-https after spt-inner',
      'spt-web-media after spt-web-https',
      'spt-web-ntp-any after spt-web-media',
      'spt-deny after spt-web-ntp-any',
    ]);
  });

  test('are a group that is emptied and filled, and a rule of every port and application', () => {
    const lines = linesOf(setOf(policyFor(words(), { logSetting: 'fwd' })));
    const start = lines.indexOf('delete address-group spt-inner static');
    const rule = 'set rulebase security rules spt-inner';
    expect(lines.slice(start, lines.indexOf(`${rule} disabled no`) + 1)).toEqual([
      'delete address-group spt-inner static',
      'set address spt-198.51.100.0-24 ip-netmask 198.51.100.0/24',
      'set address-group spt-inner static spt-198.51.100.0-24',
      'set address spt-2001-db8-a000---36-4d3d84a4 ip-netmask 2001:db8:a000::/36',
      'set address-group spt-inner static spt-2001-db8-a000---36-4d3d84a4',
      'set address spt-2002-c633-6400---40-25630db6 ip-netmask 2002:c633:6400::/40',
      'set address-group spt-inner static spt-2002-c633-6400---40-25630db6',
      'set address spt-64-ff9b--c633-6400-120-1816ba91 ip-netmask 64:ff9b::c633:6400/120',
      'set address-group spt-inner static spt-64-ff9b--c633-6400-120-1816ba91',
      `${rule} disabled yes`,
      `${rule} from trust`,
      `${rule} to any`,
      `${rule} source spt-clients`,
      `${rule} destination spt-inner`,
      `${rule} application any`,
      `${rule} service any`,
      `${rule} action deny`,
      `${rule} log-setting fwd`,
      `${rule} description "the inner networks of the site, which no listed name may point to"`,
      `${rule} tag spt`,
      `${rule} disabled no`,
    ]);
  });

  test.each([
    ['https://a.example.com/', 'allow', '192.0.2.7'],
    ['https://198.51.100.5/', 'allow', '192.0.2.7'],
    ['udp://198.51.100.130:3478', 'allow', '192.0.2.7'],
    ['udp://192.0.2.1:53', 'allow', '192.0.2.7'],
    ['udp://203.0.113.1:123', 'allow', '192.0.2.7'],
    ['udp://198.51.100.5:123', 'deny', '192.0.2.7'],
    ['https://198.51.100.200/', 'deny', '192.0.2.7'],
    ['udp://[2001:db8:a000::1]:123', 'deny', '2001:db8:c1::5'],
    ['udp://[64:ff9b::c633:6401]:123', 'deny', '2001:db8:c1::5'],
    ['udp://[2001:db8:b000::1]:123', 'allow', '2001:db8:c1::5'],
  ])('%s is %s', (flow, verdict, client) => {
    expect(verdictOf(words(), flow, client)).toMatch(
      verdict === 'allow' ? /^allow / : /^deny spt-(?:198\.51\.100\.0-24|2001-|64-|inner)/,
    );
  });

  test('are excluded from any destination, which is exact', () => {
    const { access } = must(read(render(policyFor(words()))));
    const places = access.map(({ destination }) => formatDestination(destination));
    expect(places.filter((text) => text.startsWith('any'))).toEqual([
      'any but 198.51.100.0/24, 64:ff9b::c633:6400/120, 2001:db8:a000::/36, 2002:c633:6400::/40',
    ]);
    expect(failuresOf(words(), render(policyFor(words())))).toEqual([]);
    expect(anyRow(words())).toBe(
      'wider: no App-ID is listed for it, so every application may use the ports',
    );
  });

  test('in a family without clients have no rule', () => {
    const spec = words({ clients: ['192.0.2.0/24'], inner: ['2001:db8:a000::/36'] });
    expect(setOf(policyFor(spec))).not.toContain('spt-inner');
    expect(setOf(policyFor(spec))).toBe(
      setOf(policyFor({ ...spec, site: { ...spec.site, inner: [] } })),
    );
    expect(failuresOf(spec, render(policyFor(spec)))).toEqual([]);
  });

  test.each<Partial<Options>>([{ match: 'fqdn' }, { applications: 'any' }, { location: 'shared' }])(
    'are guarded with the options %j',
    (options) => {
      const files = render(policyFor(words(), options));
      expect(rulesIn(files.get('paloalto/rules.set') ?? '').join()).toContain('spt-inner');
      expect(failuresOf(words(), files, options)).toEqual([]);
    },
  );

  test('do not change a site without them', () => {
    expect(setOf(policyFor(words({ inner: [] })))).toContain(
      'spt-web-media static spt-198.51.100.130',
    );
    expect(setOf(policyFor(words({ inner: [] })))).not.toContain('inner');
  });

  test('do not limit any resolver', () => {
    const spec = words({ resolvers: 'any' });
    expect(rulesIn(setOf(policyFor(spec))).slice(0, 2)).toEqual([
      'spt-dns-dns-resolvers top',
      'spt-web-https-ip after spt-dns-dns-resolvers',
    ]);
    expect(failuresOf(spec, render(policyFor(spec)))).toEqual([]);
  });
});

function anyRow(spec: SpecWords): string {
  const rows = coverageOf(paloalto, policyFor(spec)).filter(
    ({ to }) => to.destination.kind === 'any',
  );
  return rows.map(({ coverage: { kind, reason } }) => `${kind}: ${reason}`).join();
}

describe('an allow-only site with inner networks in PAN-OS', () => {
  const spec = words({ enforce: 'additive' });

  test('denies nothing, and states that any destination includes the inner networks', () => {
    expect(setOf(policyFor(spec))).not.toContain('spt-inner');
    expect(anyRow(spec)).toBe(
      "wider: an allow-only site denies nothing, so the site's inner networks are allowed too; no App-ID is listed for it, so every application may use the ports",
    );
    expect(failuresOf(spec, render(policyFor(spec)))).toEqual([]);
  });

  test('states that a listed name that points there is allowed', () => {
    const text = 'a listed name that points to an inner network of the site is allowed there';
    expect(caveats(policyFor(spec)).join()).toContain(text);
    expect(caveats(policyFor(words())).join()).not.toContain(text);
    expect(caveats(policyFor(words())).join()).toContain('and no other private address');
  });
});

describe('files with a missing or different guard', () => {
  test('fail against a site that has it', () => {
    expect(failuresOf(words(), render(policyFor(words({ inner: [] }))))).toContain(
      'null: inner 198.51.100.0/24, 2001:db8:a000::/36, 2002:c633:6400::/40, 64:ff9b::c633:6400/120, got no inner',
    );
    const names: SpecWords = {
      groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
      site: { clients, inner: ['198.51.100.0/24'] },
    };
    const open = { ...names, site: { clients } };
    expect(failuresOf(names, render(policyFor(open)))).toHaveLength(1);
    expect(failuresOf(open, render(policyFor(names)))).toHaveLength(1);
  });

  test('fail if a network is missing', () => {
    const less = words({ inner: ['198.51.100.0/24'] });
    expect(failuresOf(words(), render(policyFor(less))).length).toBeGreaterThan(0);
  });

  test('are refused if a rule is on the wrong side', () => {
    const whole = render(policyFor(words()));
    const edits: [string, string][] = [
      ['spt-inner after spt-web-media-ip', 'spt-inner after spt-web-https-ip'],
      ['move rulebase security rules spt-inner after spt-web-media-ip\n', ''],
    ];
    for (const [from, to] of edits) {
      const files = new Map(
        [...whole].map(([file, text]) => [file, text.replace(from, to)] as const),
      );
      expect(read(files).ok).toBe(false);
    }
  });

  test('are refused if the guard is below its rules, in both files', () => {
    const whole = render(policyFor(words()));
    const cut = (text: string, from: string, to: string) => {
      const start = text.indexOf(from);
      const end = text.indexOf(to, start) + to.length;
      return [text.slice(start, end), text.slice(0, start) + text.slice(end)] as const;
    };
    const set = whole.get('paloalto/rules.set') ?? '';
    const rule = 'set rulebase security rules';
    const [block, without] = cut(
      set,
      'delete address-group spt-inner',
      `${rule} spt-inner disabled no\n`,
    );
    const forged = without
      .replace(`${rule} spt-deny disabled yes`, `${block}${rule} spt-deny disabled yes`)
      .replace('spt-inner after spt-web-media-ip\n', '')
      .replace('move rulebase security rules move', 'move')
      .replace('spt-web-https after spt-inner', 'spt-web-https after spt-web-media-ip')
      .replace(
        'spt-deny after spt-web-ntp-any',
        'spt-inner after spt-web-ntp-any\nmove rulebase security rules spt-deny after spt-inner',
      );
    const xml = whole.get('paloalto/rules.xml') ?? '';
    const group = cut(xml, '            <entry name="spt-inner">', '            </entry>\n');
    const last = '          </address-group>';
    const moved = group[1].replace(last, `${group[0]}${last}`);
    const entry = cut(
      moved,
      '                <entry name="spt-inner">',
      '                </entry>\n',
    );
    const deny = '                <entry name="spt-deny">';
    const document = entry[1].replace(deny, `${entry[0]}${deny}`);
    const found = read(
      new Map([...whole, ['paloalto/rules.set', forged], ['paloalto/rules.xml', document]]),
    );
    expect(found.ok ? '' : found.error.message).toBe(
      'expected this rule below the rule that denies the inner networks, found it above',
    );
  });

  test('no line can be changed and still verify', () => {
    const spec = { ...everything, site: { ...everything.site, inner: ['198.51.100.0/24'] } };
    const policy = policyFor(spec);
    const files = render(policy);
    expect(verifyTarget(paloalto, policy, [], files).failed).toEqual([]);
    const survivors = [...mutantsOf(files, widened)].filter(
      (mutant) =>
        / spt-inner|inner networks/.test(mutant.what) &&
        verifyTarget(paloalto, policy, [], mutant.files).failed.length === 0,
    );
    expect(survivors.map(({ what }) => what)).toEqual([]);
  });
});
