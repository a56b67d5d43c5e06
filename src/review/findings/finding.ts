import { quote } from '../../characters.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { compareNumber, compareText, firstDifference } from '../../net/order.ts';
import type { PortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { RuleInfo } from '../rules/kit/rule-info.ts';

/** An output of a site. */
export type OutputOfSite = { readonly site: string; readonly target: string };

/** Something that a security reviewer would raise. */
export type Finding = {
  /** The rule's id. */
  readonly rule: string;
  /** The rule's own, from 0.1 to 10. */
  readonly severity: number;
  /** What is the matter with the subject; the same words for the same cause. */
  readonly message: string;
  /** The way out. */
  readonly help: string;
  readonly at: Place;
  /** What it is about, as the spec writes it: an endpoint, or an id. An exception names it. */
  readonly subject: string;
  /** The ports that it is about; undefined when it is about the whole of its subject. */
  readonly ports?: readonly PortRange[] | undefined;
  /** The outputs that it is about; undefined when it is about the spec. */
  readonly outputs?: readonly OutputOfSite[] | undefined;
  /** Who has accepted it; null when nobody has. */
  readonly exception: Exception | null;
};

/** What a rule's check finds; what is known of the rule makes a finding of it. */
export type FindingDraft = Pick<Finding, 'message' | 'at' | 'subject' | 'ports' | 'outputs'>;

/** A finding of a rule, accepted by nobody so far. */
export function findingOf({ id, severity, remedy }: RuleInfo, draft: FindingDraft): Finding {
  const { message, at, subject, ports, outputs } = draft;
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

/** The finding in one sentence that needs nothing beside it. */
export function sentenceOf({ subject, message }: FindingDraft): string {
  return `${quote(subject)}: ${message}`;
}

/** The gravest first, then by place, then by text: a total order. */
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
