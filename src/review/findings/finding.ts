import { quote } from '../../characters.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { compareNumber, compareText, firstDifference } from '../../net/order.ts';
import type { PortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { RuleInfo } from '../rules/kit/rule-info.ts';

/** An output of a site. */
export type OutputOfSite = { readonly site: string; readonly target: string };

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
  /** The exception that accepts the finding, or null. */
  readonly exception: Exception | null;
};

/** What a rule's check returns. `findingOf` adds the facts of the rule. */
export type FindingDraft = Pick<Finding, 'message' | 'at' | 'subject' | 'ports' | 'outputs'> & {
  /** Replaces the severity of the rule; `why` of the rule says when. */
  readonly severity?: number;
};

/** A finding of a rule, not accepted yet. */
export function findingOf(rule: RuleInfo, draft: FindingDraft): Finding {
  const { id, remedy } = rule;
  const { message, at, subject, ports, outputs, severity = rule.severity } = draft;
  return {
    rule: id,
    severity,
    message,
    help: remedy,
    at,
    subject,
    ports,
    outputs,
    exception: null,
  };
}

/** The finding as a sentence that can be read alone. */
export function sentenceOf({ subject, message }: FindingDraft): string {
  return `${quote(subject)}: ${message}`;
}

/** Orders findings by severity, highest first, then by location, then by text. The order is total. */
export function compareFindings(a: Finding, b: Finding): number {
  return firstDifference(
    compareNumber(b.severity, a.severity),
    comparePlaces(a.at, b.at),
    compareText(a.rule, b.rule),
    compareText(a.subject, b.subject),
    compareText(a.message, b.message),
  );
}

/** By file, line and column, then by length. */
function comparePlaces(a: Place, b: Place): number {
  return firstDifference(
    compareText(a.file, b.file),
    compareNumber(a.line, b.line),
    compareNumber(a.column, b.column),
    compareNumber(a.length, b.length),
  );
}
