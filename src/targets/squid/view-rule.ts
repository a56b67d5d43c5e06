import { wholeHost } from '../../net/path.ts';
import type { Encoded } from '../target.ts';
import {
  type Acl,
  type Below,
  encodeAcl,
  encodeBelow,
  encodeComment,
  encodeName,
  encodeNames,
  encodeNetwork,
  encodePath,
  encodePattern,
  encodePorts,
  type Name,
  type Names,
  type NetworkText,
  type PathText,
  type PatternText,
  type PortText,
} from './encode.ts';
import { pathName, type Shared } from './names.ts';
import type { Options } from './options.ts';
import type { Clause, Section } from './plan.ts';

/** A line that adds a value to an acl. */
export type Line<Value extends Encoded<string>> = { readonly acl: Acl; readonly value: Value };

export function lineOf<Value extends Encoded<string>>(acl: string, value: Value): Line<Value> {
  return { acl: encodeAcl(acl), value };
}

/** The lines of one rule: its ports, its destinations, and the acls that combine them. */
export type RuleView = {
  readonly id: ReturnType<typeof encodeComment>;
  readonly inspection: ReturnType<typeof encodeComment>;
  readonly name: Acl;
  /** The acl for all rules of this kind. */
  readonly kind: Acl;
  readonly ports: readonly Line<PortText>[];
  readonly names: readonly Line<Name | Below>[];
  readonly patterns: readonly Line<PatternText>[];
  readonly networks: readonly Line<NetworkText>[];
  readonly paths: readonly Line<PathText>[];
  readonly ways: readonly Line<Names>[];
  readonly serverNames: readonly Line<Name | Below>[];
  readonly serverPatterns: readonly Line<PatternText>[];
  readonly serverWays: readonly Line<Names>[];
};

/** The view of one rule; the names of all its acls begin with `name`. */
export function ruleView(
  section: Section,
  name: string,
  options: Options,
  shared: Shared,
): RuleView {
  const stems = section.clauses.map((clause) => ({ clause, stem: stemOf(name, clause) }));
  const whole = section.clauses.filter(({ path }) => path === wholeHost);
  const named = isNamedByServer(section, options) ? whole : [];
  return {
    id: encodeComment(section.rule.id),
    inspection: encodeComment(section.rule.inspection),
    name: encodeAcl(name),
    kind: encodeAcl(kindOf(section, shared)),
    ports: section.ports.map((range) => lineOf(`${name}_port`, encodePorts(range))),
    names: stems.flatMap(({ clause, stem }) => nameLines(clause, stem, ['host', 'sub', 'apex'])),
    patterns: stems.flatMap(({ clause, stem }) => patternLines(clause, `${stem}_like`)),
    networks: stems.flatMap(({ clause, stem }) =>
      clause.networks.map((network) => lineOf(`${stem}_net`, encodeNetwork(network))),
    ),
    paths: stems.flatMap(({ clause: { path }, stem }) =>
      path === wholeHost ? [] : [lineOf(`${stem}_path`, encodePath(path))],
    ),
    ways: stems.flatMap(({ clause, stem }) => {
      const start = [shared.clients, ...askedBy(section, options, shared), `${name}_port`];
      const path = held(clause, stem, shared);
      return waysOf(clause, stem, guardOf(options.inner, shared)).map(({ acls, guard }) =>
        lineOf(name, encodeNames([...start, ...acls, ...path, ...guard])),
      );
    }),
    serverNames: named.flatMap((clause) => nameLines(clause, name, ['shost', 'ssub', 'sapex'])),
    serverPatterns: named.flatMap((clause) => patternLines(clause, `${name}_slike`)),
    serverWays: named.flatMap((clause) =>
      namedWays(clause, name, 's').map((way) =>
        lineOf(
          shared.serverName,
          encodeNames([
            ...[shared.clients, shared.firstPort, `${name}_port`, ...way],
            ...guardOf(options.inner, shared),
          ]),
        ),
      ),
    ),
  };
}

function stemOf(name: string, { path }: Clause): string {
  return path === wholeHost ? name : pathName(name, path);
}

function kindOf({ rule, way }: Section, shared: Shared): string {
  if (rule.inspection === 'allow') return shared.permit;
  return way === 'tunnel' ? shared.tunnel : shared.plain;
}

// A redirected connection shows its name in the TLS ClientHello. Traffic with permission only is decrypted anyway.
function isNamedByServer({ rule, way }: Section, { tlsInspection }: Options): boolean {
  return tlsInspection === 'intercept' && way === 'tunnel' && rule.inspection === 'bypass';
}

/** How a client must send a request. A proxy that decrypts checks each request inside, and none of them is a CONNECT. */
function askedBy({ rule, way }: Section, { tlsInspection }: Options, shared: Shared): string[] {
  if (way === 'plain') return [`!${shared.connect}`, shared.http];
  const isDecrypted = rule.inspection === 'allow' && tlsInspection !== 'none';
  return [isDecrypted ? shared.secure : shared.connect];
}

/** The end of a line that excludes the site's inner networks. It is last, so that Squid only resolves listed names. */
export function guardOf(inner: Options['inner'], shared: Shared): string[] {
  return inner.length === 0 ? [] : [`!${shared.inner}`];
}

/** The acls for the destinations of a clause; each alone is sufficient. A listed network is allowed even if it is inner. */
function waysOf(clause: Clause, stem: string, guard: string[]) {
  return [
    ...namedWays(clause, stem, '').map((acls) => ({ acls, guard })),
    ...(clause.networks.length > 0 ? [{ acls: [`${stem}_net`], guard: [] }] : []),
    ...(clause.any ? [{ acls: [], guard }] : []),
  ];
}

/** `.x` also matches x, which a wildcard does not, so another acl excludes it. */
function namedWays(clause: Clause, stem: string, kind: '' | 's'): string[][] {
  return [
    ...(clause.names.length > 0 ? [[`${stem}_${kind}host`]] : []),
    ...(clause.below.length > 0 ? [[`${stem}_${kind}sub`, `!${stem}_${kind}apex`]] : []),
    ...(clause.patterns.length > 0 ? [[`${stem}_${kind}like`]] : []),
  ];
}

function held({ path }: Clause, stem: string, shared: Shared): string[] {
  return path === wholeHost ? [] : [`${stem}_path`, `!${shared.odd}`];
}

function nameLines(
  clause: Clause,
  stem: string,
  [host, sub, apex]: readonly [string, string, string],
): Line<Name | Below>[] {
  return [
    ...clause.names.map((name) => lineOf(`${stem}_${host}`, encodeName(name))),
    ...clause.below.map((name) => lineOf(`${stem}_${sub}`, encodeBelow(name))),
    ...clause.below.map((name) => lineOf(`${stem}_${apex}`, encodeName(name))),
  ];
}

function patternLines({ patterns }: Clause, acl: string): Line<PatternText>[] {
  return patterns.map((pattern) => lineOf(acl, encodePattern(pattern)));
}
