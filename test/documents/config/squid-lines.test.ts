import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfig } from '../../../src/documents/config/index.ts';
import type { DocumentFact } from '../../../src/documents/document.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { factsIn } from '../../support/json-documents.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';

const ports = [80, 443, 8080];
const sites = ['.example.com', 'a.example.com', 'b.example.com', '.a.example.com', 'x.example.net'];
const requested = [
  ...['example.com', 'a.example.com', 'b.example.com', 'c.a.example.com', 'x.example.net'],
];

type Literal = { readonly name: string; readonly isNegated: boolean };
type Line = { readonly allows: boolean; readonly literals: readonly Literal[] };

/** Three ACLs of names, two of ports, and the lines of http_access that use them. */
type Config = {
  readonly names: readonly (readonly string[])[];
  readonly ports: readonly (readonly number[])[];
  readonly lines: readonly Line[];
};

const literal: fc.Arbitrary<Literal> = fc.record({
  name: fc.constantFrom('n0', 'n1', 'n2', 'n0', 'n1', 'n2', 'p0', 'p1', 'all'),
  isNegated: fc.integer({ min: 0, max: 5 }).map((each) => each === 0),
});
const line: fc.Arbitrary<Line> = fc.record({
  allows: fc.integer({ min: 0, max: 2 }).map((each) => each > 0),
  literals: fc.array(literal, { minLength: 1, maxLength: 3 }),
});
const configs: fc.Arbitrary<Config> = fc.record({
  names: fc.array(fc.subarray(sites, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  ports: fc.array(fc.subarray(ports, { minLength: 1 }), { minLength: 2, maxLength: 2 }),
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
});

function textOf({ names, ports: own, lines }: Config): string {
  return [
    ...names.map((list, index) => `acl n${index} dstdomain -n ${list.join(' ')}`),
    ...own.map((list, index) => `acl p${index} port ${list.join(' ')}`),
    ...lines.map(({ allows, literals }) => {
      const words = literals.map(({ name, isNegated }) => (isNegated ? `!${name}` : name));
      return `http_access ${allows ? 'allow' : 'deny'} ${words.join(' ')}`;
    }),
  ].join('\n');
}

function isIn(site: string, host: string): boolean {
  return site.startsWith('.') ? `.${host}`.endsWith(site) : host === site;
}

function matches(config: Config, { name, isNegated }: Literal, host: string, port: number) {
  const index = Number(name.slice(1));
  const inNames = config.names[index]?.some((site) => isIn(site, host));
  const inPorts = config.ports[index]?.includes(port);
  const is = name === 'all' || (name.startsWith('n') ? inNames : inPorts);
  return (is === true) !== isNegated;
}

/** The first line of which all ACLs match decides. */
function allows(config: Config, host: string, port: number): boolean {
  const first = config.lines.find(({ literals }) =>
    literals.every((each) => matches(config, each, host, port)),
  );
  return first?.allows === true;
}

/** Whether a line denies a port to each client: a fact without ports says nothing about it. */
function isLimited({ lines, ports: own }: Config, port: number): boolean {
  return lines.some(({ allows, literals }) => {
    const [only, ...more] = literals;
    if (allows || more.length > 0 || only?.isNegated !== true) return false;
    return only.name.startsWith('p') && own[Number(only.name.slice(1))]?.includes(port) !== true;
  });
}

/** The requests that a fact allows. */
function requestsOf(config: Config, fact: DocumentFact): { host: string; port: number }[] {
  const site = formatDestination(fact.destination).replace(/^\*(?=\.)/, '');
  const hosts = requested.filter((host) =>
    site.startsWith('.') ? host.endsWith(site) : host === site,
  );
  const own = ports.filter((port) =>
    fact.ports.length === 0
      ? !isLimited(config, port)
      : fact.ports.some(({ low, high }) => low <= port && port <= high),
  );
  return hosts.flatMap((host) => own.map((port) => ({ host, port })));
}

describe('facts of squid.conf', () => {
  test('are never wider than the first line that matches', () => {
    let taken = 0;
    fc.assert(
      fc.property(configs, (config) => {
        const { rows } = must(readConfig({ name: 'document', text: textOf(config) }, {}));
        const requests = factsIn(rows).flatMap((fact) => requestsOf(config, fact));
        taken += requests.length;
        expect(requests.filter(({ host, port }) => !allows(config, host, port))).toEqual([]);
      }),
      { numRuns: runs(3000) },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
