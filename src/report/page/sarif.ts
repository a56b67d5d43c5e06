import { visible } from '../../characters.ts';
import { compareNumber, firstDifference } from '../../net/order.ts';
import { documentAddress } from '../../page/addresses.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Place } from '../../problem.ts';
import { jsonText } from './json.ts';
import { fileUri, levelOf, type SeverityLevel } from './words.ts';

/** A rule of a SARIF log. */
export type SarifRule = {
  readonly id: string;
  /** From 0 to 10; null if the result is not a finding with a severity of its own. */
  readonly severity: number | null;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  /** Its page in the documents, by its path from README.md. */
  readonly page: string;
};

/** A line related to a result. */
export type SarifRelated = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

export type SarifResult = {
  readonly rule: SarifRule;
  readonly level: SeverityLevel;
  readonly message: string;
  readonly at: Place;
  /** More locations, where only a change at all of them removes the result (3.27.12). */
  readonly others?: readonly Place[];
  /** The subject as the spec writes it. With the rule it identifies a result independently of its location. */
  readonly subject: string;
  readonly related: readonly SarifRelated[];
  /** Who accepted it, and why; null if it is not accepted. */
  readonly accepted: string | null;
};

/** The analysis that produced a log, and its subject. */
export type SarifRun = {
  /** Distinguishes this analysis from others of the same commit, such as `portolan-lint`. */
  readonly analysis: string;
  /** The analyzed spec, as the user named it. */
  readonly spec: string;
  readonly version: string;
  /** The address of README.md, by which a log names the tool and the page of each rule. */
  readonly homepage?: string | null;
  /** Also lists accepted results, as suppressed: GitHub ignores that, and shows them as open. */
  readonly suppressed?: boolean | undefined;
};

/**
 * A log in SARIF 2.1.0 (OASIS, 27 March 2020), with the additional properties that GitHub's code scanning requires. It
 * lists only rules that have results.
 */
export function sarifLog(run: SarifRun, all: readonly SarifResult[]): string {
  const { homepage = PORTOLAN_HOMEPAGE } = run;
  const wanted = all.filter(({ accepted }) => run.suppressed === true || accepted === null);
  const results = wanted.length > mostResults ? mostSevere(wanted) : wanted;
  const rules = [...new Map(results.map(({ rule }) => [rule.id, rule])).values()];
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const driver = {
    name: 'Portolan',
    semanticVersion: run.version,
    ...(homepage === null ? {} : { informationUri: homepage }),
    rules: rules.map((rule) => ruleObject(rule, homepage)),
  };
  const nameOf = fingerprints();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        automationDetails: { id: `${run.analysis}/${fileUri(run.spec)}/` },
        ...notifications(wanted.length - results.length),
        columnKind: 'unicodeCodePoints',
        results: results.map((result) => ({
          ...resultObject(result, indices.get(result.rule.id) ?? -1),
          partialFingerprints: { 'portolan/v1': nameOf(result) },
        })),
      },
    ],
  };
  return jsonText(log);
}

/** GitHub shows no more results of a log. */
const mostResults = 5000;

/** As many results as GitHub shows, the most severe first; equals keep their order. */
function mostSevere(results: readonly SarifResult[]): SarifResult[] {
  const levels: readonly SeverityLevel[] = ['error', 'warning', 'note'];
  return [...results]
    .sort((a, b) =>
      firstDifference(
        compareNumber(levels.indexOf(a.level), levels.indexOf(b.level)),
        compareNumber(b.rule.severity ?? 0, a.rule.severity ?? 0),
      ),
    )
    .slice(0, mostResults);
}

/** Says how many results the log leaves out. */
function notifications(left: number): object {
  if (left === 0) return {};
  const text = `${left} results are left out, the least severe ones; --format json lists all`;
  const notification = { level: 'warning', message: { text } };
  return {
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: [notification] }],
  };
}

function ruleObject(rule: SarifRule, homepage: string | null): unknown {
  const { id, severity, title, why, remedy, page } = rule;
  const helpUri = documentAddress(homepage, page);
  const help = `${sentence(why)} ${sentence(remedy)}`;
  return {
    id,
    name: id.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(why) },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: { text: help, markdown: `${sentence(why)}\n\n**Fix:** ${sentence(remedy)}` },
    defaultConfiguration: { level: severity === null ? 'warning' : levelOf(severity) },
    properties: {
      tags: ['security', 'network'],
      ...(severity === null ? {} : { 'security-severity': severity.toFixed(1) }),
    },
  };
}

/** With a capital and a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

function resultObject(result: SarifResult, ruleIndex: number): Record<string, unknown> {
  const { rule, level, message, at, others = [], related, accepted } = result;
  return {
    ruleId: rule.id,
    ruleIndex,
    level,
    message: { text: messageText(message) },
    locations: [at, ...others].map((place) => ({
      physicalLocation: physical(place.file, regionOf(place)),
    })),
    ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedLocation) }),
    suppressions:
      accepted === null
        ? []
        : [{ kind: 'external', status: 'accepted', justification: visible(accepted) }],
  };
}

/** The end is exclusive; a location never crosses lines. */
function regionOf({ line, column, length }: Place): unknown {
  return { startLine: line, startColumn: column, endLine: line, endColumn: column + length };
}

function relatedLocation({ file, line, message }: SarifRelated, index: number): unknown {
  return {
    id: index + 1,
    message: { text: messageText(message) },
    physicalLocation: physical(file, { startLine: line }),
  };
}

function physical(file: string, region: unknown): unknown {
  return { artifactLocation: { uri: fileUri(file) }, region };
}

/** SARIF reads brackets as links, and braces as placeholders (3.11.5, 3.11.6). */
function messageText(text: string): string {
  return visible(text)
    .replaceAll(/[\\[\]]/g, '\\$&')
    .replaceAll(/[{}]/g, '$&$&');
}

/** Stable names for results, independent of line numbers; results with the same rule and subject get a number. */
function fingerprints(): (result: SarifResult) => string {
  const counts = new Map<string, number>();
  return ({ rule, subject }) => {
    const hash = sha256(JSON.stringify([rule.id, subject])).slice(0, 16);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  };
}
