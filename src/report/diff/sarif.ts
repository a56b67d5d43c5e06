import { exceeds } from '../../review/diff/approvals.ts';
import type { Gain, RuledChange } from '../../review/diff/change.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { findingResult } from '../lint/sarif.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import type { DiffAnswer, OutputLine } from './answer.ts';
import { accessText, outputsText, relatedText, ruledOf } from './words.ts';

const gainedAccess: SarifRule = {
  id: 'gained-access',
  severity: null,
  title: 'access that was denied is allowed',
  why: 'The change opens something. Whether it should is the question that the review is there for.',
  remedy: 'read what is opened, for whom and why, and accept it or leave it shut',
};

const needsApproval: SarifRule = {
  id: 'needs-approval',
  severity: null,
  title: 'the change touches how things are judged or enforced',
  why: 'A setting, a test or an exception lets something through that no flow shows, so its author must not wave it through.',
  remedy: 'have it approved by whoever answers for security',
};

/** The change as a SARIF log: every gain, what needs approval, and what the change gives cause to raise. */
export function diffSarif(answer: DiffAnswer): string {
  const { report, spec, version } = answer;
  return sarifLog({ analysis: 'portolan-diff', spec, version }, [
    ...[...report.sites].flatMap(([site, { gained }]) =>
      gained.map((gain) => gainResult(site, gain, answer)),
    ),
    ...ruledOf(report).map((change) => ruledResult(change, spec)),
    ...report.findings.map(thresholdResult),
  ]);
}

function gainResult(site: string, gain: Gain, { spec, out, openedAt }: DiffAnswer): SarifResult {
  const { kind, witness, origins, at } = gain;
  const before = relatedText(gain);
  const outputs = outputsText(gain);
  const [first] = origins;
  const fileOf = (place: OutputLine) => `${out}/${site}/${place.file}`;
  const outputLine = at === null ? startOf(spec) : { ...startOf(fileOf(at)), line: at.line };
  const was = before === null ? '' : ` (was: ${before})`;
  const by = outputs === null ? '' : `, by ${outputs}`;
  return {
    rule: gainedAccess,
    level: 'warning',
    message: `${kind} at ${site}: ${accessText(gain)}${was}${by}. ${witness} was denied, is now allowed`,
    at: first?.endpoint.place ?? outputLine,
    subject: `${site} ${first?.endpoint.written ?? accessText(gain)}`,
    related: openedAt(site, gain).map((place) => ({
      file: fileOf(place),
      line: place.line,
      message: 'the line that opens it',
    })),
    accepted: null,
  };
}

function ruledResult({ what, before, after, at }: RuledChange, spec: string): SarifResult {
  return {
    rule: needsApproval,
    level: 'error',
    message: `${what}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`,
    at: at ?? startOf(spec),
    subject: what,
    related: [],
    accepted: null,
  };
}

function thresholdResult(finding: Finding): SarifResult {
  const result = findingResult(finding);
  return exceeds(finding) ? { ...result, level: 'error' } : result;
}

/** Where no line is to blame, code scanning wants one all the same. */
function startOf(file: string) {
  return { file, line: 1, column: 1, length: 1 };
}
