import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portolan } from '../../support/cli.ts';
import { writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { root } from '../../support/rendered.ts';

/** A page in a file. */
export type Sample = { readonly name: string; readonly file: string };

/** The guide of this repository: findings, and what its committed files allow. */
export function guidePage(folder: string): Sample {
  return pageOf(root, 'guide', ['lint', 'spec.yaml'], folder);
}

/** The checks of the guide's files. */
export function checksPage(folder: string): Sample {
  return pageOf(root, 'checks', ['verify', 'spec.yaml'], folder);
}

/** A change that adds, removes and moves access, at two sites. It fails tests of the old spec. */
export function changePage(folder: string): Sample {
  writeFiles(folder, { 'before/spec.yaml': before, 'after/spec.yaml': after });
  for (const side of ['before', 'after']) generate(join(folder, side));
  return pageOf(folder, 'change', ['diff', 'before/spec.yaml', 'after/spec.yaml'], folder);
}

/** The same change as two commits of a repository, in a pipeline of GitHub. */
export function linkedPage(folder: string): Sample & { readonly commits: readonly string[] } {
  const home = join(folder, 'linked');
  mkdirSync(home);
  initRepository(home);
  const commits = [before, after].map((text) => {
    writeFiles(home, { 'specs/spec.yaml': text });
    generate(join(home, 'specs'));
    commitAll(home);
    return git(home, 'rev-parse', 'HEAD').trim();
  });
  const [, head = ''] = commits;
  const pipeline = {
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'a/b',
    GITHUB_SHA: head,
  };
  const words = ['diff', 'spec.yaml', '--base', 'HEAD^'];
  return { ...pageOf(join(home, 'specs'), 'linked', words, folder, pipeline), commits };
}

/** A spec of many endpoints with all targets. */
export function manyPage(folder: string, count = 10_000): Sample {
  const home = join(folder, 'many');
  writeFiles(home, { 'spec.yaml': manyEndpoints(count) });
  generate(home);
  return pageOf(home, 'many', ['lint', 'spec.yaml'], folder);
}

/** Runs a command with `--format html`, and keeps its page. */
function pageOf(
  home: string,
  name: string,
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Sample {
  const { stdout, stderr } = portolan(home, [...words, '--format', 'html'], environment);
  if (!stdout.startsWith('<!doctype html>')) throw new Error(`${words.join(' ')}: ${stderr}`);
  const file = join(folder, `${name}.html`);
  writeFileSync(file, stdout);
  return { name, file };
}

function generate(home: string): void {
  const { code, stderr } = portolan(home, ['generate', 'spec.yaml']);
  if (code !== 0) throw new Error(`generate in ${home}: ${stderr}`);
}

const head = `version: 1
name: parcel-kiosk
prefix: pk
title: Parcel Kiosk
inspection: bypass
documents:
  manual: { title: Parcel Kiosk Network Manual, publisher: Example, domains: [example.com] }
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
  time: { ports: [udp/123], application: other }
  media: { ports: [udp/3478-3481, udp/50000-50059], application: other }
  messages: { ports: [tcp/8883], application: tls }
`;

const sites = `sites:
  depot:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required, recommended]
    targets:
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128" }
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }
  shop:
    prefix: pks
    clients: [198.51.100.0/26]
    resolvers: [203.0.113.53]
    enforce: additive
    tiers: [required]
    targets:
      pfsense: { interface: lan }
      squid: { tlsInspection: none }
`;

const tests = `tests:
  - name: the kiosk registers
    allow: ["https://api.example.com/", "https://files.example.com/"]
  - name: names that only look alike are denied
    deny: ["https://okta.com/", "https://evil.okta.com/", "http://www.example.org/"]
  - name: cleartext only for the manual
    never: { ports: [tcp/80], except: [docs.example.com] }
`;

const before = `${head}groups:
  - id: name-lookup
    title: DNS
    tier: required
    inspection: allow
    source: { document: manual, section: Ports }
    endpoints:
      - { to: resolvers, service: dns }
  - id: cloud
    title: Kiosk Cloud
    tier: required
    purpose: registration and parcels
    source: { document: manual, section: Required hosts }
    endpoints:
      - { host: api.example.com, service: https }
      - { host: login.okta.com, service: https, ticket: NET-88 }
      - { host: files.example.com, service: https }
  - id: help
    title: Online Help
    tier: recommended
    source: { document: manual, section: Recommended hosts }
    endpoints:
      - { url: "http://docs.example.com/kiosk", ticket: NET-90 }
      - { host: old.example.com, service: https }
  - id: parts
    title: Spare Parts
    tier: recommended
    source: { document: manual, section: Recommended hosts }
    endpoints:
      - { host: parts.example.com, service: https, ticket: NET-91 }
${sites}${tests}`;

const after = `${head}groups:
  - id: name-lookup
    title: DNS
    tier: required
    inspection: allow
    source: { document: manual, section: Ports }
    endpoints:
      - { to: resolvers, service: dns }
  - id: cloud
    title: Kiosk Cloud
    tier: required
    purpose: registration and parcels
    source: { document: manual, section: Required hosts }
    endpoints:
      - { host: api.example.com, service: https }
      - { host: "*.okta.com", service: https, ticket: NET-102, note: sign-in moved to another tenant }
      - { host: files.example.com, service: https }
      - { host: "*.s3.amazonaws.com", service: https, ticket: NET-102, requester: Kim Lee, expires: 2027-03-31 }
      - { host: broker.example.com, service: messages, ticket: NET-103 }
  - id: clock
    title: Time
    tier: required
    inspection: allow
    endpoints:
      - { to: any, service: time, note: the vendor could not name its pool }
      - { host: time.example.net, service: time }
  - id: voice
    title: Voice
    tier: recommended
    inspection: allow
    source: { document: manual, section: Voice }
    endpoints:
      - { network: 198.51.100.128/25, service: media, ticket: NET-120 }
      - { network: "2001:db8:99::/48", service: media, ticket: NET-120 }
      - { host: turn.voice.example.net, services: [media, https], ticket: NET-120 }
  - id: help
    title: Online Help
    tier: recommended
    source: { document: manual, section: Recommended hosts }
    endpoints:
      - { url: "http://docs.example.com/kiosk", ticket: NET-90 }
      - { host: www.example.org, service: http, ticket: NET-101 }
      - { host: tools.example.org, service: https }
  - id: parts
    title: Spare Parts
    tier: required
    source: { document: manual, section: Required hosts }
    endpoints:
      - { host: parts.example.com, service: https, ticket: NET-91 }
${sites.replace('[203.0.113.53]', '[203.0.113.53, 203.0.113.54]')}${tests}`;

function manyEndpoints(count: number): string {
  const tiers = ['required', 'recommended', 'optional'];
  const size = 500;
  const groups = Array.from({ length: Math.ceil(count / size) }, (_, group) => {
    const endpoints = Array.from({ length: Math.min(size, count - group * size) }, (_, index) => {
      const number = group * size + index;
      const star = number % 10 === 3 ? '*.' : '';
      return `{ host: "${star}host-${number}.part-${group}.example.com", service: https, ticket: NET-${number % 97} }`;
    });
    return `  - id: part-${group}
    title: Part ${group}
    tier: ${tiers[group % tiers.length]}
    endpoints:
${endpoints.map((each) => `      - ${each}\n`).join('')}`;
  });
  return `${head.replace('parcel-kiosk', 'many')}groups:\n${groups.join('')}${sites
    .replace(/ {2}shop:[\s\S]*/, '')
    .replace('[required, recommended]', '[required, recommended, optional]')}`;
}
