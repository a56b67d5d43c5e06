import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

// Two groups share a host on one port; the weaker group needs more ports and has a list.
const spec = `version: 1
name: demo
prefix: dmo
title: Demo
inspection: bypass
documents:
  guide: { title: Guide }
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  https: { ports: [tcp/443], application: tls }
  web: { ports: [tcp/8443, tcp/443], application: tls }
groups:
  - id: base
    title: Base
    tier: required
    source: { document: guide, section: "Hosts, ports" }
    endpoints:
      - { host: "*.example.com", service: https, ticket: '=HYPERLINK("http://evil.example","x"),1' }
      - { host: api.example.net, service: https, ticket: CHG-1, expires: "2027-01-31" }
      - { to: resolvers, service: dns, inspection: allow }
  - id: extra
    title: Extra
    tier: optional
    endpoints:
      - { host: api.example.net, service: web, ticket: CHG-2 }
      - { list: hosts.txt, service: https }
sites:
  north:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required, optional]
    targets:
      iptables: {}
      pfsense: { interface: lan, clients: [192.0.2.0/25] }
  south:
    prefix: dms
    clients: [198.51.100.0/24]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    targets:
      squid: { tlsInspection: explicit }
`;

function list(words: readonly string[], text = spec): Run {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': text, 'hosts.txt': 'a.example.org\n198.51.100.7\n' });
    return portolan(folder, ['list', ...words]);
  });
}

describe('list', () => {
  test('prints a table with every site by default, without columns that are empty', () => {
    const { code, stdout, stderr } = list([]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`\
site   tier      group  destination      written          service  ports          clients                        inspection  ticket                                   document  section       expires     spec            iptables  pfsense      squid
north  required  base   resolvers        resolvers        dns      tcp/53 udp/53  192.0.2.0/24 2001:db8:c1::/64  allow                                                guide     Hosts, ports              spec.yaml:20:9  exact     exact
north  required  base   api.example.net  api.example.net  https    tcp/443        192.0.2.0/24 2001:db8:c1::/64  bypass      CHG-1                                    guide     Hosts, ports  2027-01-31  spec.yaml:19:9  wider     exact
north  optional  extra  api.example.net  api.example.net  web      tcp/443        192.0.2.0/24 2001:db8:c1::/64  bypass      CHG-2                                                                        spec.yaml:25:9  wider     exact
north  required  base   *.example.com    *.example.com    https    tcp/443        192.0.2.0/24 2001:db8:c1::/64  bypass      =HYPERLINK("http://evil.example","x"),1  guide     Hosts, ports              spec.yaml:18:9  wider     unsupported
north  optional  extra  a.example.org    a.example.org    https    tcp/443        192.0.2.0/24 2001:db8:c1::/64  bypass                                                                                   hosts.txt:1:1   wider     exact
north  optional  extra  198.51.100.7     198.51.100.7     https    tcp/443        192.0.2.0/24 2001:db8:c1::/64  bypass                                                                                   hosts.txt:2:1   exact     exact
north  optional  extra  api.example.net  api.example.net  web      tcp/8443       192.0.2.0/24 2001:db8:c1::/64  bypass      CHG-2                                                                        spec.yaml:25:9  wider     exact
south  required  base   resolvers        resolvers        dns      tcp/53 udp/53  198.51.100.0/24                allow                                                guide     Hosts, ports              spec.yaml:20:9                         not-applicable
south  required  base   api.example.net  api.example.net  https    tcp/443        198.51.100.0/24                bypass      CHG-1                                    guide     Hosts, ports  2027-01-31  spec.yaml:19:9                         exact
south  required  base   *.example.com    *.example.com    https    tcp/443        198.51.100.0/24                bypass      =HYPERLINK("http://evil.example","x"),1  guide     Hosts, ports              spec.yaml:18:9                         exact
`);
  });

  test('prints one line for each entry as CSV, and no text that a spreadsheet would run', () => {
    const { code, stdout } = list(['--format', 'csv', '--site', 'south']);
    expect(code).toBe(0);
    expect(stdout).toBe(`\
site,tier,group,destination,written,service,ports,clients,inspection,ticket,document,section,expires,spec,squid
south,required,base,resolvers,resolvers,dns,tcp/53 udp/53,198.51.100.0/24,allow,,guide,"Hosts, ports",,spec.yaml:20:9,not-applicable
south,required,base,api.example.net,api.example.net,https,tcp/443,198.51.100.0/24,bypass,CHG-1,guide,"Hosts, ports",2027-01-31,spec.yaml:19:9,exact
south,required,base,*.example.com,*.example.com,https,tcp/443,198.51.100.0/24,bypass,"'=HYPERLINK(""http://evil.example"",""x""),1",guide,"Hosts, ports",,spec.yaml:18:9,exact
`);
  });

  test('prints a table in Markdown', () => {
    const { code, stdout } = list(['--format', 'markdown', '--target', 'squid']);
    expect(code).toBe(0);
    expect(stdout).toBe(`\
| site | tier | group | destination | written | service | ports | clients | inspection | ticket | document | section | expires | spec | squid |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| \`south\` | \`required\` | \`base\` | \`resolvers\` | \`resolvers\` | \`dns\` | \`tcp/53 udp/53\` | \`198.51.100.0/24\` | \`allow\` | | \`guide\` | \`Hosts, ports\` | | \`spec.yaml:20:9\` | \`not-applicable\` |
| \`south\` | \`required\` | \`base\` | \`api.example.net\` | \`api.example.net\` | \`https\` | \`tcp/443\` | \`198.51.100.0/24\` | \`bypass\` | \`CHG-1\` | \`guide\` | \`Hosts, ports\` | \`2027-01-31\` | \`spec.yaml:19:9\` | \`exact\` |
| \`south\` | \`required\` | \`base\` | \`*.example.com\` | \`*.example.com\` | \`https\` | \`tcp/443\` | \`198.51.100.0/24\` | \`bypass\` | \`=HYPERLINK("http://evil.example","x"),1\` | \`guide\` | \`Hosts, ports\` | | \`spec.yaml:18:9\` | \`exact\` |
`);
  });

  test('prints JSON that matches the schema of reports, with the clients of each output', () => {
    const { code, stdout } = list(['--format', 'json']);
    expect(code).toBe(0);
    const report = expectReport(stdout);
    expect(report).toMatchObject({ schemaVersion: 1, targets: ['iptables', 'pfsense', 'squid'] });
    const { entries } = report as { entries: readonly Record<string, unknown>[] };
    expect(entries.length).toBe(list([]).stdout.split('\n').length - 2);
    expect(entries.find(({ ports }) => `${ports}` === 'tcp/8443')).toMatchObject({
      site: 'north',
      tier: 'optional',
      rule: 'extra/web/tcp-8443',
      destination: 'api.example.net',
      ticket: 'CHG-2',
      document: null,
      list: null,
      spec: { file: 'spec.yaml', line: 25, column: 9 },
      coverage: {
        iptables: { kind: 'wider', clients: ['192.0.2.0/24', '2001:db8:c1::/64'] },
        pfsense: { kind: 'exact', reason: '', clients: ['192.0.2.0/25'] },
      },
    });
  });

  test('shows the written form of an endpoint with the value of the site', () => {
    const values = spec
      .replace('groups:\n', 'variables:\n  tenant: {}\ngroups:\n')
      .replace('"*.example.com"', '"\u0024{tenant}.example.com"')
      .replaceAll('    targets:\n', '    variables: { tenant: contoso }\n    targets:\n');
    const { stdout } = list(['--format', 'csv', '--site', 'south'], values);
    const [, row] = /^.*,(contoso\.example\.com,[^,]*),/m.exec(stdout) ?? [];
    expect(row).toBe('contoso.example.com,\u0024{tenant}.example.com (tenant: contoso)');
    const report = expectReport(list(['--format', 'json', '--site', 'south'], values).stdout);
    expect(report).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({
          destination: 'contoso.example.com',
          written: '\u0024{tenant}.example.com',
          value: { tenant: 'contoso' },
        }),
      ]),
    });
  });

  test.each<readonly [readonly string[], string, string]>([
    [['--site', 'nort'], 'unknown site "nort"', 'did you mean "north"?'],
    [['--target', 'squit'], 'unknown target "squit"', 'did you mean "squid"?'],
    [
      ['--target', 'squid', '--site', 'north'],
      'no selected site has the target "squid"',
      'use "iptables", "pfsense"',
    ],
    [['--format', 'xml'], 'invalid value "xml" for --format', 'use table, csv, json or markdown'],
  ])('exits 2 for %p', (words, message, help) => {
    expect(list(words)).toEqual({
      code: 2,
      stdout: '',
      stderr: `portolan: ${message}\n  help: ${help}\n`,
    });
  });

  test('exits 3 for an invalid spec, and lists nothing', () => {
    const { code, stdout, stderr } = list([], spec.replace('tiers: [required]', 'tiers: []'));
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('spec.yaml:');
  });
});
