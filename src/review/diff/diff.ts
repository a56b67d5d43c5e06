import type { Exception } from '../../language/exceptions/types.ts';
import type { Spec } from '../../language/types.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import { except, keyOf, namesRule, splitFindings } from '../findings/except.ts';
import { compareFindings, type Finding, findingOf } from '../findings/finding.ts';
import { lint } from '../findings/lint.ts';
import { changeRules } from '../rules/change/list.ts';
import { AcceptedInBase } from './accepted-in-base.ts';
import { noEnd } from './access-settings.ts';
import { approvalsOf, holdsBack } from './approvals.ts';
import type {
  ComparedSpec,
  DiffReport,
  PolicyPair,
  RuledChange,
  SiteChange,
  StatementChange,
} from './change.ts';
import { changedExceptions } from './exceptions.ts';
import { GivenInBase } from './given-in-base.ts';
import { meantForLess, openedFindings, placeKey, withFindings } from './opened-findings.ts';
import { reviewIdOf } from './review-id.ts';
import { changedSettings } from './settings.ts';
import { siteChange } from './site.ts';
import { changedTests } from './tests.ts';
import { changedWording, endsLater } from './wording.ts';

/** The committed outputs of the two sides. */
export type Committed = Pick<DiffReport, 'outputs' | 'unknown' | 'verified'> & {
  /** SHA-256 of each side's. */
  readonly baseDigest: string;
  readonly headDigest: string;
};

/**
 * Compares two specs: access as complete sets, then settings, tests, exceptions and wording. Uses the exceptions of base,
 * because a change must not approve itself. Compares dates with `asOf` only.
 */
export function diff(
  base: ComparedSpec,
  head: ComparedSpec,
  committed: Committed,
  asOf: string | undefined,
  version: string,
): DiffReport {
  const known = splitFindings(findingsOf(base, asOf), base.exceptions);
  const ofHead = splitFindings(findingsOf(head, asOf, base.spec.documents), base.exceptions);
  const given = new GivenInBase(base.spec);
  const accepted = new AcceptedInBase({ ...base, findings: known }, given, asOf);
  const raised = ofHead.filter((finding) => !accepted.knows(finding));
  const pairs = policyPairs(base, head);
  const sites = new Map(pairs.map(([id, policies]) => [id, siteChange(policies)]));
  const found = [...raised, ...changeFindings(pairs, sites)];
  const opened = openedFindings(sites, ofHead);
  const meant = stillMeant(base.exceptions, known, found);
  const exceptions = meantForLess(meant, known, opened, base.spec, given);
  const all = [...found, ...opened.map(({ finding }) => finding)];
  const sorted = sortedUnique(all, compareFindings);
  const { findings } = except(sorted, exceptions, asOf, accepted.isMeant(opened));
  const marked = withFindings(sites, findings);
  const words = changedWording(base.spec, head.spec);
  const settings = changedSettings(base, head).map(asRuled);
  const tests = changedTests(base.spec.tests, head.spec.tests);
  const ruled = changedExceptions(base.exceptions, head.exceptions);
  const isTold = toldBy(settings);
  return {
    sites: marked,
    wording: words.filter((word) => !isTold(word)),
    settings,
    tests,
    exceptions: ruled,
    findings,
    approvals: approvalsOf([...settings, ...tests, ...ruled], findings, committed.unknown),
    failOn: null,
    held: holdsBack(findings),
    outputs: committed.outputs,
    unknown: committed.unknown,
    verified: committed.verified,
    reviewId: reviewIdOf({
      base: base.digest,
      head: head.digest,
      baseOutputs: committed.baseDigest,
      headOutputs: committed.headDigest,
      version,
    }),
  };
}

/** The policies of each site that either side has, by the site's id. */
function policyPairs(base: ComparedSpec, head: ComparedSpec): [string, PolicyPair][] {
  const [before, after] = [base, head].map(
    ({ policies }) => new Map(policies.map((policy) => [policy.site.id, policy])),
  );
  const ids = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...ids]
    .sort(compareText)
    .map((id) => [id, { before: before?.get(id), after: after?.get(id) }]);
}

/**
 * The exceptions of base, except those for a finding that base already has: they do not accept that the same endpoint
 * becomes worse.
 */
function stillMeant(
  exceptions: readonly Exception[],
  ofBase: readonly Finding[],
  found: readonly Finding[],
): readonly Exception[] {
  const isNamed = namesRule(exceptions);
  const keysOf = (findings: readonly Finding[]) =>
    new Set(findings.filter(isNamed).map(({ rule, subject }) => keyOf(rule, subject)));
  const [known, worse] = [keysOf(ofBase), keysOf(found)];
  return exceptions.filter(({ kind, rule, subject }) => {
    const key = keyOf(rule, subject);
    return kind !== 'endpoint' || !(known.has(key) && worse.has(key));
  });
}

function findingsOf(
  { spec, policies }: ComparedSpec,
  asOf: string | undefined,
  reviewed: Spec['documents'] = spec.documents,
): Finding[] {
  return lint({ spec, policies, targets, asOf, reviewed });
}

function changeFindings(
  pairs: readonly (readonly [string, PolicyPair])[],
  sites: ReadonlyMap<string, SiteChange>,
): Finding[] {
  return pairs.flatMap(([id, policies]) => {
    const change = sites.get(id);
    if (change === undefined) return [];
    return changeRules.flatMap((rule) =>
      rule.check({ site: id, policies, change }).map((draft) => findingOf(rule, draft)),
    );
  });
}

/** Changes of wording that the settings list too: the same statement, or the last day of the access at its location. */
function toldBy(settings: readonly StatementChange[]): (word: StatementChange) => boolean {
  const told = new Set(settings.map(({ what }) => what));
  const ends = settings.filter(({ what }) => what.endsWith(': expires'));
  const days = new Set(ends.flatMap(({ after, at }) => (at === null ? [] : [dayKey(after, at)])));
  return (word) => {
    if (!endsLater(word)) return told.has(word.what);
    return word.at !== null && days.has(dayKey(word.after ?? noEnd, word.at));
  };
}

function dayKey(day: string | null, at: Place): string {
  return `${day} ${placeKey(at)}`;
}

function asRuled(change: Omit<RuledChange, 'needsApproval'>): RuledChange {
  return { ...change, needsApproval: true };
}
