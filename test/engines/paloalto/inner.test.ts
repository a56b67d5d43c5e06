import { describe, expect, test } from '@jest/globals';
import { specText } from '../../support/load.ts';
import type { EngineFlow } from '../flow.ts';
import { sitesOf } from '../sites.ts';
import { edited } from '../support.ts';
import { checkPaloalto, checkPasteOverPaloalto, holdEqual, openPaloalto } from './checker.ts';

const options = 'from: trust, to: untrust, position: { after: portolan-marker }';

/** The files of a site that has address space of its own. */
function filesOf(
  enforce: 'closed' | 'additive',
  inner: string,
  more = '',
): ReadonlyMap<string, string> {
  const text = specText({
    services: [
      '  https: { ports: [tcp/443], application: tls }',
      '  media: { ports: [udp/3478], application: other }',
      '  ntp: { ports: [udp/123], application: other }',
    ].join('\n'),
    endpoints: [
      '{ url: "https://a.example.com" }',
      '{ url: "https://b.example.com", applications: { paloalto: [okta] } }',
      '{ host: turn.example.com, service: media }',
      '{ network: 198.51.100.0/25, services: [https, media] }',
      '{ to: any, service: ntp }',
    ],
    clients: '[192.0.2.0/24, "2001:db8:c1::/64"]',
    resolvers: '[192.0.2.53]',
    enforce,
    site: inner === '' ? '' : `    inner: ${inner}`,
    targets: `{ paloalto: { ${options}${more} } }`,
  });
  const [site] = sitesOf({ 'spec.yaml': text }, 'paloalto');
  if (site === undefined) throw new Error('the spec has a site');
  return site.files;
}

const inner = '[198.51.100.0/24, "2001:db8:a000::/36"]';
const flow = (destination: string, port: number, more: Partial<EngineFlow> = {}): EngineFlow => ({
  client: '192.0.2.9',
  destination,
  transport: port === 443 ? 'tcp' : 'udp',
  port,
  ...more,
});

describe.each(['', ', match: fqdn', ', applications: any', ', location: vsys2'])(
  'a closed site with address space of its own%s',
  (more) => {
    const files = filesOf('closed', inner, more);
    const firewall = openPaloalto(files);
    const [script = '', document = ''] = [...files.values()];

    test('has two files that the checker accepts and that are equal', () => {
      expect(checkPaloalto(files, { closed: true })).toEqual([]);
      expect(holdEqual(script, document)).toEqual([]);
      expect(checkPasteOverPaloalto(files, files)).toEqual([]);
    });

    test.each<[string, EngineFlow, string, RegExp]>([
      [
        'a name that leads outside',
        flow('a.example.com', 443, { address: '203.0.113.7' }),
        'allow',
        /^dmo-web-https$/,
      ],
      [
        'a name that leads inside',
        flow('a.example.com', 443, { address: '198.51.100.200' }),
        'deny',
        /^dmo-inner$/,
      ],
      [
        'a name that leads inside over IPv6',
        flow('a.example.com', 443, { client: '2001:db8:c1::9', address: '2001:db8:a000::1' }),
        'deny',
        /^dmo-inner$/,
      ],
      [
        'a name on UDP that leads inside',
        flow('turn.example.com', 3478, { address: '198.51.100.200' }),
        'deny',
        /^dmo-inner$/,
      ],
      [
        'a name on UDP that leads outside',
        flow('turn.example.com', 3478, { address: '203.0.113.7' }),
        'allow',
        /^dmo-web-media/,
      ],
      ['a listed network that is inside', flow('198.51.100.7', 443), 'allow', /^dmo-web-https-ip$/],
      ['the same on another port', flow('198.51.100.7', 123), 'deny', /^dmo-inner$/],
      ['any place outside', flow('203.0.113.9', 123), 'allow', /^dmo-web-ntp-any$/],
      ['any place inside', flow('198.51.100.200', 123), 'deny', /^dmo-inner$/],
    ])('%s', (_name, asked, verdict, rule) => {
      const decided = firewall.evaluate(asked);
      expect(decided.verdict).toBe(verdict);
      expect(decided.rule).toMatch(rule);
    });
  },
);

describe('App-IDs of an endpoint', () => {
  const firewall = openPaloalto(filesOf('closed', ''));

  test.each([
    ['b.example.com', 'okta', 'allow'],
    ['b.example.com', 'ssl', 'allow'],
    ['a.example.com', 'ssl', 'allow'],
    ['a.example.com', 'okta', 'deny'],
    ['198.51.100.7', 'okta', 'deny'],
    ['b.example.com', 'zoom', 'deny'],
  ])('%s as %s: %s', (host, appId, verdict) => {
    expect(firewall.evaluate(flow(host, 443, { appId })).verdict).toBe(verdict);
  });
});

test('an allow-only site denies nothing, and allows its internal networks', () => {
  const files = filesOf('additive', inner);
  expect(checkPaloalto(files, { closed: false })).toEqual([]);
  expect(openPaloalto(files).evaluate(flow('198.51.100.200', 123)).verdict).toBe('allow');
});

describe('the checker', () => {
  const files = filesOf('closed', inner);
  const file = 'paloalto/rules.set';

  test('detects every rule on the wrong side of the guard', () => {
    const above = edited(
      files,
      {
        file,
        from: 'rules dmo-inner after dmo-web-media-ip',
        to: 'rules dmo-inner after dmo-web-https',
      },
      {
        file,
        from: 'rules dmo-web-https after dmo-inner',
        to: 'rules dmo-web-https after dmo-web-media-ip',
      },
      { file, from: 'move rulebase security rules dmo-inner after dmo-web-https\n', to: '' },
      {
        file,
        from: 'move rulebase security rules dmo-web-https after dmo-web-media-ip\n',
        to: 'move rulebase security rules dmo-web-https after dmo-web-media-ip\nmove rulebase security rules dmo-inner after dmo-web-https\n',
      },
      {
        file,
        from: 'dmo-web-https-app-okta after dmo-web-https',
        to: 'dmo-web-https-app-okta after dmo-inner',
      },
    );
    expect(checkPaloalto(above)).toContain(
      'rules.set: the rule "dmo-web-https" stands above the guard "dmo-inner"',
    );
    const below = edited(
      files,
      {
        file,
        from: 'dmo-web-media-ip after dmo-web-https-ip\n',
        to: 'dmo-inner after dmo-web-https-ip\n',
      },
      {
        file,
        from: 'dmo-inner after dmo-web-media-ip\n',
        to: 'dmo-web-media-ip after dmo-inner\n',
      },
      {
        file,
        from: 'dmo-web-https after dmo-inner\n',
        to: 'dmo-web-https after dmo-web-media-ip\n',
      },
    );
    expect(checkPaloalto(below)).toContain(
      'rules.set: the rule "dmo-web-media-ip" stands below the guard "dmo-inner"',
    );
  });
});
