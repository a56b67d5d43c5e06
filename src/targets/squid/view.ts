import type { TemplateViews } from '../../../compiled/templates.js';
import { wholeHost } from '../../net/path.ts';
import { mergePorts } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import {
  type Acl,
  encodeAcl,
  encodeComment,
  encodeNames,
  encodeNetwork,
  encodeOptions,
  encodePool,
  encodePorts,
  encodeService,
  encodeWord,
} from './encode.ts';
import { pathCollisions, ruleNames, type Shared, sharedNames } from './names.ts';
import { type Options, optionsOf } from './options.ts';
import { type Section, sectionsOf } from './plan.ts';
import { nothingToDecide } from './refusals.ts';
import { guardOf, type Line, lineOf, type RuleView, ruleView } from './view-rule.ts';

/**
 * The data of bypass.conf and apply.sh. Refuses two rules with the same name (name-collision) and a policy that Squid
 * cannot express at all (squid-empty): a file without an acl is not valid, and an acl without a destination would match
 * any.
 */
export function view(
  policy: TargetPolicy,
): Result<Pick<TemplateViews, 'squid/bypass.conf' | 'squid/apply.sh'>, Refusal[]> {
  const options = optionsOf(policy);
  const sections = sectionsOf(policy);
  const names = ruleNames(
    policy.site.prefix,
    sections.map(({ rule }) => rule.id),
  );
  const refusals = [
    ...(names.ok ? [] : names.error),
    ...sections.flatMap(({ rule, clauses }) =>
      pathCollisions(
        rule.id,
        clauses.map(({ path }) => path),
      ),
    ),
    ...(sections.length > 0 ? [] : [nothingToDecide(policy)]),
  ];
  if (!names.ok || refusals.length > 0) return failure(refusals);
  return success({
    // Made when the file is rendered: a review only asks whether there are refusals.
    get 'squid/bypass.conf'() {
      return bypassView(policy, options, sections, names.value);
    },
    'squid/apply.sh': {
      spec: encodeComment(policy.spec.name),
      prefix: encodeWord(policy.site.prefix),
      tlsInspection: encodeWord(options.tlsInspection),
    },
  });
}

function bypassView(
  { spec, site: { prefix } }: TargetPolicy,
  options: Options,
  sections: readonly Section[],
  names: ReadonlyMap<string, string>,
): TemplateViews['squid/bypass.conf'] {
  const shared = sharedNames(prefix);
  const rules = sections.map((section) =>
    ruleView(section, names.get(section.rule.id) ?? '', options, shared),
  );
  return {
    specName: encodeComment(spec.name),
    prefix: encodeComment(prefix),
    options: encodeOptions(options),
    ...clientsView(options, shared),
    ...innerView(options, shared),
    ...partsView(sections, options),
    rules,
    ...firstView(sections, options, shared),
    ...joinsView(sections, options, shared),
    ...directivesView(sections, rules, options, shared),
  };
}

function clientsView({ clients }: Options, shared: Shared) {
  return {
    clients: clients.map((network) => ({
      name: encodeAcl(shared.clients),
      network: encodeNetwork(network),
    })),
    connect: encodeAcl(shared.connect),
    http: encodeAcl(shared.http),
    https: encodeAcl(shared.https),
    secure: encodeAcl(shared.secure),
    odd: encodeAcl(shared.odd),
  };
}

/** The site's inner networks, which no name and no rule for any destination may allow. */
function innerView({ inner }: Options, shared: Shared) {
  return {
    guards: inner.length > 0,
    inner: inner.map((network) => ({
      name: encodeAcl(shared.inner),
      network: encodeNetwork(network),
    })),
  };
}

/** The shared acls that the rules need. */
function partsView(sections: readonly Section[], { tlsInspection }: Options) {
  return {
    decrypts: tlsInspection !== 'none' && sections.some(isPermittedTunnel),
    paths: sections.some(({ clauses }) => clauses.some(({ path }) => path !== wholeHost)),
  };
}

/** The first step of a redirected connection, on every port on which a tunnel is allowed. */
function firstView(sections: readonly Section[], { inner }: Options, shared: Shared) {
  const { clients, connect, firstPort, step, address } = shared;
  const ports = sections.filter(isTunnel).flatMap((section) => section.ports);
  return {
    step: encodeAcl(shared.step),
    address: encodeAcl(shared.address),
    firstPorts: mergePorts(ports).map((range) => ({
      acl: encodeAcl(shared.firstPort),
      value: encodePorts(range),
    })),
    first: encodeAcl(shared.first),
    firstParts: encodeNames([
      ...[clients, connect, firstPort, step, address],
      ...guardOf(inner, shared),
    ]),
  };
}

/** The acls for bypassed and for allowed traffic, by the kinds of rules in the file. */
function joinsView(sections: readonly Section[], options: Options, shared: Shared) {
  const bypassed: Line<Acl>[] = [
    ...(sections.some(isSpliced) ? [lineOf(shared.bypass, encodeAcl(shared.tunnel))] : []),
    ...(sections.some(isPlainBypass) ? [lineOf(shared.bypass, encodeAcl(shared.plain))] : []),
  ];
  const isFirst = options.tlsInspection === 'intercept' && sections.some(isTunnel);
  const allowed: Line<Acl>[] = [
    ...(bypassed.length > 0 ? [lineOf(shared.allow, encodeAcl(shared.bypass))] : []),
    ...(sections.some(isPermitted) ? [lineOf(shared.allow, encodeAcl(shared.permit))] : []),
    ...(isFirst ? [lineOf(shared.allow, encodeAcl(shared.first))] : []),
  ];
  return { bypassed, allowed, intercepts: isFirst };
}

function directivesView(
  sections: readonly Section[],
  rules: readonly RuleView[],
  options: Options,
  shared: Shared,
) {
  return {
    allow: encodeAcl(shared.allow),
    bypass: encodeAcl(shared.bypass),
    tunnel: encodeAcl(shared.tunnel),
    serverName: encodeAcl(shared.serverName),
    splices: options.tlsInspection !== 'none' && sections.some(isSpliced),
    named: rules.some(({ serverWays }) => serverWays.length > 0),
    spares: sections.some(({ rule }) => rule.inspection === 'bypass'),
    direct: options.direct,
    adaptation: options.adaptationServices.map((name) => ({
      service: encodeService(name),
      bypass: encodeAcl(shared.bypass),
    })),
    delay: options.delayPools.map((pool) => ({
      pool: encodePool(pool),
      bypass: encodeAcl(shared.bypass),
    })),
  };
}

function isTunnel({ way }: Section): boolean {
  return way === 'tunnel';
}

function isPermitted({ rule }: Section): boolean {
  return rule.inspection === 'allow';
}

function isPermittedTunnel(section: Section): boolean {
  return isPermitted(section) && isTunnel(section);
}

function isSpliced(section: Section): boolean {
  return !isPermitted(section) && isTunnel(section);
}

function isPlainBypass(section: Section): boolean {
  return !isPermitted(section) && !isTunnel(section);
}
