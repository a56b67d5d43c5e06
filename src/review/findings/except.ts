import { isOver } from '../../language/exceptions/term.ts';
import {
  type Exception,
  type ExceptionKind,
  subjectText,
} from '../../language/exceptions/types.ts';
import { parseListPlace } from '../../language/meaning/list-place.ts';
import { formatDestination } from '../../net/destination.ts';
import { sortedUnique } from '../../net/order.ts';
import { expired } from '../rules/spec/expired.ts';
import { compareFindings, type Finding, findingOf, messageOf } from './finding.ts';

/** Findings with the exceptions that accept them, and the exceptions that accept no finding. */
export type Judged = {
  readonly findings: readonly Finding[];
  /** In the order of their file. */
  readonly unused: readonly Exception[];
};

/** Does an exception that names the finding accept it? In `diff` it may be too old to mean it. */
export type IsMeant = (finding: Finding, exception: Exception) => boolean;

/**
 * Marks the findings that an exception accepts, by rule and subject, or by rule and group, list or target. An exception
 * that has expired on the day `asOf` accepts nothing and becomes a finding itself. Without a day, no exception expires.
 */
export function except(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  asOf: string | undefined,
  isMeant: IsMeant = () => true,
): Judged {
  const valid = exceptions.filter((exception) => !isOver(exception, asOf));
  const over = exceptions.filter((exception) => isOver(exception, asOf)).map(overFinding);
  const marked = marksOf(findings, valid, isMeant);
  const used = new Set(marked.map(({ exception }) => exception));
  return {
    findings: withoutTwins(sortedUnique([...marked, ...over], compareFindings)),
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

/** The findings with the valid exceptions that accept them; those of several targets are split where only some are accepted. */
export function marksOf(
  findings: readonly Finding[],
  valid: readonly Exception[],
  isMeant: IsMeant,
): Finding[] {
  const byKey = new Map(valid.map((exception) => [exceptionKey(exception), exception]));
  const isNamed = namesRule(valid);
  const mark = (finding: Finding, kinds: readonly ExceptionKind[]): Finding => {
    const named = kinds.map((kind) => byKey.get(findingKey(finding, kind) ?? ''));
    const exception = named.find((each) => each !== undefined && isMeant(finding, each));
    return exception === undefined ? finding : { ...finding, exception };
  };
  return findings.flatMap((finding) => {
    if (!isNamed(finding)) return [finding];
    const whole = mark(finding, ['endpoint', 'list', 'group']);
    if (whole.exception !== null) return [whole];
    return splitByTarget(finding, byKey).map((part) => mark(part, ['target']));
  });
}

/** Is there an exception for the rule? Most findings have a rule without one, and their keys cost more. */
export function namesRule(
  exceptions: readonly Exception[],
): (of: Pick<Finding, 'rule'>) => boolean {
  const rules = new Set(exceptions.map(({ rule }) => rule));
  return ({ rule }) => rules.has(rule);
}

/** The parts of findings about several targets, for the exceptions that accept one of these targets. */
export function splitFindings(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
): Finding[] {
  const byKey = new Map(exceptions.map((exception) => [exceptionKey(exception), exception]));
  return findings.flatMap((finding) => splitByTarget(finding, byKey));
}

function splitByTarget(finding: Finding, byKey: ReadonlyMap<string, Exception>): Finding[] {
  const { targets = [] } = finding.scope;
  const own = targets.filter((target) => byKey.has(scopeKey('target', finding.rule, target)));
  if (own.length === 0 || targets.length === 1) return [finding];
  const rest = targets.filter((target) => !own.includes(target));
  return [...own.map((target) => [target]), ...(rest.length === 0 ? [] : [rest])].map((part) =>
    partOf(finding, part),
  );
}

function partOf(finding: Finding, targets: readonly string[]): Finding {
  const { cause = finding.message, outputs, scope } = finding;
  return {
    ...finding,
    message: messageOf(targets, cause),
    outputs: outputs?.filter(({ target }) => targets.includes(target)),
    scope: { ...scope, targets },
  };
}

function exceptionKey({ kind, rule, subject }: Exception): string {
  return kind === 'endpoint' ? `endpoint ${keyOf(rule, subject)}` : scopeKey(kind, rule, subject);
}

function findingKey({ rule, subject, scope }: Finding, kind: ExceptionKind): string | undefined {
  if (kind === 'endpoint') return `endpoint ${keyOf(rule, subject)}`;
  const name = kind === 'target' ? onlyOne(scope.targets) : scope[kind];
  return name && scopeKey(kind, rule, name);
}

function onlyOne(targets: readonly string[] = []): string | undefined {
  return targets.length === 1 ? targets[0] : undefined;
}

function scopeKey(kind: ExceptionKind, rule: string, name: string): string {
  return `${kind} ${JSON.stringify([rule, name])}`;
}

/** Findings without repetitions: of those at one line of a list that several groups use, one for each exception. */
function withoutTwins(sorted: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  let twins: Finding[] = [];
  for (const finding of sorted) {
    const [first] = twins;
    if (first === undefined || compareFindings({ ...first, scope: finding.scope }, finding) !== 0)
      twins = [];
    if (twins.some(({ exception }) => exception === finding.exception)) continue;
    twins.push(finding);
    kept.push(finding);
  }
  return kept;
}

function overFinding(exception: Exception): Finding {
  const { rule, kind, subject, until, untilPlace } = exception;
  const of = kind === 'endpoint' ? '' : ` of ${subjectText(exception)}`;
  return findingOf(expired, {
    subject,
    message: `the exception for "${rule}"${of} expired on ${until}`,
    at: untilPlace,
  });
}
