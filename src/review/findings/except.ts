import { isOver } from '../../language/exceptions/term.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { parseListPlace } from '../../language/meaning/places.ts';
import { formatDestination } from '../../net/destination.ts';
import { sortedUnique } from '../../net/order.ts';
import { expired } from '../rules/spec/expired.ts';
import { compareFindings, type Finding, findingOf } from './finding.ts';

/** Findings with the exceptions that accept them, and the exceptions that accept no finding. */
export type Judged = {
  readonly findings: readonly Finding[];
  /** In the order of their file. */
  readonly unused: readonly Exception[];
};

/**
 * Marks the findings that an exception accepts, by rule and subject. An exception that has expired on the day `asOf`
 * accepts nothing and becomes a finding itself. Without a day, no exception expires.
 */
export function except(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  asOf: string | undefined,
): Judged {
  const valid = exceptions.filter((exception) => !isOver(exception, asOf));
  const over = exceptions.filter((exception) => isOver(exception, asOf)).map(overFinding);
  const byKey = new Map(
    valid.map((exception) => [keyOf(exception.rule, exception.endpoint), exception]),
  );
  const used = new Set<Exception>();
  const marked = findings.map((finding) => {
    const exception = byKey.get(keyOf(finding.rule, finding.subject)) ?? null;
    if (exception !== null) used.add(exception);
    return { ...finding, exception };
  });
  return {
    findings: sortedUnique([...marked, ...over], compareFindings),
    unused: valid.filter((exception) => !used.has(exception)),
  };
}

/** Returns true if no exception accepts the finding and its severity is at least `from`. Without `from`, returns false. */
export function isRaised({ exception, severity }: Finding, from: number | undefined): boolean {
  return exception === null && from !== undefined && severity >= from;
}

/**
 * The key that matches an exception to a finding. It uses the canonical form of an endpoint, so an exception may spell
 * it as the spec or a list file does, for example with /32 or in upper case.
 */
export function keyOf(rule: string, subject: string): string {
  const place = parseListPlace(subject);
  return JSON.stringify([rule, place.ok ? formatDestination(place.value) : subject]);
}

function overFinding({ rule, endpoint, until, untilPlace }: Exception): Finding {
  return findingOf(expired, {
    subject: endpoint,
    message: `the exception for "${rule}" expired on ${until}`,
    at: untilPlace,
  });
}
