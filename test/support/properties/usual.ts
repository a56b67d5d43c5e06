import fc from 'fast-check';
import { example } from '../../../scripts/target-list.ts';
import type { SiteTargets } from '../../../src/language/document.ts';
import { targets } from '../../../src/targets/list.ts';
import { servicePorts, sharedPlace } from '../arbitrary.ts';
import type { SiteWords, SpecWords } from '../policy.ts';
import { readText } from '../schema.ts';

/** The first example in the schema of a target's options, which `portolan init` writes. */
export function exampleOf(target: string): SiteTargets {
  const home = target === example.name ? `${example.root}/` : '';
  const schema = JSON.parse(readText(`${home}src/targets/${target}/options.schema.json`));
  return { [target]: schema.examples[0] };
}

/** The options of every target, each the first example in its schema. */
export const everyTarget: SiteTargets = Object.assign(
  {},
  ...targets.map(({ name }) => exampleOf(name)),
);

/** Every kind of destination, with both inspections and three tiers, at a site with these targets. */
export function everyKind(targets: SiteTargets): SpecWords {
  return {
    name: 'every-kind',
    services: { media: { ports: ['udp/3478-3481', 'tcp/5061'], application: 'other' } },
    groups: [
      { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } },
      {
        id: 'web',
        title: 'The web',
        to: {
          https: ['api.example.com', 'www.example.com', '198.51.100.0/25', '*.example.net'],
          http: ['www.example.com', 'http://docs.example.com/Help', 'eu.*.cloud.example.org'],
        },
      },
      { id: 'time', tier: 'optional', inspection: 'allow', to: { media: ['any'] } },
      {
        id: 'media',
        tier: 'recommended',
        to: { https: ['turn.example.com', '10.1.0.0-10.1.0.2', '2001:db8:7::/48'] },
      },
    ],
    site: { resolvers: ['self', '10.0.0.53', '2001:db8:53::1'], targets },
  };
}

/** Specs over few names, addresses and ports, so that they often overlap, at sites with these targets. */
export function smallSpecs(targets: SiteTargets): fc.Arbitrary<SpecWords> {
  return fc
    .record({
      clear: servicePorts,
      secret: servicePorts,
      inspection: fc.constantFrom('bypass' as const, 'allow' as const),
      groups: fc.array(
        fc.record({
          tier: fc.constantFrom('required' as const, 'recommended' as const),
          tags: fc.subarray(['one', 'two']),
          clear: fc.uniqueArray(cleartext, { maxLength: 4 }),
          secret: fc.uniqueArray(sharedPlace, { maxLength: 4 }),
          other: fc.uniqueArray(sharedPlace, { maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      site: smallSite,
    })
    .map(({ clear, secret, inspection, groups, site }) => ({
      services: {
        clear: { ports: clear, application: 'http' as const },
        secret: { ports: secret, application: 'tls' as const },
        other: { ports: ['udp/5', 'tcp/7-9'], application: 'other' as const },
      },
      // The same inspection for all groups, so that they do not conflict.
      groups: groups.map(({ tier, tags, ...to }, index) => ({
        id: `g${index}`,
        tier,
        tags,
        inspection,
        to,
      })),
      site: { ...site, targets },
    }))
    .filter(namesPlaces);
}

/** Whether a selected group has a destination. Without one there is no policy. */
export function namesPlaces({ groups, site }: SpecWords): boolean {
  const { select } = site ?? {};
  const isSelected = ({ id, tags = [] }: SpecWords['groups'][number]) =>
    select === undefined ||
    select.groups.includes(id) ||
    tags.some((tag) => select.tags.includes(tag));
  return groups
    .filter(isSelected)
    .some(({ to }) => Object.values(to).some((places) => places.length > 0));
}

const cleartext = fc.oneof(
  sharedPlace,
  fc
    .tuple(fc.constantFrom('a.b', 'b.a', 'a.a.b'), fc.constantFrom('/p', '/p/q', '/p.q', '/P'))
    .map(([host, path]) => `http://${host}${path}`),
);

const smallSite: fc.Arbitrary<SiteWords> = fc.record({
  enforce: fc.constantFrom('closed' as const, 'additive' as const),
  clients: fc.constantFrom(
    ['192.0.2.0/24'],
    ['2001:db8:c1::/64'],
    ['192.0.2.0/25', '198.51.100.0/30', '2001:db8:c1::/64'],
  ),
  resolvers: fc.constant(['self', '198.51.100.53']),
  select: fc.constantFrom(
    undefined,
    undefined,
    { tags: ['one'], groups: [] },
    { tags: ['two'], groups: ['g0'] },
  ),
  inner: fc.subarray(['198.51.100.0/24', '10.0.0.0/8', '2001:db8:5::/48']),
});

/** The same spec with every list reversed whose order has no meaning. */
export function turned(words: SpecWords): SpecWords {
  const services = Object.entries(words.services ?? {}).map(
    ([name, service]) => [name, { ...service, ports: service.ports.toReversed() }] as const,
  );
  const { clients, resolvers, inner, select, ...site } = words.site ?? {};
  return {
    ...words,
    services: Object.fromEntries(services),
    groups: words.groups.map((group) => ({ ...group, to: turnedPlaces(group.to) })),
    site: {
      ...site,
      ...(clients && { clients: clients.toReversed() }),
      ...(resolvers && { resolvers: resolvers === 'any' ? resolvers : resolvers.toReversed() }),
      ...(inner && { inner: inner.toReversed() }),
      ...(select && { select: { ...select, tags: select.tags.toReversed() } }),
    },
  };
}

function turnedPlaces(to: SpecWords['groups'][number]['to']): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(to).map(([name, places]) => [name, places.toReversed()]),
  );
}
