import { describe, expect, test } from '@jest/globals';
import type { SiteTargets } from '../../../src/language/document.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { coverage } from '../../../src/render/coverage.ts';
import { failureSentence } from '../../../src/review/verify/report.ts';
import { targets } from '../../../src/targets/list.ts';
import type { Target } from '../../../src/targets/target.ts';
import { outputOf, renderTarget, verifyTarget } from '../../support/output.ts';
import { must, policyOf, type SiteWords, type SpecWords, specOf } from '../../support/policy.ts';
import { readText } from '../../support/schema.ts';

type Options = Readonly<Record<string, unknown>>;

/** What each target cannot be without. */
const least: Readonly<Record<string, Options>> = {
  iptables: {},
  pac: { proxy: 'PROXY proxy.example.net:3128' },
  paloalto: { from: 'trust', to: 'untrust', position: 'top', resolvers: ['192.0.2.1'] },
  pfsense: { interface: 'lan' },
  squid: { tlsInspection: 'explicit' },
};

/**
 * Values of an option that mean different things, undefined for its default; files that were written for one must not
 * pass for another. `says` is what a failure says of the value that the site has.
 */
type Told = {
  readonly option: string;
  readonly values: readonly unknown[];
  readonly says: (value: unknown) => string;
  readonly site?: SiteWords;
};

/** What fails says the option's own name and value. */
function named(
  option: string,
  values: readonly unknown[],
  textOf: (value: unknown) => string = String,
  site?: SiteWords,
): Told {
  const says = (value: unknown) => `${option} ${textOf(value)}`.trim();
  return { option, values, says, ...(site && { site }) };
}

/** What fails is access, or a quality of it. */
function shown(option: string, values: readonly unknown[], says: string, site?: SiteWords): Told {
  return { option, values, says: () => says, ...(site && { site }) };
}

const or = (standard: string) => (value: unknown) => String(value ?? standard);
const list = (value: unknown) => (Array.isArray(value) ? value.join(', ') : '');
const device = (deviceGroup: string, rulebase: string) => ({ deviceGroup, rulebase });
const interfaces = (...names: string[]) => ({ interfaces: names });
const fourOnly: SiteWords = { clients: ['192.0.2.0/24'] };
const otherClients = [undefined, ['198.51.100.0/24'], ['192.0.2.0/25', '2001:db8:c1::/64']];

const told: Readonly<Record<string, readonly Told[]>> = {
  iptables: [
    named('hook', [undefined, 'DOCKER-USER', 'OTHER'], or('FORWARD')),
    named('hook6', [undefined, 'DOCKER-USER', 'OTHER'], or('FORWARD')),
    named('log', [undefined, false], or('true')),
    named(
      'protectSelf',
      [undefined, interfaces('eth1'), interfaces('eth1', 'eth2'), interfaces('eth2')],
      (value) =>
        value === undefined
          ? 'false'
          : `interfaces ${(value as ReturnType<typeof interfaces>).interfaces.join(' ')}`,
    ),
    named('protectSelf', [undefined, true], or('false'), fourOnly),
    named('filterHttpsRecords', [undefined, true], or('false')),
  ],
  pac: [
    named('proxy', ['PROXY a.example:1', 'PROXY a.example:1; DIRECT', 'HTTPS a.example:1']),
    named('direct', [undefined, 'PROXY second.example.net:3128'], or('DIRECT')),
    named('functionName', [undefined, 'findWay', 'findOther'], or('FindProxyForURL')),
    named('compact', [undefined, true], or('false')),
  ],
  paloalto: [
    shown(
      'location',
      [undefined, 'vsys2', 'shared', device('a', 'pre'), device('a', 'post'), device('b', 'pre')],
      'location ',
    ),
    named('from', ['trust', 'guests']),
    shown('to', ['untrust', 'guests'], 'zone '),
    shown('resolverZone', [undefined, 'inside', 'outside'], 'zone '),
    shown('resolvers', [['192.0.2.1'], ['192.0.2.2'], ['192.0.2.1', '192.0.2.2']], '192.0.2.'),
    shown(
      'position',
      ['top', 'bottom', { before: 'a' }, { after: 'a' }, { before: 'b' }],
      'position ',
    ),
    shown('applications', [undefined, 'any'], 'application '),
    shown('match', [undefined, 'fqdn'], 'match '),
    shown('logSetting', [undefined, 'forward', 'other'], 'logSetting'),
    shown('profileGroup', [undefined, 'strict', 'lax'], 'profileGroup'),
  ],
  pfsense: [
    named('interface', ['lan', 'wan', 'opt1']),
    shown('ipprotocol', [undefined, 'inet', 'inet6'], 'access'),
    shown(
      'disabledTiers',
      [undefined, ['required'], ['optional'], ['recommended'], ['optional', 'recommended']],
      'a disabled rule would ',
    ),
    named('log', [undefined, false], or('true')),
    named('closing', [undefined, 'block'], or('reject')),
    shown(
      'position',
      [undefined, 'bottom', { before: 'a' }, { after: 'a' }, { before: 'b' }],
      'position ',
    ),
  ],
  squid: [
    named('tlsInspection', ['none', 'explicit', 'intercept']),
    named('direct', [undefined, false], or('true')),
    named('adaptationServices', [undefined, ['a'], ['a', 'b'], ['b', 'a']], list),
    named('delayPools', [undefined, [1], [1, 2], [2, 1]], list),
  ],
};

/** What a test says of the options of a target; clients of its own every target that looks at clients has. */
function toldOf({ name, clients }: Target): readonly Told[] {
  const own = told[name] ?? toldByExamples(name);
  return clients === 'filtered' ? [shown('clients', otherClients, 'access'), ...own] : own;
}

/** Of a target that is not told of above: what its files name as its options are, with the examples of its schema. */
function toldByExamples(target: string): readonly Told[] {
  const options = Object.entries(optionsSchema(target).properties);
  return options
    .filter(([option]) => option !== 'clients')
    .map(([option, { examples }]) => named(option, [undefined, ...examples], or('')));
}

type OptionsSchema = {
  readonly properties: Readonly<Record<string, { readonly examples: readonly unknown[] }>>;
};

function optionsSchema(target: string): OptionsSchema {
  return JSON.parse(readText(`src/targets/${target}/options.schema.json`));
}

/** What no file can show, why, and who tells of it. */
const untold: readonly { target: string; option: string; why: string }[] = [
  { target: 'iptables', option: 'resolve', why: 'it has one value' },
  ...targets
    .filter(({ clients }) => clients === 'everyone')
    .map(({ name }) => ({
      target: name,
      option: 'clients',
      why: 'the output does not look at who asks; coverage.md names them',
    })),
];

const words: SpecWords = {
  groups: [
    { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } },
    {
      id: 'web',
      to: { https: ['a.example.com', 'b.example.com'], http: ['b.example.com'] },
    },
    { id: 'net', tier: 'recommended', to: { https: ['203.0.113.7'] } },
    { id: 'more', tier: 'optional', to: { https: ['203.0.113.8'] } },
  ],
};

function targetNamed(name: string): Target {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`there is no target ${name}`);
  return target;
}

function policyWith(name: string, { option, site }: Told, value: unknown): Policy {
  const own = { ...least[name], ...(value === undefined ? {} : { [option]: value }) };
  return policyOf({ ...words, site: { ...site, targets: { [name]: own } as SiteTargets } });
}

/** What verify says of files that were written for one policy, where the site gives another. */
function found(target: Target, written: Policy, meant: Policy): string {
  const files = must(renderTarget(target, written));
  return verifyTarget(target, meant, [], files).failed.map(failureSentence).join('\n');
}

const pairs = targets.flatMap((target) =>
  toldOf(target).flatMap((option) =>
    option.values.flatMap((before) =>
      option.values
        .filter((after) => after !== before)
        .map((after) => ({ name: target.name, option, before, after })),
    ),
  ),
);

const cases = pairs.map(
  (pair) =>
    [
      `${pair.name} ${pair.option.option}: ${JSON.stringify(pair.before)} to ${JSON.stringify(pair.after)}`,
      pair,
    ] as const,
);

describe('verify reports files that were generated with another option value', () => {
  test.each(cases)('%s', (_words, { name, option, before, after }) => {
    const target = targetNamed(name);
    const meant = policyWith(name, option, after);
    expect(found(target, policyWith(name, option, before), meant)).toContain(option.says(after));
    expect(found(target, meant, meant)).toBe('');
  });
});

describe.each(targets.map(({ name }) => name))('option tests of %s', (name) => {
  test('include every option of the schema', () => {
    const judged = [
      ...toldOf(targetNamed(name)).map(({ option }) => option),
      ...untold.filter(({ target }) => target === name).map(({ option }) => option),
    ];
    expect([...new Set(judged)].sort()).toEqual(Object.keys(optionsSchema(name).properties).sort());
  });
});

describe('verify reports files of another spec or prefix', () => {
  const words = (changed: Partial<SpecWords>, prefix: string, name: string): Policy =>
    policyOf({
      groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
      ...changed,
      site: { prefix, targets: { [name]: least[name] } as SiteTargets },
    });

  test.each(Object.keys(least))('%s', (name) => {
    const target = targetNamed(name);
    const meant = words({}, 'spt', name);
    expect(found(target, words({ name: 'other' }, 'spt', name), meant)).toBe(
      'site settings: expected spec test-spec, found spec other',
    );
    // A PAC makes no objects, so that no prefix stands in it.
    if (name === 'pac') return;
    expect(found(target, words({}, 'oth', name), meant)).toContain(
      'site settings: expected prefix spt, found prefix oth',
    );
  });
});

describe('options that no file shows', () => {
  test.each(untold)('$target $option: $why', ({ target, option }) => {
    expect((told[target] ?? []).map((each) => each.option)).not.toContain(option);
  });

  test('lists the clients of a PAC on the coverage page', () => {
    const page = (clients?: readonly string[]): string => {
      const own = { ...least['pac'], ...(clients && { clients }) };
      const changed = { ...words, site: { targets: { pac: own } as SiteTargets } };
      const policy = policyOf(changed);
      return coverage([outputOf(targetNamed('pac'), policy)], policy, specOf(changed), []);
    };
    expect(page(['198.51.100.0/24'])).toContain('Clients of pac: `198.51.100.0/24`');
    expect(page()).not.toContain('Clients of pac');
  });
});
