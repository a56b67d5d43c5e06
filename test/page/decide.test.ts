import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Flow, parseFlow } from '../../src/net/flow.ts';
import { isProtocol, protocols } from '../../src/net/transport.ts';
import { type AccessSet, decide, unpackSets } from '../../src/page/decide.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { packSites } from '../../src/report/html/sets.ts';
import { type ExplainInput, explain } from '../../src/review/explain/explain.ts';
import { siteAccess } from '../../src/review/explain/site-access.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import { manyKinds } from '../support/explain.ts';
import { loadFiles } from '../support/load.ts';
import { must, type SpecWords, specOf } from '../support/policy.ts';
import { everyKind, everyTarget, smallSpecs } from '../support/properties/usual.ts';
import { realSpec } from '../support/rendered.ts';
import { runs, triesAll } from '../support/runs.ts';

type Spec = ExplainInput['spec'];

/** The spec with the files generated from it, as `explain` gets them. */
function input(spec: Spec): ExplainInput | undefined {
  const rendered = renderSpec(spec, siteFindings);
  if (!rendered.ok) return undefined;
  const files = new Map(rendered.value.map(({ site, targets }) => [site, targets]));
  return {
    spec,
    policies: must(compileSites(spec)),
    sites: undefined,
    filesOf: (site, target): TargetFiles | undefined => files.get(site)?.get(target),
  };
}

type Verdicts = Readonly<Record<string, string>>;

function byExplain(grounds: ExplainInput, flow: Flow): Verdicts {
  const verdicts = explain(flow, grounds).sites.flatMap(({ site, rules, outputs }) => [
    [site, rules.length > 0 ? 'allow' : 'deny'],
    ...outputs.map(({ target, verdict }) => [`${site}/${target}`, verdict ?? 'unread']),
  ]);
  return Object.fromEntries(verdicts);
}

/** The same by the data of a page, which passed through JSON like the one in its file. */
function byPage(grounds: ExplainInput): (flow: Flow) => Verdicts {
  const accesses = grounds.policies.map((policy) =>
    siteAccess(policy, (target) => grounds.filesOf(policy.site.id, target)),
  );
  const packed: ReturnType<typeof packSites> = JSON.parse(JSON.stringify(packSites(accesses)));
  const sets = unpackSets(packed.sets, packed.destinations);
  const verdictOf = (set: AccessSet | undefined, flow: Flow) =>
    set === undefined ? 'unread' : decide(set, flow).verdict;
  return (flow) => {
    const verdicts = packed.sites.flatMap(({ id, spec, outputs }) => [
      [id, verdictOf(sets[spec], flow)],
      ...outputs.map((output) => [
        `${id}/${output.target}`,
        'set' in output ? verdictOf(sets[output.set], flow) : 'unread',
      ]),
    ]);
    return Object.fromEntries(verdicts);
  };
}

const host = fc.oneof(
  fc.constantFrom('a.b', 'b.a', 'a.a.b', 'b.a.a.b', 'ab.b.a', 'a-b.a.a', 'q.a.b', 'a_b.b.a'),
  fc.constantFrom('0.0.0.9', '0.0.0.40', '198.51.100.5', '198.51.100.53', '10.0.0.53'),
  fc.constantFrom('169.254.169.254', '[::9]', '[2001:db8:5::9]', '[fd00::1]'),
);
const port = fc.oneof(fc.integer({ min: 1, max: 42 }), fc.constantFrom(53, 80, 443, 1005, 5061));
const path = fc.constantFrom(
  '',
  '/',
  '/p',
  '/p/q',
  '/p.q',
  '/P',
  '/p/q/r',
  '/p..q',
  '/p%2Fq',
  '/P/q?x',
);

const urls = fc
  .tuple(fc.constantFrom('http', 'https', 'ws', 'wss', 'ftp'), host, fc.option(port), path)
  .map(
    ([scheme, name, number, below]) =>
      `${scheme}://${name}${number === null ? '' : `:${number}`}${below}`,
  );
const bare = fc
  .tuple(fc.constantFrom('tcp', 'tcp', 'udp', 'udp', 'sctp', ...protocols), host, port)
  .map(([scheme, name, number]) => `${scheme}://${name}${isProtocol(scheme) ? '' : `:${number}`}`);

const flows: fc.Arbitrary<Flow> = fc
  .oneof(urls, bare)
  .map(parseFlow)
  .filter((flow) => flow.ok)
  .map(must);

/** dnsmasq uses the line of the longest name alone, so the ports of the shorter one are not allowed below it. */
const nested: SpecWords = {
  services: { other: { ports: ['tcp/8443'], application: 'tls' } },
  groups: [
    {
      id: 'web',
      to: {
        https: ['example.com', 'a.example.com', 'b.example.com', 'c.example.com', 'd.example.com'],
        other: ['x.a.example.com', 'xa.example.com', 'y.b.example.com'],
      },
    },
  ],
  site: { targets: everyTarget },
};

describe('the verdicts of a page', () => {
  test('are those of explain, for every flow and spec', () => {
    const asked = fc.array(flows, { minLength: 10, maxLength: 25 });
    let allowed = 0;
    const property = fc.property(smallSpecs(everyTarget), asked, (words: SpecWords, some) => {
      const grounds = input(specOf(words));
      fc.pre(grounds !== undefined);
      const page = byPage(grounds);
      for (const flow of some) {
        const verdicts = byExplain(grounds, flow);
        expect([flow.text, page(flow)]).toEqual([flow.text, verdicts]);
        allowed += Object.values(verdicts).filter((verdict) => verdict === 'allow').length;
      }
    });
    fc.assert(property, { numRuns: runs(60) });
    if (triesAll) expect(allowed).toBeGreaterThan(0);
  });

  test.each([
    ['the guide', must(loadFiles({ 'spec.yaml': realSpec })).spec],
    ['a spec of two sites', must(loadFiles({ 'spec.yaml': manyKinds })).spec],
    ['every kind of destination', specOf(everyKind(everyTarget))],
    ['names below another one', specOf(nested)],
  ])('are those of explain for flows to the endpoints of %s and beside them', (_name, spec) => {
    const grounds = input(spec);
    if (grounds === undefined) throw new Error('the spec is rendered');
    const page = byPage(grounds);
    const asked = flowsBeside(spec);
    expect(asked.length).toBeGreaterThan(50);
    for (const flow of asked)
      expect([flow.text, page(flow)]).toEqual([flow.text, byExplain(grounds, flow)]);
  });
});

/** Flows to each host of a spec and to similar names, on several ports and by several schemes. */
function flowsBeside({ groups }: Spec): Flow[] {
  const written = groups.flatMap(({ endpoints }) => endpoints.map((each) => each.written));
  const hosts = written.map((text) =>
    text
      .replace(/^\w+:\/\/([^/]*).*$/, '$1')
      .replace('*', 'w')
      .replace(/\/\d+$|-.*\..*$/, ''),
  );
  const texts = [...new Set(hosts)].flatMap((name) => [
    ...['https', 'http', 'wss', 'ws', 'ftp'].map((scheme) => `${scheme}://${name}/Help`),
    ...[`https://x.${name}/`, `https://x${name}/`, `http://${name}/help/a`, `tcp://${name}:8443`],
    ...[`udp://${name}:53`, `tcp://${name}:53`, `udp://${name}:3479`, `esp://${name}`],
  ]);
  return texts.flatMap((text) => {
    const flow = parseFlow(text);
    return flow.ok ? [flow.value] : [];
  });
}
