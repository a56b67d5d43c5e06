import { isChanged } from '../../review/diff/approvals.ts';
import type { DiffReport, VerifiedOutputs } from '../../review/diff/change.ts';
import { gainsOf, severityOf } from '../../review/diff/order.ts';
import { type FailedGroup, failedGroups } from '../../review/verify/failed-flows.ts';
import { count } from '../page/words.ts';
import { isGoverning, settingSentences } from './setting-words.ts';
import { high, severityCounts } from './severities.ts';
import { openOf } from './words.ts';

/** The change in a few sentences, the worst first. */
export function headline(report: DiffReport): string {
  return headSentences(report).join(' ');
}

/**
 * The sentences of the headline: lost protection, severe added access with failed checks, changed settings that govern
 * access, other access, and the rest as counts. "No access change" requires that no setting that governs access changed.
 */
export function headSentences(report: DiffReport): string[] {
  const { unprotected, changed, better } = settingSentences(report.settings);
  const access = [...accessSentences(report), ...outputSentences(report)];
  return [
    ...unprotected,
    ...(isSevere(report) ? [...access, ...changed] : [...changed, ...access]),
    ...enforcementSentences(report),
    ...better,
    ...otherSentences(report),
    ...approvalSentences(report),
  ].map((sentence) => `${sentence}.`);
}

/** Is any added access as severe as a changed setting? */
function isSevere(report: DiffReport): boolean {
  return gainsOf(report).some(({ change }) => severityOf(change) >= high);
}

function accessSentences(report: DiffReport): string[] {
  const sites = [...report.sites.values()];
  const sum = (pick: (site: (typeof sites)[number]) => readonly unknown[]) =>
    sites.reduce((total, site) => total + pick(site).length, 0);
  const gains = gainsOf(report);
  const severities = severityCounts(gains);
  const access = counted([
    [gains.length, severities === '' ? 'added' : `added (${severities})`],
    [sum(({ lost }) => lost), 'removed'],
    [sum(({ moved }) => moved), 'moved to another tier'],
  ]);
  return access === '' ? unchangedSentences(report) : [`Access: ${access}`];
}

function enforcementSentences(report: DiffReport): string[] {
  const number = differencesIn(report);
  return number === 0 ? [] : [`Enforcement: ${count(number, 'new difference')} from the spec`];
}

function differencesIn({ sites }: DiffReport): number {
  return [...sites.values()].reduce((total, { enforcement }) => total + enforcement.length, 0);
}

/** Says that nothing, or no access, changed: only if that is true of settings and outputs too. */
function unchangedSentences(report: DiffReport): string[] {
  const { settings, unknown, verified, outputs, approvals } = report;
  const failed = (verified?.failures.length ?? 0) + (verified?.stale.length ?? 0);
  if (settings.some(isGoverning) || unknown.length + failed > 0) return [];
  const others = differencesIn(report) + outputs.length + approvals.length + openOf(report).length;
  return [isChanged(report) || others > 0 ? 'No access change' : 'No change'];
}

function outputSentences({ verified, unknown }: DiffReport): string[] {
  const stale = verified?.stale ?? [];
  return [
    ...failedSentences(verified?.failures ?? []),
    ...(stale.length === 0
      ? []
      : [`Outputs of ${sitesText(stale)} are out of date: run "portolan generate"`]),
    ...(unknown.length === 0 ? [] : [`${count(unknown.length, 'unknown file')} in the outputs`]),
  ];
}

/** The tests of the spec that fail, in how many flows, and the number of other failed checks. */
function failedSentences(failures: VerifiedOutputs['failures']): string[] {
  const groups = failedGroups(failures);
  const [tests, others] = [true, false].map((isTest) =>
    groups.filter((group) => group.isTest === isTest),
  );
  const flowsOf = (some: readonly FailedGroup[] = []) => some.flatMap(({ flows }) => flows);
  const ofTests = tests?.length ?? 0;
  const flows = flowsOf(tests).length;
  // verify counts a flow in each output that it checks.
  const more = flowsOf(others).flatMap(({ outputs }) => outputs).length;
  return [
    ...(ofTests === 0
      ? []
      : [
          `${count(ofTests, 'test')} ${ofTests === 1 ? 'fails' : 'fail'} in ${count(flows, 'flow')}`,
        ]),
    ...(more === 0
      ? []
      : [`${count(more, ofTests === 0 ? 'check' : 'other check')} of the outputs failed`]),
  ];
}

function sitesText(sites: readonly string[]): string {
  return sites.length === 1 ? `site ${sites[0]}` : `${sites.length} sites`;
}

function otherSentences(report: DiffReport): string[] {
  const { settings, tests, exceptions, wording } = report;
  const others = settings.filter((change) => !isGoverning(change));
  const text = [
    ...(others.length === 0 ? [] : [count(others.length, 'setting')]),
    ...(tests.length === 0 ? [] : [count(tests.length, 'test')]),
    ...(exceptions.length === 0 ? [] : [count(exceptions.length, 'exception')]),
    ...(wording.length === 0 ? [] : [`${wording.length} in wording only`]),
  ].join(', ');
  return text === '' ? [] : [`Other changes: ${text}`];
}

function approvalSentences({ approvals }: DiffReport): string[] {
  if (approvals.length === 0) return [];
  return [approvals.length === 1 ? 'Needs approval' : `${approvals.length} changes need approval`];
}

function counted(parts: readonly (readonly [number: number, what: string])[]): string {
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
}
