import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfig } from '../../../src/documents/config/index.ts';
import type { DocumentFact, DocumentRow } from '../../../src/documents/document.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { networkHolds } from '../../../src/net/network.ts';
import { entryXml, membersXml, panosRule, panosXml } from '../../support/config/panos.ts';
import { aliasXml, configXml, type RuleParts, ruleXml } from '../../support/config/pfsense.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';

const rowsOf = (text: string): readonly DocumentRow[] =>
  must(readConfig({ name: 'document', text }, {})).rows;

/** The addresses of the small internet in which the properties are true. */
const addresses = [0, 1, 2, 3].map((last) => `192.0.2.${last}`);
const ports = [80, 443, 8080];

/** What the devices of the properties can name, with the addresses that it has; a host may have any. */
const objects: Readonly<
  Record<string, { readonly host?: string; readonly addresses: readonly string[] }>
> = {
  low: { addresses: addresses.slice(0, 2) },
  high: { addresses: addresses.slice(2) },
  one: { addresses: addresses.slice(1, 2) },
  a: { host: 'a.example.com', addresses: [] },
  b: { host: 'b.example.com', addresses: [] },
};
const texts: Readonly<Record<string, string>> = {
  low: '192.0.2.0/31',
  high: '192.0.2.2/31',
  one: '192.0.2.1',
  a: 'a.example.com',
  b: 'b.example.com',
};
const names = Object.keys(objects);

type Flow = { readonly host: string | undefined; readonly address: string; readonly port: number };

const holds = (name: string, { host, address }: Flow) => {
  const object = objects[name];
  return (
    object !== undefined &&
    (object.host === undefined ? object.addresses.includes(address) : object.host === host)
  );
};

/** The flows of a fact: each of its ports, to each address. A host may have any address, and so may have each. */
function flowsOf({ destination, ports: ranges }: DocumentFact): readonly Flow[] {
  const host = destination.kind === 'host' ? formatDestination(destination) : undefined;
  const own = ports.filter((port) =>
    ranges.some(({ transport, low, high }) => transport === 'tcp' && low <= port && port <= high),
  );
  const held = addresses.filter(
    (address) =>
      destination.kind !== 'network' ||
      networkHolds(destination.network, must(parseAddress(address))),
  );
  return own.flatMap((port) => held.map((address) => ({ host, address, port })));
}

type Rule = {
  readonly action: 'pass' | 'block' | 'other';
  readonly zone: string;
  readonly to: readonly string[] | 'any';
  readonly isNegated: boolean;
  readonly ports: readonly number[] | 'any';
  readonly isOff: boolean;
  readonly isFloating: boolean;
};

const zones = ['lan', 'opt1'];
const rule: fc.Arbitrary<Rule> = fc.record({
  action: fc.constantFrom('pass', 'pass', 'block', 'other'),
  zone: fc.constantFrom(...zones),
  to: fc.oneof(fc.constant('any' as const), fc.subarray(names, { minLength: 1 })),
  isNegated: fc.boolean(),
  ports: fc.oneof(fc.constant('any' as const), fc.subarray(ports, { minLength: 1 })),
  isOff: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
  isFloating: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
});
const plainRule = fc.oneof(
  { weight: 3, arbitrary: rule.map((each) => ({ ...each, isNegated: false })) },
  { weight: 1, arbitrary: rule },
);

function matches({ to, isNegated, ports: own, isOff }: Rule, flow: Flow): boolean {
  const isTo = to === 'any' || to.some((name) => holds(name, flow)) !== isNegated;
  return !isOff && isTo && (own === 'any' || own.includes(flow.port));
}

/** The first rule that matches decides; without one, the firewall denies. */
function allows(rules: readonly Rule[], zone: string, flow: Flow): boolean {
  const ordered = [
    ...rules.filter((each) => each.isFloating),
    ...rules.filter((each) => !each.isFloating),
  ];
  const first = ordered.find(
    (each) => each.action !== 'other' && each.zone === zone && matches(each, flow),
  );
  return first?.action === 'pass';
}

function pfsenseText(rules: readonly Rule[]): string {
  const aliases = rules.flatMap(({ to, ports: own }, index) => [
    aliasXml(`to${index}`, 'network', to === 'any' ? 'x' : to.map((name) => texts[name]).join(' ')),
    aliasXml(`ports${index}`, 'port', own === 'any' ? '1' : own.join(' ')),
  ]);
  const parts = rules.map(
    ({ action, zone, to, isNegated, ports: own, isOff, isFloating }, index): RuleParts => ({
      type: action === 'other' ? 'match' : action,
      interface: zone,
      to:
        (to === 'any' ? '<any></any>' : `<address>to${index}</address>`) +
        (isNegated && to !== 'any' ? '<not></not>' : ''),
      port: own === 'any' ? '' : `ports${index}`,
      more:
        (isOff ? '<disabled></disabled>' : '') +
        (isFloating ? '<floating>yes</floating><quick>yes</quick><direction>in</direction>' : ''),
    }),
  );
  return configXml(aliases, parts.map(ruleXml));
}

function panosText(rules: readonly Rule[]): string {
  const address = names.map((name) =>
    entryXml(
      name,
      objects[name]?.host === undefined
        ? `<ip-netmask>${texts[name]}</ip-netmask>`
        : `<fqdn>${texts[name]}</fqdn>`,
    ),
  );
  const service = ports.map((port) =>
    entryXml(`tcp-${port}`, `<protocol><tcp><port>${port}</port></tcp></protocol>`),
  );
  const group = rules.map(({ to }, index) =>
    entryXml(`to${index}`, `<static>${membersXml(to === 'any' ? ['low'] : to)}</static>`),
  );
  const xml = rules.map(({ action, zone, to, isNegated, ports: own, isOff }, index) =>
    panosRule(`r${index}`, {
      from: [zone],
      destination: [to === 'any' ? 'any' : `to${index}`],
      service: own === 'any' ? ['any'] : own.map((port) => `tcp-${port}`),
      'negate-destination': isNegated && to !== 'any' ? 'yes' : 'no',
      disabled: isOff || action === 'other' ? 'yes' : 'no',
      action: action === 'pass' ? 'allow' : 'deny',
    }),
  );
  return panosXml(
    `<address>${address.join('')}</address><address-group>${group.join('')}</address-group><service>${service.join('')}</service>`,
    xml,
  );
}

describe('facts are never wider than the rules', () => {
  const rules = fc.array(plainRule, { minLength: 1, maxLength: 6 });
  test.each([
    ['pfSense', pfsenseText, 'interface', (all: readonly Rule[]) => all],
    [
      'PAN-OS',
      panosText,
      'from',
      (all: readonly Rule[]) => all.map((each) => ({ ...each, isFloating: false })),
    ],
  ] as const)('of %s', (_name, textOf, label, ruled) => {
    let taken = 0;
    fc.assert(
      fc.property(rules, (all) => {
        for (const { verdict, labels } of rowsOf(textOf(all)))
          for (const fact of verdict.kind === 'facts' ? verdict.facts : []) {
            const flows = flowsOf(fact);
            taken += flows.length;
            const zone = labels.get(label)?.[0] ?? '';
            expect(flows.filter((flow) => !allows(ruled(all), zone, flow))).toEqual([]);
          }
      }),
      { numRuns: runs(2000) },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
