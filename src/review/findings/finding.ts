import { quote } from '../../characters.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import type { Host } from '../../net/host.ts';
import { compareNumber, compareText } from '../../net/order.ts';
import type { PortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { RuleInfo } from '../rules/kit/rule-info.ts';

/** An output of a site. */
export type OutputOfSite = { readonly site: string; readonly target: string };

/** The parts of a spec that a finding belongs to. Reports join findings by them, and an exception may accept them by one. */
export type FindingScope = {
  /** The id of the group that contains the endpoint, or that is the subject. */
  readonly group?: string | undefined;
  /** The list that contains the endpoint, by its path from the directory of the spec. */
  readonly list?: string | undefined;
  /** The host of the endpoint. */
  readonly host?: Host | undefined;
  /** The targets that the finding is about; missing if it is about the spec. */
  readonly targets?: readonly string[] | undefined;
};

/** Something that a security reviewer should look at. */
export type Finding = {
  /** The rule's id. */
  readonly rule: string;
  /** The severity of the rule, from 0.1 to 10, or a higher one that the rule has for some cases. */
  readonly severity: number;
  /** The problem of the subject. One cause always has the same words. */
  readonly message: string;
  /** The fix. */
  readonly help: string;
  readonly at: Place;
  /** The endpoint or id that the finding is about, as the spec writes it. An exception refers to it. */
  readonly subject: string;
  /** The ports that the finding is about; undefined if it is about the whole subject. */
  readonly ports?: readonly PortRange[] | undefined;
  /** The outputs that the finding is about; undefined if it is about the spec. */
  readonly outputs?: readonly OutputOfSite[] | undefined;
  /** The values of sites that the finding is about; undefined if it does not depend on them. */
  readonly values?: readonly string[] | undefined;
  /** The same message without values of the subject alone; undefined if the message has none. */
  readonly common?: string | undefined;
  /** The message without the targets that it begins with; undefined if it names none. */
  readonly cause?: string | undefined;
  readonly scope: FindingScope;
  /** The exception that accepts the finding, or null. */
  readonly exception: Exception | null;
};

/** What a rule's check returns. `findingOf` adds the facts of the rule. */
export type FindingDraft = Pick<
  Finding,
  'message' | 'at' | 'subject' | 'ports' | 'outputs' | 'common' | 'cause' | 'values'
> & {
  readonly scope?: FindingScope;
  /** Replaces the severity of the rule; `why` of the rule says when. */
  readonly severity?: number;
  /** Replaces the fix of the rule. */
  readonly help?: string;
  /** The value of a site that the endpoint depends on. `withValues` makes one draft of those of one cause. */
  readonly given?: string | undefined;
};

/** A finding of a rule, not accepted yet. */
export function findingOf(rule: RuleInfo, draft: FindingDraft): Finding {
  const { id, remedy } = rule;
  const { message, at, subject, ports, outputs, common, cause, values, scope = {} } = draft;
  const { severity = rule.severity, help = remedy } = draft;
  return {
    rule: id,
    severity,
    message,
    help,
    at,
    subject,
    ports,
    outputs,
    values,
    common,
    cause,
    scope,
    exception: null,
  };
}

/** The message of a cause that some targets share. */
export function messageOf(targets: readonly string[], cause: string): string {
  return `${targets.join(', ')}: ${cause}`;
}

/** The finding as a sentence that can be read alone. */
export function sentenceOf({ subject, message }: Pick<Finding, 'subject' | 'message'>): string {
  return `${quote(subject)}: ${message}`;
}

/** Orders findings by severity, highest first, then by location, text and group. The order is total. */
export function compareFindings(a: Finding, b: Finding): number {
  // Most differ at once, and there may be a hundred thousand.
  return (
    compareNumber(b.severity, a.severity) ||
    comparePlaces(a.at, b.at) ||
    compareText(a.rule, b.rule) ||
    compareText(a.subject, b.subject) ||
    compareText(a.message, b.message) ||
    // Two groups may use one list.
    compareText(a.scope.group ?? '', b.scope.group ?? '')
  );
}

/** By file, line and column, then by length. */
function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.file, b.file) ||
    compareNumber(a.line, b.line) ||
    compareNumber(a.column, b.column) ||
    compareNumber(a.length, b.length)
  );
}
