import type { Exception } from '../../language/exceptions/types.ts';
import type { Endpoint, Group, Spec } from '../../language/types.ts';
import { grouped } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import { mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { Access } from '../../targets/reading.ts';
import { except, keyOf } from '../findings/except.ts';
import { compareFindings, type Finding, findingOf } from '../findings/finding.ts';
import type { SpecRule } from '../rules/kit/rule.ts';
import { anyDestination, smallNetworks, vastTogether } from '../rules/spec/any-destination.ts';
import { broadPortRange } from '../rules/spec/broad-port-range.ts';
import { cleartext } from '../rules/spec/cleartext.ts';
import { deviceService } from '../rules/spec/device-service.ts';
import { metadataAddress } from '../rules/spec/metadata-address.ts';
import { pingToAny } from '../rules/spec/ping-to-any.ts';
import { privateAddress } from '../rules/spec/private-address.ts';
import { publicSuffixWildcard } from '../rules/spec/public-suffix-wildcard.ts';
import { sharedTenantWildcard } from '../rules/spec/shared-tenant-wildcard.ts';
import { tunnelProtocol } from '../rules/spec/tunnel-protocol.ts';
import { unknownTld } from '../rules/spec/unknown-tld.ts';
import type { Gain } from './change.ts';

/** The rules that judge an endpoint by its destination and its ports alone, and so access that an output gives. */
const accessRules: readonly SpecRule[] = [
  anyDestination,
  broadPortRange,
  cleartext,
  deviceService,
  metadataAddress,
  pingToAny,
  privateAddress,
  publicSuffixWildcard,
  sharedTenantWildcard,
  tunnelProtocol,
  unknownTld,
];

/** Access of one destination. */
type Opened = Pick<Endpoint, 'destination'> & { readonly ports: readonly PortRange[] };

/** Added access of a site's output. */
export type OutputGain = { readonly site: string; readonly gain: Gain };

/** What the outputs of base allowed, and its exceptions. */
export type OutputBase = {
  readonly access: readonly Access[];
  readonly exceptions: readonly Exception[];
  readonly asOf: string | undefined;
  /** The output directory, as reports name it. */
  readonly folder: string;
};

/** Finds what is wrong with added access of outputs, and which findings are about an added access. */
export type OutputFindings = {
  readonly findings: readonly Finding[];
  of(added: OutputGain): Finding[];
};

/**
 * The findings about access that outputs add, by the rules that need no spec. An exception of base accepts one by its exact
 * endpoint only, and on no more ports than base allowed with the same finding.
 */
export function outputFindings(
  gains: readonly OutputGain[],
  { access, exceptions, asOf, folder }: OutputBase,
): OutputFindings {
  const found = new Map(gains.map((added) => [added.gain, findingsAbout(added, folder)]));
  const together = new Map(
    [...grouped(gains, ({ site }) => site).values()].flatMap((own) =>
      togetherFindings(own, folder),
    ),
  );
  const all = [...found].flatMap(([gain, own]) => [...own, ...(together.get(gain) ?? [])]);
  const accepted = exceptions.filter(({ kind }) => kind === 'endpoint');
  const meant = isMeant(gains, found, access);
  const judged = except(sortedUnique(all, compareFindings), accepted, asOf, meant).findings;
  const byKey = grouped(judged, findingKey);
  return {
    findings: judged,
    of: ({ gain }) =>
      [...(found.get(gain) ?? []), ...(together.get(gain) ?? [])].flatMap(
        (finding) => byKey.get(findingKey(finding)) ?? [],
      ),
  };
}

function findingKey({ rule, subject, message, at }: Finding): string {
  return JSON.stringify([rule, subject, message, at.file, at.line]);
}

/** Exceptions that accepted a finding in base do not accept it on more ports. */
function isMeant(
  gains: readonly OutputGain[],
  found: ReadonlyMap<Gain, readonly Finding[]>,
  access: readonly Access[],
): (finding: Finding) => boolean {
  const before = grouped(access, ({ destination }) => formatDestination(destination));
  const beyond = new Set(
    gains.flatMap(({ gain }) => {
      const known = before.get(formatDestination(gain.destination.base)) ?? [];
      const [first] = known;
      if (first === undefined) return [];
      const ports = mergePorts(known.map((each) => each.ports));
      if (subtractPorts(gain.ports, ports).length === 0) return [];
      const ofBase = new Set(
        draftsAbout({ destination: first.destination, ports }, nowhere).map(exceptedBy),
      );
      return (found.get(gain) ?? []).map(exceptedBy).filter((key) => ofBase.has(key));
    }),
  );
  return (finding) => !beyond.has(exceptedBy(finding));
}

const nowhere: Place = { file: '', line: 1, column: 1, length: 1 };

function exceptedBy({ rule, subject }: Finding): string {
  return keyOf(rule, subject);
}

function findingsAbout(added: OutputGain, folder: string): Finding[] {
  const { destination, ports } = added.gain;
  return draftsAbout({ destination: destination.base, ports }, placeOf(added, folder));
}

/** Where the output of a site gives the access. */
function placeOf({ site, gain: { at, output } }: OutputGain, folder: string): Place {
  const file = `${folder}/${site}/${at?.file ?? output}`;
  return { ...nowhere, file, line: at?.line ?? 1 };
}

function draftsAbout(opened: Opened, place: Place): Finding[] {
  const spec = specOf(opened, place);
  return accessRules.flatMap((rule) =>
    rule
      .check({ spec, policies: [], targets: [], asOf: undefined })
      .map((draft) => findingOf(rule, { ...draft, scope: { host: draft.scope?.host } })),
  );
}

/** Networks that are small each, and together as large as any destination; the finding is about each of them. */
function togetherFindings(
  own: readonly OutputGain[],
  folder: string,
): (readonly [Gain, Finding[]])[] {
  const reaches = own.flatMap((added) => {
    const networks = smallNetworks(added.gain.destination.base);
    return networks.length === 0 ? [] : [{ added, networks, ports: added.gain.ports }];
  });
  const messages = vastTogether(reaches);
  return reaches.map(({ added }) => {
    const [subject, at] = [added.site, placeOf(added, folder)];
    const found = messages.map((message) => findingOf(anyDestination, { subject, message, at }));
    return [added.gain, found];
  });
}

/** A spec that allows this access and nothing else. */
function specOf({ destination, ports }: Opened, place: Place): Spec {
  const written = formatDestination(destination);
  const service = { name: 'opened', ports, application: 'other', unit: '' } as const;
  const endpoint: Endpoint = {
    written,
    destination,
    path: wholeHost,
    services: [service],
    inspection: 'allow',
    applications: {},
    source: undefined,
    printed: undefined,
    ticket: undefined,
    requester: undefined,
    expires: undefined,
    note: undefined,
    list: undefined,
    given: undefined,
    place,
  };
  const group: Group = {
    id: 'opened',
    title: '',
    tier: 'required',
    purpose: undefined,
    inspection: 'allow',
    source: undefined,
    tags: [],
    applications: {},
    endpoints: [endpoint],
    wanted: [],
    unit: '',
    place,
  };
  return {
    name: '',
    title: '',
    owner: undefined,
    documents: new Map(),
    variables: new Map(),
    services: new Map([[service.name, service]]),
    groups: [group],
    unresolved: [],
    unfinishedLists: [],
    sites: [],
    tests: [],
  };
}
