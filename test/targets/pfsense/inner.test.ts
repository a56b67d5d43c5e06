import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { caveats } from '../../../src/targets/pfsense/caveats.ts';
import { coverage } from '../../../src/targets/pfsense/coverage.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { read } from '../../../src/targets/pfsense/read/index.ts';
import { view } from '../../../src/targets/pfsense/view.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SiteWords } from '../../support/policy.ts';
import { configFile, configOf, type PfsenseOptions, policyOf, reading, render } from './support.ts';
import { widened } from './widened.ts';

const inner = ['203.0.113.0/24', '2001:db8:a000::/36'];
const client = { family: 4, value: 0xc0000201n } as const;

const groups = [
  { id: 'anywhere', to: { probe: ['any'] } },
  { id: 'dns', to: { dns: ['resolvers'] } },
  { id: 'web', to: { https: ['a.example.com', '203.0.113.7', '198.51.100.0/24'] } },
];

function policyWith(words: SiteWords = {}, options: Partial<PfsenseOptions> = {}): TargetPolicy {
  return policyOf({
    services: { probe: { ports: ['udp/7000'], application: 'other' } },
    groups,
    site: {
      inner,
      resolvers: ['self', '203.0.113.53'],
      ...words,
      targets: { pfsense: { interface: 'lan', ...options } },
    },
  });
}

/** The rules of config.xml: type and destination, in their order. */
function rulesOf(policy: TargetPolicy): string[] {
  const rules = configOf(policy).match(/<rule>[\s\S]*?<\/rule>/g) ?? [];
  return rules.map((rule) => {
    const type = /<type>(.*)<\/type>/.exec(rule)?.[1];
    const place = /<destination>\s*<(any|\w+>[^<]*)/.exec(rule)?.[1]?.replace(/^\w+>/, '');
    return `${type} ${place}${rule.includes('<log></log>') ? ' log' : ''}`;
  });
}

function entriesOf(policy: TargetPolicy, alias: string): string | undefined {
  const shape = new RegExp(`<name>${alias}</name>\\s*<type>(.*)</type>\\s*<address>(.*)</address>`);
  const [, type, entries] = shape.exec(configOf(policy)) ?? [];
  return type === undefined ? undefined : `${type}: ${entries}`;
}

describe('a default-deny site with inner networks', () => {
  test('denies them below rules for addresses and above rules for names', () => {
    expect(rulesOf(policyWith())).toEqual([
      'pass (self)',
      'pass spt_dns_dns_n',
      'pass spt_web_https_n',
      'reject spt_inner log',
      'pass any',
      'pass spt_web_https_h',
      'reject any log',
    ]);
  });

  test('lists them in one alias, with their NAT64 and 6to4 forms', () => {
    expect(entriesOf(policyWith(), 'spt_inner')).toBe(
      'network: 203.0.113.0/24 64:ff9b::cb00:7100/120 2001:db8:a000::/36 2002:cb00:7100::/40',
    );
  });

  test('separates names from addresses, so that no listed network is denied', () => {
    expect(entriesOf(policyWith(), 'spt_web_https_h')).toBe('host: a.example.com');
    expect(entriesOf(policyWith(), 'spt_web_https_n')).toBe(
      'network: 198.51.100.0/24 203.0.113.7/32',
    );
    expect(entriesOf(policyWith(), 'spt_dns_dns_h')).toBeUndefined();
  });

  test('allows any resolver above the guard', () => {
    expect(rulesOf(policyWith({ resolvers: 'any' })).slice(0, 3)).toEqual([
      'pass any',
      'pass spt_web_https_n',
      'reject spt_inner log',
    ]);
  });

  test.each<[string, Partial<PfsenseOptions>, string]>([
    ['drops', { closing: 'block' }, 'block spt_inner log'],
    ['does not log', { log: false }, 'reject spt_inner'],
  ])('%s as its last rule does', (_what, options, want) => {
    expect(rulesOf(policyWith({}, options))[3]).toBe(want);
  });

  test('guards only the families that have clients', () => {
    expect(entriesOf(policyWith({ clients: ['192.0.2.0/24'] }), 'spt_inner')).toBe(
      'network: 203.0.113.0/24',
    );
    const none = { clients: ['192.0.2.0/24'], inner: ['2001:db8:a000::/36'] };
    expect(rulesOf(policyWith(none))).not.toContain('reject spt_inner log');
    expect(entriesOf(policyWith(none), 'spt_web_https_h')).toBe('host: a.example.com 203.0.113.7');
  });

  test('refuses more of them than one alias can contain', () => {
    const many = Array.from({ length: 5001 }, (_, index) => `10.${index >> 7}.${index & 127}.1`);
    const made = view(policyWith({ inner: many, clients: ['192.0.2.0/24'] }));
    expect(made.ok ? [] : made.error.map(({ message }) => message)).toEqual([
      'the inner networks need more than 5000 blocks, the maximum of an alias',
    ]);
  });

  test('states the order of the rules', () => {
    expect(caveats(policyWith()).join('\n')).toContain(
      'One rule denies the inner networks of the site',
    );
    expect(caveats(policyWith({ inner: [] })).join('\n')).not.toContain('inner');
  });
});

test('a site without inner networks has the rules in the order of its policy', () => {
  const words = { ...policyWith({ inner: [] }) };
  expect(rulesOf(words)).toEqual([
    'pass any',
    'pass (self)',
    'pass spt_dns_dns_h',
    'pass spt_web_https_h',
    'pass spt_web_https_n',
    'reject any log',
  ]);
  expect(configOf(words)).not.toContain('inner');
});

describe('an allow-only site with inner networks', () => {
  const additive = policyWith({ enforce: 'additive' });
  const withoutInner = policyWith({ enforce: 'additive', inner: [] });

  test('denies nothing: its files are those of a site without inner networks', () => {
    expect([...render(additive)]).toEqual([...render(withoutInner)]);
  });

  test('warns about any destination and about names', () => {
    const [rule] = additive.rules;
    const [to] = rule?.destinations ?? [];
    const [origin] = to?.origins ?? [];
    if (rule === undefined || to === undefined || origin === undefined)
      throw new Error('the first rule is to any place');
    expect(coverage({ policy: additive, rule, to, origin })).toEqual({
      kind: 'wider',
      reason: "an allow-only site denies nothing, so the site's inner networks are allowed too",
      adds: [{ what: 'inner', ports: rule.ports }],
    });
    expect(coverage({ policy: withoutInner, rule, to, origin }).kind).toBe('exact');
    expect(caveats(additive).join('\n')).toContain('pfSense cannot deny them');
  });

  test('is exact if no client reaches an inner network', () => {
    const policy = policyWith({
      enforce: 'additive',
      clients: ['192.0.2.0/24'],
      inner: ['2001:db8:a000::/36'],
    });
    expect(caveats(policy).join('\n')).not.toContain('inner networks');
    expect(verifyTarget(pfsense, policy, [], render(policy)).failed).toEqual([]);
  });
});

describe('the reader of files with a guard', () => {
  const files = render(policyWith());
  const decided = (flow: string, given: TargetFiles = files) => {
    const { verdict, at } = reading(given).decide(must(parseFlow(flow)), client);
    const lines = (at === null ? undefined : given.get(at.file))?.split('\n') ?? [];
    const descr = lines.slice(at?.line).find((line) => line.includes('<descr>')) ?? '';
    return at?.file === configFile ? `${verdict} ${/\[CDATA\[(.*?)\]/.exec(descr)?.[1]}` : verdict;
  };

  test.each([
    ['udp://203.0.113.9:7000', 'deny spt: inner networks are denied'],
    ['udp://198.51.100.9:7000', 'allow spt: anywhere/probe'],
    ['https://203.0.113.7/', 'allow'],
    ['https://203.0.113.8/', 'deny spt: inner networks are denied'],
    ['udp://203.0.113.53:53', 'allow'],
    ['https://a.example.com/', 'allow'],
    ['https://192.0.2.77/', 'deny spt: everything else is denied'],
  ])('decides %s: %s', (flow, want) => {
    expect(decided(flow)).toBe(want);
  });

  test('excludes the inner networks from any destination only below the guard', () => {
    const opened = (policy: TargetPolicy) =>
      reading(render(policy))
        .access.filter(({ destination }) => destination.kind === 'any')
        .map(
          ({ destination, ports }) => `${formatDestination(destination)} ${formatPortRange(ports)}`,
        );
    const words = { clients: ['192.0.2.0/24'], resolvers: 'any' as const };
    expect(opened(policyWith(words))).toEqual([
      'any tcp/53',
      'any udp/53',
      'any but 203.0.113.0/24 udp/7000',
    ]);
    expect(opened(policyWith({ ...words, enforce: 'additive' }))).toContain('any udp/7000');
  });

  test('reads the guarded networks at the rule', () => {
    const setting = reading(files).settings.find(({ name }) => name === 'inner');
    expect(setting?.value).toBe(
      '203.0.113.0/24, 64:ff9b::cb00:7100/120, 2001:db8:a000::/36, 2002:cb00:7100::/40',
    );
    expect(pfsense.stated(policyWith())['inner']).toBe(setting?.value);
    expect(pfsense.stated(policyWith({ enforce: 'additive' }))['inner']).toBeUndefined();
  });

  const config = files.get(configFile) ?? '';
  const rules = config.match(/\t\t<rule>\n[\s\S]*?<\/rule>\n/g) ?? [];
  const ruleOf = (place: string) => rules.find((rule) => rule.includes(place)) ?? '';
  const guard = ruleOf('<address>spt_inner</address>');
  const closing = rules.at(-1) ?? '';

  /** The rule before or after the guard. */
  const moved = (rule: string, where: 'above' | 'below') =>
    config
      .replace(rule, '')
      .replace(guard, where === 'above' ? `${rule}${guard}` : `${guard}${rule}`);

  test.each([
    [
      'a rule to names above the guard',
      moved(ruleOf('spt_web_https_h<'), 'above'),
      /this rule below .*, found it above/,
    ],
    [
      'a rule to networks below it',
      moved(ruleOf('spt_web_https_n<'), 'below'),
      /this rule above .*, found it below/,
    ],
    [
      'the firewall below it',
      moved(ruleOf('(self)'), 'below'),
      /this rule above .*, found it below/,
    ],
    [
      'no guard, and its alias',
      config.replace(guard, ''),
      /expected a rule for the alias "spt_inner"/,
    ],
    [
      'a guard without its alias',
      config.replace(/\t\t<alias>\n\t\t\t<name>spt_inner<[\s\S]*?<\/alias>\n/, ''),
      /expected the alias "spt_web_https_h" \(host\), found the alias "spt_inner"/,
    ],
    [
      'two guards',
      config.replace(guard, `${guard}${guard.replace(/<tracker>\d+/, '<tracker>3000000007')}`),
      /unexpected second rule that denies the inner networks/,
    ],
    [
      'a guard that rejects where the end drops',
      config.replace(closing, closing.replace('>reject<', '>block<')),
      /expected the same action and logging as in the last rule/,
    ],
    [
      'a guard that does not log',
      config.replace(guard, guard.replace('\t\t\t<log></log>\n', '')),
      /expected the same action and logging as in the last rule/,
    ],
    [
      'a guard in a site that only opens',
      config.replace(closing, ''),
      /expected a last rule that denies everything else/,
    ],
    [
      'a guard that passes',
      config.replace(guard, guard.replace('>reject<', '>pass<')),
      /expected the protocol/,
    ],
    [
      'a rule that passes to the inner networks',
      config.replace('<address>spt_web_https_n</address>', '<address>spt_inner</address>'),
      /expected an alias of destinations above, found "spt_inner"/,
    ],
  ])('refuses %s', (_what, changed, want) => {
    expect(changed).not.toBe(config);
    const result = read(new Map([...files, [configFile, changed]]));
    expect(result.ok ? 'accepted' : result.error.message).toMatch(want);
  });

  test('refuses an address among names, which the guard may deny', () => {
    const changed = new Map(
      [...files].map(([name, text]) => [
        name,
        text
          .replace('<address>a.example.com<', '<address>a.example.com 203.0.113.9<')
          .replace('[Web]', '[Web||Web]')
          .replace('a.example.com web', 'a.example.com web\n203.0.113.9 web')
          .replace('[web]', '[web||web]'),
      ]),
    );
    const result = read(changed);
    expect(result.ok ? 'accepted' : result.error.message).toBe(
      'expected only names in an alias of names, found an address',
    );
  });
});

describe('verify with inner networks', () => {
  test.each<[string, SiteWords, Partial<PfsenseOptions>]>([
    ['closed', {}, {}],
    ['additive', { enforce: 'additive' }, {}],
    ['any resolver', { resolvers: 'any' }, {}],
    ['one family', { clients: ['192.0.2.0/24'] }, {}],
    ['one family of two', {}, { ipprotocol: 'inet6' }],
    ['clients of its own', {}, { clients: ['2001:db8:c2::/64'] }],
    [
      'inner networks that hold the listed ones',
      { inner: ['198.51.0.0/16', '203.0.113.0/24'] },
      {},
    ],
  ])('passes fresh files: %s', (_what, words, options) => {
    const policy = policyWith(words, options);
    expect(verifyTarget(pfsense, policy, [], render(policy)).failed).toEqual([]);
  });

  test('fails files that guard other networks, or none', () => {
    const failedOf = (words: SiteWords) =>
      verifyTarget(pfsense, policyWith(), [], render(policyWith(words))).failed.map(
        ({ expected }) => expected,
      );
    expect(failedOf({ inner: ['203.0.113.0/25', '2001:db8:a000::/36'] })).toContain(
      `inner ${pfsense.stated(policyWith())['inner']}`,
    );
    expect(failedOf({ inner: [] })).toContain(`inner ${pfsense.stated(policyWith())['inner']}`);
  });

  test('fails for every changed line', () => {
    const policy = policyWith();
    const files = render(policy);
    const judge = (changed: TargetFiles) =>
      verifyTarget(pfsense, policy, [], changed).failed.length;
    expect(judge(files)).toBe(0);
    const mutants = [...mutantsOf(files, widened)];
    const survivors = mutants.filter((mutant) => judge(mutant.files) === 0);
    expect(mutants.length).toBeGreaterThan(300);
    expect(survivors.map(({ what }) => what)).toEqual([]);
  });

  test('reports additional networks in the alias of inner networks', () => {
    const policy = policyWith({ clients: ['192.0.2.0/24'] });
    const files = new Map(
      [...render(policy)].map(([name, text]) => [
        name,
        text.replace(/203\.0\.113\.0\/24/g, '203.0.113.0/25'),
      ]),
    );
    const [failure] = verifyTarget(pfsense, policy, [], files).failed;
    expect([failure?.expected, failure?.got]).toEqual([
      'inner 203.0.113.0/24',
      'inner 203.0.113.0/25',
    ]);
  });
});
