import { isOver } from '../../language/exceptions/term.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import type { Spec } from '../../language/types.ts';
import { getOrAdd, grouped, once } from '../../maps.ts';
import { mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import { selectGroups } from '../../policy/compile.ts';
import { openEverywhere } from '../../policy/open-groups.ts';
import { marksOf } from '../findings/except.ts';
import type { Finding, FindingScope } from '../findings/finding.ts';
import type { GivenInBase } from './given-in-base.ts';
import type { OpenedFinding } from './opened-findings.ts';

/** The side of a comparison whose exceptions apply. */
type Base = {
  /** All findings about base, without exceptions. */
  readonly findings: readonly Finding[];
  readonly exceptions: readonly Exception[];
  readonly spec: Spec;
};

/**
 * What the exceptions of base for a group, a list or a target accept in base. In head they accept that alone: the same
 * finding at the same place of the spec, for the same outputs, and access on no other ports and at no other sites. While
 * no site of base opened the access, the exception may have been made for any of them.
 */
export class AcceptedInBase {
  /** The outputs that each exception accepts a finding for. */
  readonly #outputs = new Map<string, Map<Exception | null, ReadonlySet<string>>>();
  /** The findings of base by their words. */
  readonly #alike: ReadonlyMap<string, readonly Finding[]>;
  /** The subjects of these. Most findings of a large change have another one. */
  readonly #subjects: ReadonlySet<string>;
  readonly #ports: () => ReadonlyMap<string, readonly PortRange[]>;
  /** The sites that allow each group. */
  readonly #sites: ReadonlyMap<string, ReadonlySet<string>>;

  readonly #given: GivenInBase;

  constructor({ findings, exceptions, spec }: Base, given: GivenInBase, asOf: string | undefined) {
    this.#given = given;
    const valid = exceptions.filter((exception) => !isOver(exception, asOf));
    const marked = marksOf(findings, valid, () => true);
    this.#alike = grouped(marked, wordsOf);
    this.#subjects = new Set(marked.map(({ subject }) => subject));
    this.#ports = once(() => portsByLine(openEverywhere(spec)));
    this.#sites = sitesByGroup(spec);
    for (const finding of marked.filter(isScoped)) {
      const own = getOrAdd(this.#outputs, lineKey(finding), () => new Map());
      const before = own.get(finding.exception) ?? [];
      own.set(finding.exception, new Set([...before, ...outputsOf(finding)]));
    }
  }

  /** Does base have the finding, in a way that head does not need to raise it again? */
  knows(finding: Finding): boolean {
    if (!this.#subjects.has(finding.subject)) return false;
    const alike = this.#alike.get(wordsOf(finding)) ?? [];
    // What base accepts for one group is not known for another one.
    return alike.some((known) => !isScoped(known) || this.#accepts(finding, known.exception));
  }

  /** Decides for each exception of base whether it accepts a finding of head. */
  isMeant(opened: readonly OpenedFinding[]): (finding: Finding, exception: Exception) => boolean {
    const beyond = once(
      () =>
        new Set(
          opened.filter((each) => this.#isBeyond(each)).map(({ finding }) => lineKey(finding)),
        ),
    );
    return (finding, exception) =>
      exception.kind === 'endpoint' ||
      (this.#accepts(finding, exception) && !beyond().has(lineKey(finding)));
  }

  #accepts(finding: Finding, exception: Exception | null): boolean {
    const outputs = this.#outputs.get(lineKey(finding))?.get(exception);
    return outputs !== undefined && [...outputsOf(finding)].every((each) => outputs.has(each));
  }

  #isBeyond(opened: OpenedFinding): boolean {
    const { finding, gain, site } = opened;
    const { subject, scope } = finding;
    if (this.#given.isNew(opened)) return true;
    if (this.#sites.get(scope.group ?? '')?.has(site) === false) return true;
    const accepted = this.#ports().get(placeInSpec(subject, scope)) ?? [];
    return subtractPorts(gain.ports, accepted).length > 0;
  }
}

function isScoped({ exception }: Finding): boolean {
  return exception !== null && exception.kind !== 'endpoint';
}

/** The finding in words, at any location, with all values of sites: its message names only the first ones. */
function wordsOf({ rule, subject, message, values }: Finding): string {
  return JSON.stringify([rule, subject, message, values ?? null]);
}

/** The same finding in the same group and list. */
function lineKey(finding: Finding): string {
  return `${wordsOf(finding)} ${placeInSpec(finding.subject, finding.scope)}`;
}

function placeInSpec(subject: string, { group, list }: FindingScope): string {
  return JSON.stringify([subject, group ?? null, list ?? null]);
}

function outputsOf({ outputs = [] }: Finding): ReadonlySet<string> {
  return new Set(outputs.map(({ site, target }) => `${site}/${target}`));
}

/** The ports of each endpoint of each group. */
function portsByLine({ groups }: Spec): ReadonlyMap<string, readonly PortRange[]> {
  const found = new Map<string, PortRange[]>();
  for (const { id, endpoints } of groups) {
    for (const { written, list, services } of endpoints) {
      const own = getOrAdd(found, placeInSpec(written, { group: id, list }), (): PortRange[] => []);
      for (const range of services.flatMap(({ ports }) => ports)) own.push(range);
    }
  }
  return new Map([...found].map(([key, ports]) => [key, mergePorts(ports)]));
}

/** The sites that allow each group; without the groups that no site allows. */
function sitesByGroup({ groups, sites }: Spec): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const site of sites)
    for (const { id } of selectGroups(groups, site))
      getOrAdd(found, id, () => new Set<string>()).add(site.id);
  return found;
}
