import { parseBareHost, parseFlow } from '../../src/net/flow.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { type ExplainInput, explain } from '../../src/review/explain/explain.ts';
import type {
  Explanation,
  OpenExplanation,
  SiteExplanation,
} from '../../src/review/explain/explanation.ts';
import { explainOpen } from '../../src/review/explain/open.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import { loadFiles } from './load.ts';
import { must } from './policy.ts';

/** Changes the files of a target before they are read; undefined removes them. */
export type Tamper = (site: string, target: string, files: TargetFiles) => TargetFiles | undefined;

/** Explains a flow with a spec's text and the files generated from it. */
export function explained(
  spec: string,
  flow: string,
  tamper: Tamper = (_site, _target, files) => files,
): Explanation {
  return explain(must(parseFlow(flow)), inputOf(spec, tamper));
}

/** What is open for a host by a spec's text and the files generated from it. */
export function opened(spec: string, host: string): OpenExplanation {
  const peer = parseBareHost(host);
  if (peer === undefined) throw new Error(`"${host}" is not a host alone`);
  return explainOpen(
    must(peer),
    inputOf(spec, (_site, _target, files) => files),
  );
}

function inputOf(spec: string, tamper: Tamper): ExplainInput {
  const loaded = must(loadFiles({ 'spec.yaml': spec }));
  const rendered = new Map(
    must(renderSpec(loaded.spec, siteFindings)).map((site) => [site.site, site.targets]),
  );
  return {
    spec: loaded.spec,
    policies: must(compileSites(loaded.spec)),
    sites: undefined,
    filesOf: (site, target) => {
      const files = rendered.get(site)?.get(target);
      return files && tamper(site, target, files);
    },
  };
}

/** The explanation of one site. */
export function siteOf({ sites }: Explanation, id: string): SiteExplanation {
  const found = sites.find(({ site }) => site === id);
  if (found === undefined) throw new Error(`the explanation has no site "${id}"`);
  return found;
}

/** A spec with many kinds of access: tiers, wildcards, paths, networks, resolvers, two sites. */
export const manyKinds = `version: 1
name: demo
prefix: dmo
title: Demo
inspection: bypass
documents:
  guide: { title: The Guide, publisher: Example }
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
  media: { ports: [udp/3478-3481, tcp/3478], application: other }
  alternative: { ports: [tcp/8443], application: tls }
groups:
  - id: lookup
    title: DNS
    tier: required
    inspection: allow
    endpoints:
      - { to: resolvers, service: dns }
  - id: web
    title: Web
    tier: required
    source: { document: guide, section: URLs }
    endpoints:
      - { host: www.example.com, service: https, ticket: NET-1, requester: Ann, expires: 2027-01-31, note: why }
      - { url: "http://docs.example.com/manual" }
      - { url: "https://app.example.com/only" }
      - { host: "*.cdn.example.net", service: https }
      - { host: "*.cdn.example.net", service: alternative }
      - { host: turn.example.com, service: media }
      - { network: 198.51.100.0/25, service: https }
  - id: shop
    title: Shop
    tier: recommended
    endpoints:
      - { host: www.example.com, service: https }
      - { host: shop.example.org, service: https }
  - id: extras
    title: Extras
    tier: optional
    endpoints:
      - { host: extra.example.org, service: https }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self, 203.0.113.53]
    enforce: closed
    tiers: [required, recommended]
    targets:
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128" }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }
  lab:
    prefix: lab
    clients: ["2001:db8:c1::/64"]
    resolvers: [self]
    enforce: additive
    tiers: [required, optional]
    exclude: [shop]
    targets:
      pfsense: { interface: lan }
`;
