import type { Exception } from '../../language/exceptions/types.ts';
import { getOrAdd } from '../../maps.ts';
import { hostOwner } from '../../net/host.ts';
import { registrableDomain } from '../../net/public-suffix.ts';
import type { Finding } from './finding.ts';

/** What the members of a joined finding have in common: a list, or a registrable domain in a group. */
export type SharedPart =
  | { readonly kind: 'list'; readonly name: string }
  | { readonly kind: 'domain'; readonly name: string; readonly group: string };

/** One finding as reports show it. Several endpoints of one list, or of one domain in a group, share one. */
export type JoinedFinding = Finding & {
  /** The findings that it represents, in order; a finding that is not joined represents itself. */
  readonly members: readonly [Finding, ...Finding[]];
  /** Null if it is not joined. */
  readonly of: SharedPart | null;
  /** How many findings its exception accepts in total; 0 without an exception. */
  readonly accepts: number;
};

/**
 * Joins findings that say the same of several endpoints: of one rule, about the same outputs, accepted by the same
 * exception or by none. The order is that of the first members. A finding that an exception for its endpoint accepts
 * stays alone, since the exception is about it alone.
 */
export function joinFindings(findings: readonly Finding[]): JoinedFinding[] {
  const exceptions = new Map<Exception | null, number>();
  const units = new Map<string, [Finding, ...Finding[]]>();
  const accepted = new Map<Exception, number>();
  for (const [index, finding] of findings.entries()) {
    const { exception } = finding;
    if (exception !== null) accepted.set(exception, (accepted.get(exception) ?? 0) + 1);
    const number = getOrAdd(exceptions, exception, () => exceptions.size + 1);
    const key = keyOf(finding, number) ?? `${index}`;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [finding]);
    else unit.push(finding);
  }
  return [...units.values()].map((members) => joined(members, accepted));
}

function joined(
  members: readonly [Finding, ...Finding[]],
  accepted: ReadonlyMap<Exception, number>,
): JoinedFinding {
  const [first] = members;
  const accepts = first.exception === null ? 0 : (accepted.get(first.exception) ?? 0);
  const of = members.length === 1 ? undefined : partOf(first);
  if (of === undefined) return { ...first, members, of: null, accepts };
  const isSame = members.every(({ message }) => message === first.message);
  const message = isSame ? first.message : (first.common ?? first.message);
  return { ...first, subject: of.name, message, members, of, accepts };
}

/** Findings of one key are joined; undefined for a finding that stays alone. */
function keyOf(finding: Finding, exception: number): string | undefined {
  if (finding.exception?.kind === 'endpoint') return undefined;
  const { rule, severity, message, common = message, outputs = [] } = finding;
  const of = partOf(finding);
  if (of === undefined) return undefined;
  const about = new Set(outputs.map(({ site, target }) => `${site}/${target}`));
  return JSON.stringify([rule, severity, of, common, [...about], exception]);
}

function partOf({ scope: { group, list, host } }: Finding): SharedPart | undefined {
  if (list !== undefined) return { kind: 'list', name: list };
  if (host === undefined || group === undefined) return undefined;
  return { kind: 'domain', name: registrableDomain(hostOwner(host)), group };
}
