import { describe, expect, test } from '@jest/globals';
import { type RenderedSite, sitesWith } from '../../engines/sites.ts';
import { type Edit, edited } from '../../engines/support.ts';
import { committedFiles } from '../../support/committed.ts';
import { verifyTarget } from '../../support/output.ts';

/** The site of the guide for a target, and the files of it that the repository keeps. */
function kept(target: string): { site: RenderedSite; files: ReadonlyMap<string, string> } {
  const site = sitesWith(target).find(({ name }) => name === 'the guide/example');
  const files = committedFiles(target).find(([folder]) => folder === 'generated/example')?.[1];
  if (site === undefined || files === undefined) throw new Error(`${target} has no kept files`);
  return { site, files };
}

/** What verify finds after the edits: `flow: expected, got (file:line)`, or what is wrong with a file. */
function found(target: string, edits: readonly Edit[]): string[] {
  const { site, files } = kept(target);
  return verifyTarget(site.target, site.policy, [], edited(files, ...edits)).failed.map(
    ({ flow, expected, got, decidedBy }) => {
      const at = decidedBy === null ? '' : ` (${decidedBy.file}:${decidedBy.line})`;
      return flow === null ? `${got}${at}` : `${flow}: ${expected}, got ${got}${at}`;
    },
  );
}

/** The same entry of both files of pfSense. */
const inAliases = (from: string, to: string): Edit[] => [
  { file: 'pfsense/config.xml', from, to },
  { file: 'pfsense/aliases.txt', from, to },
];

/** The same entry of a URL list in both files of Palo Alto. */
const inLists = (from: string, to: string): Edit[] => [
  { file: 'paloalto/rules.set', from: `list ${from}/`, to: `list ${to}/` },
  { file: 'paloalto/rules.xml', from: `<member>${from}/</member>`, to: `<member>${to}/</member>` },
];

const pac = 'pac/proxy.pac';
const squid = 'squid/bypass.conf';
const names = 'iptables/dnsmasq.conf';
const sets = 'iptables/sets.ipset';

/** The lines of a kept file that hold a text; they stand together. */
function linesWith(file: string, text: string): string {
  const lines = (kept('iptables').files.get(file) ?? '').split('\n');
  return lines.flatMap((line) => (line.includes(text) ? [`${line}\n`] : [])).join('');
}

describe('verify of edited files', () => {
  test.each<[name: string, target: string, edits: Edit[], finds: unknown[]]>([
    [
      'reports a replaced host of a PAC file',
      'pac',
      [{ file: pac, from: '"api.pitneybowes.com"', to: '"apj.pitneybowes.com"' }],
      [
        'https://apj.pitneybowes.com/: deny, got allow (pac/proxy.pac:15)',
        'https://api.pitneybowes.com/: allow, got deny',
        'https://API.PITNEYBOWES.COM/: allow, got deny',
        'https://api.pitneybowes.com./: allow, got deny',
        'https://api.pitneybowes.com:443/: allow, got deny',
      ],
    ],
    [
      'reports a wider port range of a PAC file',
      'pac',
      [{ file: pac, from: '"mail.o365.pb.com": "80"', to: '"mail.o365.pb.com": "80-90"' }],
      [
        'tcp://mail.o365.pb.com:81: deny, got allow (pac/proxy.pac:19)',
        'http://mail.o365.pb.com:81/: deny, got allow (pac/proxy.pac:19)',
      ],
    ],
    [
      'reports a replaced name of dnsmasq',
      'iptables',
      [names, sets].map((file) => ({ file, from: 'smb.', to: 'smc.', all: true })),
      [
        'https://smc.pitneybowes.com/: deny, got allow (iptables/dnsmasq.conf:18)',
        'https://anything.smc.pitneybowes.com/: deny, got allow (iptables/dnsmasq.conf:18)',
        'https://smb.pitneybowes.com/: allow, got deny',
        'https://anything.smb.pitneybowes.com/: allow, got deny',
        'https://SMB.PITNEYBOWES.COM/: allow, got deny (iptables/rules.v4:33)',
        'https://smb.pitneybowes.com./: allow, got deny (iptables/rules.v4:33)',
        'https://smb.pitneybowes.com:443/: allow, got deny (iptables/rules.v4:33)',
      ],
    ],
    [
      'reports a second name in a line of dnsmasq',
      'iptables',
      [
        {
          file: names,
          from: 'ipset=/api.pitneybowes.com/',
          to: 'ipset=/api.pitneybowes.com/evil.example/',
        },
      ],
      [
        'expected a line of names, or the end of the file, found "ipset=/api.pitneybowes.com/evil.example/spt_api.pitneybowes.com_v4,spt_api.pitneybowes.com_v6,spt_pb-web-services_https_v4,spt_pb-web-services_https_v6" (iptables/dnsmasq.conf:6)',
      ],
    ],
    [
      'reports a removed name of dnsmasq that only its parent domain still allows',
      'iptables',
      [
        { file: names, from: linesWith(names, 'uam.'), to: '' },
        { file: sets, from: linesWith(sets, 'uam.'), to: '' },
      ],
      [
        'https://uam.sendpro.pitneybowes.com/: allow, got allowed only by the extra access of another endpoint',
      ],
    ],
    [
      'reports a wider port range of a packet filter in one family',
      'iptables',
      [
        {
          file: 'iptables/rules.v4',
          from: '--dport 443 -m set --match-set spt_device',
          to: '--dport 443:444 -m set --match-set spt_device',
        },
      ],
      [expect.stringMatching(/^expected .* as in rules\.v4, found .* \(iptables\/rules\.v6:57\)$/)],
    ],
    [
      'reports an added entry of an alias',
      'pfsense',
      [
        ...inAliases('play.google.com', 'plax.example play.google.com').slice(0, 1),
        { file: 'pfsense/config.xml', from: '[Device Management||', to: '[x||Device Management||' },
        { file: 'pfsense/aliases.txt', from: 'play.google', to: 'plax.example x\nplay.google' },
      ],
      ['https://plax.example/: deny, got allow (pfsense/aliases.txt:11)'],
    ],
    [
      'reports a replaced entry of an alias',
      'pfsense',
      inAliases('smb.pitneybowes.com', 'smc.pitneybowes.com'),
      [
        'https://smc.pitneybowes.com/: deny, got allow (pfsense/aliases.txt:12)',
        'https://smb.pitneybowes.com/: allow, got deny',
        'https://SMB.PITNEYBOWES.COM/: allow, got deny (pfsense/config.xml:175)',
        'https://smb.pitneybowes.com./: allow, got deny (pfsense/config.xml:175)',
        'https://smb.pitneybowes.com:443/: allow, got deny (pfsense/config.xml:175)',
      ],
    ],
    [
      'reports a closing rule that allows',
      'pfsense',
      [{ file: 'pfsense/config.xml', from: '<type>reject</type>', to: '<type>pass</type>' }],
      ['expected the protocol, found "\\t\\t\\t<source>" (pfsense/config.xml:181)'],
    ],
    [
      'reports a replaced entry of a URL list',
      'paloalto',
      inLists('smb.pitneybowes.com', 'smc.pitneybowes.com'),
      [
        'https://smc.pitneybowes.com/: deny, got allow (paloalto/rules.set:188)',
        'https://smb.pitneybowes.com/: allow, got deny',
        'https://SMB.PITNEYBOWES.COM/: allow, got deny (paloalto/rules.set:294)',
        'https://smb.pitneybowes.com./: allow, got deny (paloalto/rules.set:294)',
        'https://smb.pitneybowes.com:443/: allow, got deny (paloalto/rules.set:294)',
      ],
    ],
    [
      'reports an empty URL list',
      'paloalto',
      [
        {
          file: 'paloalto/rules.set',
          from: 'set profiles custom-url-category spt-online-help-http list www.pitneybowes.com/\n',
          to: '',
        },
      ],
      [
        'expected a member of the list, found "delete service-group spt-online-help-http members" (paloalto/rules.set:36)',
      ],
    ],
    [
      'reports a wider port range of Squid',
      'squid',
      [
        {
          file: squid,
          from: 'spt_online-help_http_port port 80',
          to: 'spt_online-help_http_port port 80-99',
        },
      ],
      [
        'tcp://www.pitneybowes.com:81: deny, got allow (squid/bypass.conf:21)',
        'http://www.pitneybowes.com:81/: deny, got allow (squid/bypass.conf:21)',
      ],
    ],
    [
      'reports bypassing traffic that Squid caches',
      'squid',
      [{ file: squid, from: 'cache deny spt_bypass', to: 'cache deny spt_plain' }],
      ['expected "cache deny spt_bypass", found "cache deny spt_plain" (squid/bypass.conf:83)'],
    ],
  ])('%s', (_name, target, edits, finds) => {
    expect(found(target, edits)).toEqual(finds);
  });

  test('verify of edited files reports a rule below the closing rule', () => {
    const { site, files } = kept('pfsense');
    const config = files.get('pfsense/config.xml') ?? '';
    const rules = config.match(/\t\t<rule>[\s\S]*?<\/rule>\n/g) ?? [];
    const [last = '', block = ''] = rules.slice(-2);
    const moved = new Map([
      ...files,
      ['pfsense/config.xml', config.replace(last + block, () => block + last)],
    ]);
    const [failure] = verifyTarget(site.target, site.policy, [], moved).failed;
    expect(failure).toMatchObject({ flow: null, decidedBy: { file: 'pfsense/config.xml' } });
  });

  test('verify reports a missing file', () => {
    const { site } = kept('pac');
    expect(verifyTarget(site.target, site.policy, [], new Map()).failed).toMatchObject([
      { flow: null, got: 'expected this file, found none', decidedBy: { file: pac, line: 1 } },
    ]);
  });
});
