import { decidingPlace, writtenText } from '../../policy/written.ts';
import { exceeds } from '../../review/diff/approvals.ts';
import type { Gain, RuledChange } from '../../review/diff/change.ts';
import type { Finding } from '../../review/findings/finding.ts';
import { findingResult } from '../lint/sarif.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import type { DiffAnswer, OutputLine } from './answer.ts';
import { ruledText } from './headline.ts';
import { accessText, outputsText, relatedText, ruledOf } from './words.ts';

const gainedAccess: SarifRule = {
  id: 'gained-access',
  severity: null,
  title: 'access was denied and is now allowed',
  why: 'The change adds access. Review whether the new access is justified.',
  remedy:
    'check the destination, the clients and the reason; approve the access or remove it from the spec',
};

const needsApproval: SarifRule = {
  id: 'needs-approval',
  severity: null,
  title: 'the change needs approval',
  why: 'A setting, a test or an exception can allow more than an added flow shows. The author of the change must not approve it.',
  remedy: 'ask the security team to approve this change',
};

/** The change as a SARIF log: added access, what needs approval, and new findings. */
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
    at: first === undefined ? outputLine : decidingPlace(first.endpoint),
    subject: `${site} ${first === undefined ? accessText(gain) : writtenText(first.endpoint)}`,
    related: openedAt(site, gain).map((place) => ({
      file: fileOf(place),
      line: place.line,
      message: 'the line that allows it',
    })),
    accepted: null,
  };
}

function ruledResult(change: RuledChange, spec: string): SarifResult {
  const { what, at } = change;
  return {
    rule: needsApproval,
    level: 'error',
    message: ruledText(change),
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

/** Code scanning requires a line, even for a change without one. */
function startOf(file: string) {
  return { file, line: 1, column: 1, length: 1 };
}
