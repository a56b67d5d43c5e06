import { literal, prose, row, tableHead } from '../../markdown.ts';
import { failureText } from '../../review/diff/approvals.ts';
import type {
  DiffReport,
  Loss,
  RuledChange,
  SiteChange,
  StatementChange,
  TierMove,
  VerifiedOutputs,
} from '../../review/diff/change.ts';
import type { JoinedFinding } from '../../review/findings/join.ts';
import { jointSentence, ratingOf } from '../lint/words.ts';
import { placeCode, type Section } from '../page/markdown.ts';
import { detailLines } from './markdown-gains.ts';
import {
  accessText,
  keptTexts,
  otherFindings,
  relatedText,
  removedFlowText,
  requiredWarning,
} from './words.ts';

/** Everything except added access, in the order of the page. */
export function diffSections(report: DiffReport): Section[] {
  const sites = [...report.sites];
  const perSite = (lines: (site: string, change: SiteChange) => string[]) =>
    sites.flatMap(([site, change]) => lines(site, change));
  const { approvals, settings, tests, exceptions, verified, wording } = report;
  return [
    list('Failed checks of outputs', 'check', verified === null ? [] : failedLines(verified)),
    list('Needs approval', 'approval', approvals.map(approvalLine)),
    list(
      'Access removed',
      'removal',
      perSite((site, { lost }) => lost.map((loss) => lossText(site, loss))),
    ),
    list(
      'Moved to another tier',
      'move',
      perSite((site, { moved }) => moved.map((move) => movedLine(site, move))),
    ),
    enforcementTable(perSite(enforcementRows)),
    list('Other new findings', 'finding', otherFindings(report).map(findingLine)),
    list('Settings', 'setting', settings.map(factLine)),
    list('Tests', 'test', tests.map(factLine)),
    list('Exceptions', 'exception', exceptions.map(factLine)),
    { ...list('Wording only', 'change', wording.map(factLine)), folded: true },
    outputTable(report),
  ];
}

function list(heading: string, noun: string, items: readonly string[]): Section {
  return { heading, intro: [], items, noun };
}

function failedLines({ failures, stale }: VerifiedOutputs): string[] {
  return [
    ...stale.map(
      (site) => `- outputs of site ${literal(site)} are out of date: run \`portolan generate\``,
    ),
    ...failures.map((failure) => `- ${prose(failureText(failure))}`),
  ];
}

function approvalLine({ what, help }: DiffReport['approvals'][number]): string {
  return `- ${prose(what)}; help: ${prose(help)}`;
}

function lossText(site: string, loss: Loss): string {
  const still = relatedText(loss);
  const lines = [
    ...(loss.tier === 'required' ? [`- warning: ${requiredWarning}`] : []),
    ...(still === null ? [] : [`- remains: ${literal(still)}`]),
    `- ${prose(removedFlowText(loss))}`,
    ...keptTexts(loss).map((text) => `- allowed by ${prose(text)}`),
    ...detailLines(loss),
  ];
  return [
    `- **${loss.kind}** ${literal(accessText(loss))} at ${literal(site)}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

function movedLine(site: string, { destination, from, to, at }: TierMove): string {
  return `- ${literal(destination)} at ${literal(site)}: ${from} -> ${to} ${placeCode(at)}`;
}

function enforcementTable(items: readonly string[]): Section {
  return {
    heading: 'Enforcement differences from the spec',
    intro: tableHead(['Target', 'Endpoint', 'Enforced']),
    items,
    noun: 'row',
  };
}

function enforcementRows(site: string, { enforcement }: SiteChange): string[] {
  return enforcement.map(({ target, endpoint, service, kind, reason }) =>
    row([
      `${literal(site)} ${target}`,
      `${literal(endpoint)} (${literal(service)})`,
      `${kind}: ${prose(reason)}`,
    ]),
  );
}

function findingLine(finding: JoinedFinding): string {
  const { rule, severity, at } = finding;
  const rating = `**${ratingOf(severity)}** ${rule}`;
  return `- ${rating}: ${prose(jointSentence(finding))} ${placeCode(at)}`;
}

function factLine({
  what,
  before,
  after,
  at,
  needsApproval,
}: StatementChange & Partial<Pick<RuledChange, 'needsApproval'>>): string {
  const place = at === null ? '' : ` ${placeCode(at)}`;
  const mark = needsApproval === true ? ' **needs approval**' : '';
  return `- ${prose(what)}: ${valueText(before)} -> ${valueText(after)}${mark}${place}`;
}

function valueText(value: string | null): string {
  return value === null ? 'nothing' : literal(value);
}

function outputTable({ outputs }: DiffReport): Section {
  return {
    heading: 'Output files',
    intro: tableHead(['File', 'State', 'Lines', 'SHA-256']),
    items: outputs.map(({ path, state, added, removed, digest }) =>
      row([literal(path), state, `+${added} -${removed}`, literal(digest?.slice(0, 12) ?? '')]),
    ),
    noun: 'file',
    folded: true,
  };
}
