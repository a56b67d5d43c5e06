import { formatNetwork, mergeNetworks } from '../../../net/network.ts';
import { mergePorts } from '../../../net/port.ts';
import type { Model, Section } from './model.ts';
import { guardOf, portText, spellSection } from './spell-section.ts';

/** The one text that says what the model says, line by line. */
export function spell(model: Model): string[] {
  return [
    ...spellHead(model),
    ...spellFirst(model),
    ...model.sections.flatMap((section) => ['', ...spellSection(section, model)]),
    '',
    ...spellJoins(model),
    '',
    `http_access allow ${model.prefix}_allow`,
    ...spellBumps(model),
    ...spellSparings(model),
  ];
}

function spellHead(model: Model): string[] {
  const { prefix: p, specName, options, sections } = model;
  const decrypts = model.tlsInspection !== 'none' && has(sections, 'tunnel', 'allow');
  return [
    `# ${specName}: what passes this proxy without a login. Made by "portolan generate"; a change here is lost.`,
    '# Squid takes a wrong order without a word. This one holds, from the top of squid.conf:',
    '#   http_access deny !Safe_ports, http_access deny CONNECT !SSL_ports, delay_pools',
    `#   include of this file; a conf.d is read by name, so call it 00-portolan-${p}.conf there`,
    "#   the site's own http_access (the login too), ssl_bump, adaptation_access, delay_access, url_rewrite_access,",
    '#   store_id_access, cache, always_direct and never_direct',
    `# Made for ${options}`,
    '',
    ...mergeNetworks(model.clients).map(
      (network) => `acl ${p}_clients src ${formatNetwork(network)}`,
    ),
    `acl ${p}_connect method CONNECT`,
    `acl ${p}_http proto HTTP`,
    ...innerLines(model),
    ...(decrypts ? secureLines(p) : []),
    ...(sections.some(({ clauses }) => clauses.some(({ path }) => path !== undefined))
      ? oddLines(p)
      : []),
  ];
}

function innerLines({ prefix: p, inner }: Model): string[] {
  if (inner.length === 0) return [];
  return [
    "# The site's inner networks: no listed name and no rule for any place leads there. Squid looks each name up.",
    ...mergeNetworks(inner).map((network) => `acl ${p}_inner dst ${formatNetwork(network)}`),
  ];
}

function secureLines(p: string): string[] {
  return [
    '# What is permitted only is decrypted by the site; the requests inside are asked about once more.',
    `acl ${p}_https proto HTTPS`,
    `acl ${p}_secure any-of ${p}_connect`,
    `acl ${p}_secure any-of ${p}_https`,
  ];
}

function oddLines(p: string): string[] {
  return [
    '# Squid compares the decoded path. Dots that lead out of it, and what a server may decode again, end the match.',
    ...['\\.\\.', '%', '[\\]', '[^[:print:]]'].map((text) => `acl ${p}_odd urlpath_regex ${text}`),
  ];
}

function spellFirst(model: Model): string[] {
  const { prefix: p, sections, tlsInspection } = model;
  if (tlsInspection !== 'intercept' || !has(sections, 'tunnel')) return [];
  const ports = sections.filter(({ way }) => way === 'tunnel').flatMap((section) => section.ports);
  return [
    '# A redirected connection shows its address first: it may go on until it shows its name, of which Squid asks again.',
    "# Its localport is the server's. A CONNECT to a port of this proxy is no such connection, whatever name TLS shows.",
    ...mergePorts(ports).map((range) => `acl ${p}_ports localport ${portText(range)}`),
    `acl ${p}_step1 at_step SslBump1`,
    `acl ${p}_address dst -n all`,
    `acl ${p}_first all-of ${p}_clients ${p}_connect ${p}_ports ${p}_step1 ${p}_address${guardOf(model)}`,
  ];
}

function spellJoins({ prefix: p, sections, tlsInspection }: Model): string[] {
  const when = (condition: boolean, line: string) => (condition ? [line] : []);
  const tunnel = has(sections, 'tunnel', 'bypass');
  const plain = has(sections, 'plain', 'bypass');
  return [
    ...when(tunnel, `acl ${p}_bypass any-of ${p}_tunnel`),
    ...when(plain, `acl ${p}_bypass any-of ${p}_plain`),
    ...when(tunnel || plain, `acl ${p}_allow any-of ${p}_bypass`),
    ...when(
      sections.some(({ kind }) => kind === 'allow'),
      `acl ${p}_allow any-of ${p}_permit`,
    ),
    ...when(
      tlsInspection === 'intercept' && has(sections, 'tunnel'),
      `acl ${p}_allow any-of ${p}_first`,
    ),
  ];
}

function spellBumps({ prefix: p, sections, tlsInspection }: Model): string[] {
  const tunnels = sections.filter(({ way, kind }) => way === 'tunnel' && kind === 'bypass');
  if (tlsInspection === 'none' || tunnels.length === 0) return [];
  const named = tunnels.some(({ clauses }) => clauses.some(({ hosts }) => hosts.length > 0));
  return [
    '',
    `ssl_bump splice ${p}_tunnel`,
    ...(tlsInspection === 'intercept' ? peekLines(p) : []),
    ...(tlsInspection === 'intercept' && named ? [`ssl_bump splice ${p}_sni`] : []),
  ];
}

// A client beside the step would be none on Squid 6 and later: no name would be read, and all would be decrypted.
function peekLines(p: string): string[] {
  return [
    "# Squid 6 and later know no client at the first step of a redirected connection, so everybody's is peeked at.",
    `ssl_bump peek ${p}_step1`,
  ];
}

function spellSparings(model: Model): string[] {
  const { prefix: p, direct, adaptationServices, delayPools } = model;
  if (model.sections.every(({ kind }) => kind === 'allow')) return [];
  return [
    '',
    `url_rewrite_access deny ${p}_bypass`,
    `store_id_access deny ${p}_bypass`,
    `cache deny ${p}_bypass`,
    ...(direct ? [`always_direct allow ${p}_bypass`] : []),
    ...adaptationServices.map((service) => `adaptation_access ${service} deny ${p}_bypass`),
    ...delayPools.map((pool) => `delay_access ${pool} deny ${p}_bypass`),
  ];
}

function has(sections: readonly Section[], way: Section['way'], kind?: Section['kind']): boolean {
  return sections.some((one) => one.way === way && (kind === undefined || one.kind === kind));
}
