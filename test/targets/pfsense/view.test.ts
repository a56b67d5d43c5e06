import { describe, expect, test } from '@jest/globals';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { view } from '../../../src/targets/pfsense/view.ts';
import type { GroupWords } from '../../support/policy.ts';
import { hunkOf } from '../../support/rendered.ts';
import {
  aliasesOf,
  configOf,
  everything,
  type PfsenseOptions,
  policyOf,
  render,
  site,
} from './support.ts';

/** The rules of config.xml, each as `type protocol destination port` with what else is particular to it. */
function rulesOf(policy: TargetPolicy): string[] {
  return [...configOf(policy).matchAll(/<rule>([\s\S]*?)<\/rule>/g)].map(([, rule = '']) => {
    const value = (key: string) => new RegExp(`<${key}>(.*)</${key}>`).exec(rule)?.[1] ?? '';
    const to = /<destination>\s*<(\w+)>(.*)<\/\w+>/.exec(rule);
    return [
      value('type'),
      value('protocol') || 'everything',
      to?.[1] === 'any' ? 'any' : (to?.[2] ?? ''),
      value('port'),
      rule.includes('<disabled></disabled>') ? 'disabled' : '',
      rule.includes('<log></log>') ? 'log' : '',
    ]
      .filter((part) => part !== '')
      .join(' ');
  });
}

/** Alias name to its entries. */
function entriesOf(policy: TargetPolicy): Record<string, string> {
  const aliases = configOf(policy).matchAll(
    /<name>(.*)<\/name>\s*<type>(.*)<\/type>\s*<address>(.*)<\/address>/g,
  );
  return Object.fromEntries(
    [...aliases].map(([, name = '', type = '', entries = '']) => [name, `${type}: ${entries}`]),
  );
}

function refusalsOf(policy: TargetPolicy): string[] {
  const made = view(policy);
  return made.ok ? [] : made.error.map(({ rule, message }) => `${rule}: ${message}`);
}

const valuesOf = (policy: TargetPolicy, key: string) => [
  ...new Set(
    [...configOf(policy).matchAll(new RegExp(`<${key}>(.*)</${key}>`, 'g'))].map(
      ([, value = '']) => value,
    ),
  ),
];

describe('config.xml has the form that the firewall writes', () => {
  const text = configOf(policyOf(everything));

  test('its root is a fragment with its areas and its prefix, never bare', () => {
    expect(text).toContain('\n<pfsense fragment="aliases filter" alias-prefix="spt_">\n');
    expect(text).not.toContain('<pfsense>');
  });

  test('its header claims rules by description and source, not by tracking ID', () => {
    const [header = ''] = /<!--[\s\S]*?-->/.exec(text) ?? [];
    expect(header).toContain(`
	Portolan owns aliases whose name begins with "spt_", and rules that have both the source
	"spt_clients" and a description that begins with "spt: ". A tracking ID does not prove the owner.
`);
    expect(text).not.toContain('trackers=');
  });

  test('only its root has attributes, and it contains its areas literally', () => {
    expect([...text.matchAll(/<[a-z0-9]+ [^>]*>/g)]).toHaveLength(1);
    expect(text).toMatch(
      /\n\t<aliases>\n[\s\S]*\n\t<\/aliases>\n\t<filter>\n[\s\S]*\n\t<\/filter>\n/,
    );
  });

  test('it is printable ASCII, indented with tabs, and ends in one line feed', () => {
    expect(text).toMatch(/^(?:\t*[\x21-\x7e][\x20-\x7e]*\n)+$/);
  });

  test('an empty element has a closing tag', () => {
    expect(text).toContain('<any></any>');
    expect(text).toContain('<disabled></disabled>');
    expect(text).not.toContain('/>');
  });

  test('descr and detail are CDATA, and nothing else is', () => {
    const marked = [...text.matchAll(/<(\w+)>(<!\[CDATA\[)?/g)].flatMap(([, name, cdata]) =>
      name === 'descr' || name === 'detail' || cdata !== undefined
        ? [`${name} ${cdata === undefined ? 'plain' : 'CDATA'}`]
        : [],
    );
    expect([...new Set(marked)].sort()).toEqual(['descr CDATA', 'detail CDATA']);
  });

  test.each(['created', 'updated', 'statetype', 'separator'])('it has no %s', (name) => {
    expect(text).not.toContain(`<${name}`);
  });

  test('its header states the position of the rules and the merge', () => {
    expect(text).toContain('The first rule that matches wins.');
    expect(text).toContain('above the other rules of the interface');
    expect(text).toContain('replaces all aliases or rules of the firewall');
  });

  test('contains one complete rule', () => {
    expect(text).toContain(`		<rule>
			<id></id>
			<tracker>3458883093</tracker>
			<type>pass</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<protocol>tcp</protocol>
			<source>
				<address>spt_clients</address>
			</source>
			<destination>
				<address>spt_web_https_h</address>
				<port>443</port>
			</destination>
			<descr><![CDATA[spt: web/https]]></descr>
		</rule>
`);
  });

  test('contains one complete alias', () => {
    expect(text).toContain(`		<alias>
			<name>spt_web_https_h</name>
			<type>host</type>
			<address>a.example.com b.example.com 203.0.113.7 2001:db8:5::1</address>
			<descr><![CDATA[Everything: required, Web, https]]></descr>
			<detail><![CDATA[Web||Web||Web||Web]]></detail>
		</alias>
`);
  });
});

describe('the rules of config.xml', () => {
  const text = configOf(policyOf(everything));

  test('are sorted by tier and id; the last one of a default-deny site denies everything else', () => {
    expect(rulesOf(policyOf(everything))).toEqual([
      'pass tcp/udp (self) 53',
      'pass tcp/udp spt_name_lookup_dns_h 53',
      'pass tcp spt_web_http_h 80',
      'pass tcp spt_web_https_h 443',
      'pass tcp spt_web_https_n 443',
      'pass tcp/udp spt_more_both_h 8443',
      'pass udp spt_more_both_h 3478-3481',
      'pass tcp/udp spt_more_both_n 8443',
      'pass udp spt_more_both_n 3478-3481',
      'pass tcp/udp any 8443 disabled',
      'pass udp any 3478-3481 disabled',
      'reject everything any log',
    ]);
  });

  test.each<[string, Partial<PfsenseOptions>, string]>([
    ['rejects and logs', {}, 'reject everything any log'],
    ['drops', { closing: 'block' }, 'block everything any log'],
    ['does not log', { log: false }, 'reject everything any'],
    ['drops without a log', { closing: 'block', log: false }, 'block everything any'],
  ])('the last rule of a default-deny site %s, by its options', (_what, options, want) => {
    expect(rulesOf(site({ https: ['a.example.com'] }, options)).at(-1)).toBe(want);
  });

  test('end in a complete last rule at a default-deny site', () => {
    expect(text).toContain(`			<type>reject</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<source>
				<address>spt_clients</address>
			</source>
			<destination>
				<any></any>
			</destination>
			<log></log>
			<descr><![CDATA[spt: everything else is denied]]></descr>
		</rule>
	</filter>
`);
  });

  test('deny nothing at an allow-only site', () => {
    const policy = site({ https: ['a.example.com'] }, {}, { enforce: 'additive' });
    expect(rulesOf(policy)).toEqual(['pass tcp spt_web_https_h 443']);
  });

  test.each([
    ['one port', ['tcp/443'], ['tcp 443']],
    ['a range', ['udp/3478-3481'], ['udp 3478-3481']],
    ['the same port of both transports', ['tcp/53', 'udp/53'], ['tcp/udp 53']],
    ['ranges that overlap only', ['tcp/1-9', 'udp/1-8'], ['tcp 1-9', 'udp 1-8']],
    ['two runs', ['tcp/80', 'tcp/443'], ['tcp 80', 'tcp 443']],
  ])('have a protocol for each port: %s', (_what, ports, want) => {
    const policy = site(
      { x: ['any'] },
      {},
      { enforce: 'additive' },
      { x: { ports, application: 'other' } },
    );
    expect(rulesOf(policy)).toEqual(
      want.map((words) => `pass ${words.split(' ')[0]} any ${words.split(' ')[1]}`),
    );
  });

  test.each([
    ['the firewall itself', ['self'], ['(self)']],
    ['addresses', ['192.0.2.53'], ['spt_web_dns_h']],
    ['both', ['self', '192.0.2.53'], ['(self)', 'spt_web_dns_h']],
    ['anyone', 'any' as const, ['any']],
  ])('resolvers: %s', (_what, resolvers, want) => {
    const policy = site({ dns: ['resolvers'] }, {}, { resolvers, enforce: 'additive' });
    expect(rulesOf(policy)).toEqual(want.map((to) => `pass tcp/udp ${to} 53`));
  });

  test('are disabled for a tier in disabledTiers', () => {
    const groups: GroupWords[] = [
      { id: 'a', to: { https: ['a.example.com'] } },
      { id: 'b', tier: 'recommended', to: { https: ['b.example.com'] } },
    ];
    const targets = { pfsense: { interface: 'lan', disabledTiers: ['recommended' as const] } };
    expect(rulesOf(policyOf({ groups, site: { targets } }))).toEqual([
      'pass tcp spt_a_https_h 443',
      'pass tcp spt_b_https_h 443 disabled',
      'reject everything any log',
    ]);
  });

  test('use the interface key of the site', () => {
    expect(valuesOf(site({ https: ['any'] }, { interface: 'opt12' }), 'interface')).toEqual([
      'opt12',
    ]);
  });

  test.each([
    ['both families', ['192.0.2.0/24', '2001:db8::/64'], undefined, 'inet46'],
    ['IPv4 clients', ['192.0.2.0/24'], undefined, 'inet'],
    ['IPv6 clients', ['2001:db8::/64'], undefined, 'inet6'],
    ['one of two families asked for', ['192.0.2.0/24', '2001:db8::/64'], 'inet' as const, 'inet'],
    ['both asked for', ['192.0.2.0/24'], 'inet46' as const, 'inet46'],
  ])('ipprotocol follows the clients, or the option: %s', (_what, clients, ipprotocol, want) => {
    const options = ipprotocol === undefined ? {} : { ipprotocol };
    expect(valuesOf(site({ https: ['any'] }, options, { clients }), 'ipprotocol')).toEqual([want]);
  });

  test('never contain a literal address: with both families, pf would reject the whole ruleset', () => {
    expect(valuesOf(policyOf(everything), 'network')).toEqual(['(self)']);
    expect(configOf(policyOf(everything))).not.toMatch(/^\t{4}<address>(?!spt_[a-z_]+<)/m);
  });
});

describe('the aliases of config.xml', () => {
  test('contain names and addresses, or blocks; ranges become blocks', () => {
    expect(entriesOf(policyOf(everything))).toEqual({
      spt_clients: 'network: 192.0.2.0/24 2001:db8:c1::/64',
      spt_name_lookup_dns_h: 'host: 192.0.2.53 2001:db8:53::1',
      spt_web_http_h: 'host: a.example.com',
      spt_web_https_h: 'host: a.example.com b.example.com 203.0.113.7 2001:db8:5::1',
      spt_web_https_n: 'network: 198.51.100.0/24',
      spt_more_both_h: 'host: c.example.com',
      spt_more_both_n:
        'network: 198.51.100.1/32 198.51.100.2/31 198.51.100.4/31 198.51.100.6/32 2001:db8:5::/48',
    });
  });

  test('contain the clients of the target instead of those of the site', () => {
    const policy = site({ https: ['any'] }, { clients: ['10.0.0.1', '10.0.0.2'] });
    expect(entriesOf(policy)).toEqual({ spt_clients: 'network: 10.0.0.1/32 10.0.0.2/32' });
  });

  test.each([
    ['everything below a name', '*.example.com'],
    ['a pattern', 'cdn*.example.com'],
    ['a network of a family that no client has', '2001:db8:5::/48'],
  ])(
    'cannot hold it, so it is left out, and with its last destination the rule: %s',
    (_what, place) => {
      const policy = site(
        { https: [place], http: ['a.example.com', place] },
        {},
        { clients: ['192.0.2.0/24'] },
      );
      expect(rulesOf(policy)).toEqual(['pass tcp spt_web_http_h 80', 'reject everything any log']);
      expect(entriesOf(policy)).toEqual({
        spt_clients: 'network: 192.0.2.0/24',
        spt_web_http_h: 'host: a.example.com',
      });
    },
  );

  test('describe each entry, with its paths', () => {
    const policy = site({
      https: ['https://a.example.com/x', 'https://a.example.com/', 'b.example.com'],
    });
    expect(aliasesOf(policy)).toContain(
      '\n# spt_web_https_h (host)\na.example.com Web (/, /x)\nb.example.com Web\n',
    );
  });

  const thousands = (count: number) =>
    Array.from({ length: count }, (_, index) => `h${index}.example.com`);

  test('contain at most 5000 entries: more are split, and each part has its rule', () => {
    expect(Object.keys(entriesOf(site({ https: thousands(5000) })))).toEqual([
      'spt_clients',
      'spt_web_https_h',
    ]);
    const policy = site({ https: thousands(5001) });
    expect(Object.keys(entriesOf(policy))).toEqual([
      'spt_clients',
      'spt_web_https_h00',
      'spt_web_https_h01',
    ]);
    expect(rulesOf(policy)).toEqual([
      'pass tcp spt_web_https_h00 443',
      'pass tcp spt_web_https_h01 443',
      'reject everything any log',
    ]);
  });

  test('keep other entries in their part if one is added', () => {
    const [before, after] = [5001, 5002].map((count) =>
      aliasesOf(site({ https: thousands(count) })),
    );
    expect(hunkOf(before ?? '', after ?? '')).toEqual({
      removed: [],
      added: ['h5001.example.com Web'],
    });
  });
});

describe('aliases.txt', () => {
  const text = aliasesOf(policyOf(everything));

  test('has a section for each alias, as the importer expects it', () => {
    expect(text).toContain(`
# spt_web_https_h (host)
a.example.com Web
b.example.com Web
203.0.113.7 Web
2001:db8:5::1 Web

# spt_web_https_n (network)
198.51.100.0/24 Web
`);
  });

  test('has only entries, empty lines, and lines with "#" that the importer rejects', () => {
    const others = text.split('\n').filter((line) => !/^[a-z0-9][a-z0-9.:/-]* \S/.test(line));
    expect(others.filter((line) => line !== '' && !line.startsWith('# '))).toEqual([]);
    expect(text).toContain('one new alias at a time');
  });
});

describe('an additional host changes one hunk of each file', () => {
  const [before, after] = [
    ['a.example.com', 'c.example.com'],
    ['a.example.com', 'b.example.com', 'c.example.com'],
  ].map((https) => [...render(site({ https, http: ['a.example.com'] })).values()]);

  test('in aliases.txt one line', () => {
    expect(hunkOf(before?.[1] ?? '', after?.[1] ?? '')).toEqual({
      removed: [],
      added: ['b.example.com Web'],
    });
  });

  test('in config.xml the lines of its alias', () => {
    const { removed, added } = hunkOf(before?.[0] ?? '', after?.[0] ?? '');
    expect([removed.length, added.length]).toEqual([3, 3]);
    expect(added[0]?.trim()).toBe('<address>a.example.com b.example.com c.example.com</address>');
    expect(added[2]?.trim()).toBe('<detail><![CDATA[Web||Web||Web]]></detail>');
  });
});

describe('names in pfSense', () => {
  const long = (end: string) => `a-group-with-thirty-two-letters${end}`;
  const named = (ids: readonly string[], prefix = 'abcdefgh') =>
    policyOf({
      groups: ids.map((id, index) => ({ id, to: { https: [`h${index}.example.com`] } })),
      site: { prefix, targets: { pfsense: { interface: 'lan' } } },
    });

  test('at their limits end in a hash, keep the length, and stay different', () => {
    const policy = named([long('1'), long('2')]);
    const names = valuesOf(policy, 'name').filter((name) => name !== 'abcdefgh_clients');
    expect(names).toHaveLength(2);
    expect(names.map((name) => /^abcdefgh_a_group_w_[0-9a-f]{8}_h$/.test(name))).toEqual([
      true,
      true,
    ]);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(31);
  });

  test('of rules are cut at 52 characters and end in a hash', () => {
    const services = {
      'a-service-of-thirty-two-letters1': { ports: ['tcp/1'], application: 'other' as const },
    };
    const policy = policyOf({
      services,
      groups: [{ id: long('1'), to: { 'a-service-of-thirty-two-letters1': ['any'] } }],
      site: { prefix: 'abcdefgh', targets: { pfsense: { interface: 'lan' } } },
    });
    const [first = ''] = [...configOf(policy).matchAll(/CDATA\[(abcdefgh: .*?)\]/g)].map(
      ([, text = '']) => text,
    );
    expect(first).toMatch(/^abcdefgh: a-group-with-thirty-two-letters1\/~[0-9a-f]{8}$/);
    expect(first).toHaveLength(52);
  });

  test('are refused if aliases of two rules would have the same name', () => {
    const services = {
      'b-c': { ports: ['tcp/1'], application: 'other' as const },
      c: { ports: ['tcp/2'], application: 'other' as const },
    };
    const policy = policyOf({
      services,
      groups: [
        { id: 'a', to: { 'b-c': ['a.example.com'] } },
        { id: 'a-b', to: { c: ['a.example.com'] } },
      ],
      site: { targets: { pfsense: { interface: 'lan' } } },
    });
    expect(refusalsOf(policy)).toEqual([
      'name-collision: "a-b/c" and "a/b-c" would both be named "spt_a_b_c"',
    ]);
  });

  test('do not change the tracking IDs of other groups', () => {
    const [one, two] = [named(['b']), named(['a', 'b', 'c'])];
    expect(valuesOf(two, 'tracker')).toEqual(expect.arrayContaining(valuesOf(one, 'tracker')));
  });

  test('of 800 groups get 801 tracking IDs', () => {
    const many = named(Array.from({ length: 800 }, (_, index) => `g${index}`));
    expect(refusalsOf(many)).toEqual([]);
    expect(valuesOf(many, 'tracker')).toHaveLength(801);
  });
});

describe('pfSense refuses a policy that it cannot express', () => {
  test.each([
    [
      'nothing that it can express',
      site({ https: ['*.example.com', 'cdn*.example.com'] }),
      'nothing-expressible: pfSense cannot express anything that site "example" allows',
    ],
    [
      'rules for a family that no client has',
      site({ https: ['any'] }, { ipprotocol: 'inet6' }, { clients: ['192.0.2.0/24'] }),
      'ipprotocol-without-clients: no client has an address for "ipprotocol: inet6"',
    ],
    [
      'a position beside a rule of ours',
      site({ https: ['any'] }, { position: { after: 'spt: web/https' } }),
      'pfsense-position: the position names "spt: web/https", but rules with this prefix are the ones to move',
    ],
    [
      'more clients than one alias holds',
      site(
        { https: ['any'] },
        {
          clients: Array.from({ length: 5001 }, (_, index) => `10.${index >> 7}.${index & 127}.1`),
        },
      ),
      'alias-too-large: the clients need more than 5000 blocks, the maximum of an alias',
    ],
  ])('%s', (_what, policy, want) => {
    expect(refusalsOf(policy)).toEqual([want]);
  });
});
