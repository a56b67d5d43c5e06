import { getOrAdd } from '../../maps.ts';
import { formatPortRange } from '../../net/port.ts';
import { commandPage } from '../../page/addresses.ts';
import { decidingPlace, writtenText } from '../../policy/written.ts';
import { exceeds } from '../../review/diff/approvals.ts';
import type { Gain, RuledChange } from '../../review/diff/change.ts';
import { needsApproval } from '../../review/diff/gate.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { findingResult } from '../lint/sarif.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import type { DiffAnswer, OutputLine } from './answer.ts';
import { ruledText } from './setting-words.ts';
import {
  accessText,
  addedFlowText,
  clientsText,
  outputsText,
  relatedText,
  ruledOf,
} from './words.ts';

const gainedAccess: SarifRule = {
  id: 'gained-access',
  severity: null,
  title: 'access was denied and is now allowed',
  why: 'The change adds access. Review whether the new access is justified.',
  remedy:
    'check the destination, the clients and the reason; approve the access or remove it from the spec',
  page: commandPage('diff'),
};

const unapproved: SarifRule = {
  id: 'needs-approval',
  severity: null,
  title: 'the change needs approval',
  why: 'A setting, a test or an exception can allow more than an added flow shows. The author of the change must not approve it.',
  remedy: 'ask the security team to approve this change',
  page: commandPage('diff'),
};

/** The change as a SARIF log: added access, what needs approval, and new findings. */
export function diffSarif(answer: DiffAnswer): string {
  const { report, spec, version, suppressed } = answer;
  return sarifLog({ analysis: 'portolan-diff', spec, version, suppressed }, [
    ...[...report.sites].flatMap(([site, { gained }]) =>
      byList(gained).flatMap((alike) => gainResults(site, alike, answer)),
    ),
    ...ruledOf(report).map((change) => ruledResult(change, spec)),
    ...joinFindings(report.findings).map(thresholdResult),
  ]);
}

/** Added access to the lines of one list is one result, since code scanning refuses a log with too many. */
function byList(gained: readonly Gain[]): Gain[][] {
  const units = new Map<string, Gain[]>();
  for (const [index, gain] of gained.entries())
    getOrAdd(units, listKey(gain) ?? `${index}`, (): Gain[] => []).push(gain);
  return [...units.values()];
}

/** The list of added access, with all that its entries must have in common; undefined outside of lists. */
function listKey(gain: Gain): string | undefined {
  const { kind, origins, ports, related } = gain;
  const list = origins[0]?.endpoint.list;
  const words = [ports.map(formatPortRange), outputsText(gain), clientsText(gain)];
  return list && JSON.stringify([list, kind, ...words, related.count === 0]);
}

function gainResults(site: string, alike: readonly Gain[], answer: DiffAnswer): SarifResult[] {
  const list = alike[0]?.origins[0]?.endpoint.list;
  const joined = list !== undefined && alike.length > 1;
  const shown = joined ? alike.slice(0, mostLocations) : alike;
  const results = shown.map((gain) => gainResult(site, gain, answer));
  const [first, ...more] = results;
  if (first === undefined || !joined) return results;
  const hidden = alike.length - 1;
  return [
    {
      ...first,
      message: `${first.message}; and so are ${hidden} more entries of list ${list}`,
      others: more.map(({ at }) => at),
      subject: `${site} list ${list}`,
    },
  ];
}

const mostLocations = 3;

function gainResult(site: string, gain: Gain, answer: DiffAnswer): SarifResult {
  const { report, spec, out, openedAt } = answer;
  const { kind, origins, at } = gain;
  const before = relatedText(gain);
  const outputs = outputsText(gain);
  const [first] = origins;
  const fileOf = (place: OutputLine) => `${out}/${site}/${place.file}`;
  const outputLine = at === null ? startOf(spec) : { ...startOf(fileOf(at)), line: at.line };
  const was = before === null ? '' : ` (was: ${before})`;
  const by = outputs === null ? '' : `, by ${outputs}`;
  return {
    rule: gainedAccess,
    level: needsApproval(report, gain) ? 'error' : 'warning',
    message: `${kind} at ${site}: ${accessText(gain)}${was}${by}. ${addedFlowText(gain)}`,
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
    rule: unapproved,
    level: 'error',
    message: ruledText(change),
    at: at ?? startOf(spec),
    subject: what,
    related: [],
    accepted: null,
  };
}

function thresholdResult(finding: JoinedFinding): SarifResult {
  const result = findingResult(finding);
  return exceeds(finding) ? { ...result, level: 'error' } : result;
}

/** Code scanning requires a line, even for a change without one. */
function startOf(file: string) {
  return { file, line: 1, column: 1, length: 1 };
}
