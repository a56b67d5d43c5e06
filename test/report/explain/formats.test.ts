import { describe, expect, test } from '@jest/globals';
import { explainJson } from '../../../src/report/explain/json.ts';
import { explainText } from '../../../src/report/explain/text.ts';
import { paintFor } from '../../../src/report/page/paint.ts';
import { explained, manyKinds, type Tamper } from '../../support/explain.ts';
import { expectReport } from '../../support/report.ts';

const oneSite = manyKinds.slice(0, manyKinds.indexOf('  lab:'));

function textOf(flow: string, tamper?: Tamper, spec = oneSite): string {
  return explainText({ explanation: explained(spec, flow, tamper), out: 'generated' });
}

describe('the explanation as text', () => {
  test('lists the endpoints of an allowed flow, and the line of each output', () => {
    expect(textOf('https://www.example.com/')).toBe(`https://www.example.com/

branch: allowed
  rule       web/https (required, inspection: bypass)
  group      web (required): Web
  document   The Guide, URLs
  spec       spec.yaml:26:9 www.example.com (https)
  ticket     NET-1
  requester  Ann
  expires    2027-01-31
  note       why
  group      shop (recommended): Shop
  spec       spec.yaml:37:9 www.example.com (https)

  iptables   allow  wider  generated/branch/iptables/dnsmasq.conf:11
             dnsmasq also allows the subdomains of this host
  pac        allow  exact  generated/branch/pac/proxy.pac:19
  pfsense    allow  exact  generated/branch/pfsense/aliases.txt:20
  squid      allow  exact  generated/branch/squid/bypass.conf:37
`);
  });

  test('lists the reasons for a denied flow, with their locations', () => {
    expect(textOf('http://docs.example.com/x')).toBe(`http://docs.example.com/x

branch: not allowed by the spec, but allowed by iptables, pac, pfsense
  reason     on tcp/80 docs.example.com is allowed at /manual and below, not at
             /x
             spec.yaml:27:9 http://docs.example.com/manual (web)

  iptables   allow  wider  generated/branch/iptables/dnsmasq.conf:8
             allowed for spec.yaml:27:9 (dnsmasq also allows the subdomains of
             this host, and a packet filter cannot see the path)
  pac        allow  wider  generated/branch/pac/proxy.pac:16
             allowed for spec.yaml:27:9 (a PAC file cannot see the path: the
             whole host skips the proxy)
  pfsense    allow  wider  generated/branch/pfsense/aliases.txt:16
             allowed for spec.yaml:27:9 (a packet filter cannot see the path)
  squid      deny   -      no line allows it
`);
  });

  test('lists the endpoints of two reasons once', () => {
    const text = textOf('http://www.example.com/');
    expect(text.match(/reason {5}/g)).toHaveLength(2);
    expect(text.match(/spec\.yaml:26:9/g)).toHaveLength(1);
  });

  test('says what is wrong with an output, and which command helps', () => {
    const tamper: Tamper = (_site, target, files) => {
      if (target === 'pfsense') return undefined;
      return new Map(
        [...files].map(([path, text]) => [
          path,
          text.replace('"www.example.com"', '"www.example.test"'),
        ]),
      );
    };
    const text = textOf('https://www.example.com/', tamper);
    expect(text).toContain(`  pac        deny     exact  no line allows it
             expected allow: the spec allows it here
             help: run "portolan check" to see whether the file was edited or is
             out of date
  pfsense    unknown  exact
             no files yet, run "portolan generate"
`);
  });

  test('explains site by site', () => {
    const text = textOf('https://extra.example.org/', undefined, manyKinds);
    expect(text.match(/^\w+: (not )?allowed/gm)).toEqual(['branch: not allowed', 'lab: allowed']);
  });

  test('wraps at 80 columns unless a single word is longer', () => {
    const flows = ['https://www.example.com/', 'http://docs.example.com/x', 'udp://192.0.2.1:53'];
    const lines = flows.flatMap((flow) => textOf(flow, undefined, manyKinds).split('\n'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('has the same words with and without color', () => {
    const paint = paintFor({ flag: true, environment: {}, isTerminal: false });
    const explanation = explained(manyKinds, 'https://shop.example.org/');
    const colored = explainText({ explanation, out: 'generated' }, paint);
    expect(colored).toContain('\u001b[31mnot allowed\u001b[39m');
    const bare = colored.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m`, 'g'), '');
    expect(bare).toBe(explainText({ explanation, out: 'generated' }));
  });

  test('escapes control characters for the terminal', () => {
    const { flow, ...rest } = explained(oneSite, 'https://www.example.com/');
    const [site] = rest.sites;
    const hostile = 'a\u001b[2J\nz\u202ec';
    const { origins = [] } = site ?? {};
    const changed = origins.map((origin) => ({
      ...origin,
      group: { ...origin.group, title: hostile },
      endpoint: {
        ...origin.endpoint,
        written: hostile,
        note: hostile,
        ticket: hostile,
        requester: hostile,
        place: { ...origin.endpoint.place, file: hostile },
      },
    }));
    const reason = { kind: 'path' as const, message: hostile, origins: changed };
    const sites = rest.sites.map((each) => ({ ...each, origins: changed, whyNot: [reason] }));
    const text = explainText({
      explanation: { ...rest, flow: { ...flow, text: hostile }, sites },
      out: hostile,
    });
    expect(text).toContain('a<U+001B>[2J<U+000A>z<U+202E>c');
    expect(text.match(/[^\n -~]/g)).toBeNull();
    expect(text).not.toMatch(/^z/m);
  });
});

describe('the explanation as JSON', () => {
  const flows = [
    'https://www.example.com/',
    'http://docs.example.com/x',
    'https://extra.example.org/',
    'http://www.example.com:443/',
    'udp://192.0.2.1:53',
    '198.51.100.200:443',
    'https://evil.test/',
  ];

  test.each(flows)('matches the schema for %s', (flow) => {
    const report = expectReport(
      explainJson({ explanation: explained(manyKinds, flow), out: 'generated' }),
    );
    expect(report).toMatchObject({ schemaVersion: 1, flow });
  });

  test('matches the schema if files are missing or damaged', () => {
    const gone = explained(manyKinds, 'https://www.example.com/', () => undefined);
    const spoiled = explained(
      manyKinds,
      'https://www.example.com/',
      (_site, _target, files) => new Map([...files].map(([path, text]) => [path, `x${text}`])),
    );
    for (const explanation of [gone, spoiled])
      expectReport(explainJson({ explanation, out: 'generated' }));
  });

  test('contains rule, groups, tier and origins, and verdict, coverage and location of each output', () => {
    const text = explainJson({
      explanation: explained(oneSite, 'https://www.example.com/'),
      out: 'generated',
    });
    expect(JSON.parse(text)).toMatchObject({
      allowed: true,
      sites: {
        branch: {
          allowed: true,
          rule: 'web/https',
          rules: ['web/https'],
          groups: ['web', 'shop'],
          tier: 'required',
          origins: [
            {
              file: 'spec.yaml',
              line: 26,
              column: 9,
              written: 'www.example.com',
              group: 'web',
              document: 'guide',
              section: 'URLs',
              ticket: 'NET-1',
              requester: 'Ann',
              expires: '2027-01-31',
              note: 'why',
            },
            { line: 37, group: 'shop', document: null, ticket: null },
          ],
          whyNot: [],
          targets: {
            iptables: {
              verdict: 'allow',
              coverage: 'wider',
              reason: 'dnsmasq also allows the subdomains of this host',
              file: 'generated/branch/iptables/dnsmasq.conf',
              line: 11,
              widens: null,
              differs: false,
            },
          },
        },
      },
    });
  });

  test('contains the reasons and the nearest access of a denied flow', () => {
    const text = explainJson({
      explanation: explained(oneSite, 'tcp://www.example.com:444'),
      out: 'generated',
    });
    expect(JSON.parse(text).sites.branch).toMatchObject({
      allowed: false,
      rule: null,
      rules: [],
      groups: [],
      tier: null,
      inspection: null,
      origins: [],
      whyNot: [{ kind: 'other-port', origins: [{ line: 26 }, { line: 37 }] }],
      nearest: { host: 'www.example.com', port: 'tcp/443' },
      targets: { pac: { verdict: 'deny', coverage: null, file: null, line: null } },
    });
  });
});
