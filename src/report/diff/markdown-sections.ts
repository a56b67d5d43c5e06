import { getOrAdd, grouped } from '../../maps.ts';
import { literal, prose, row, tableHead } from '../../markdown.ts';
import { compareNumber } from '../../net/order.ts';
import type {
  DiffReport,
  EnforcedRow,
  Gain,
  Loss,
  RuledChange,
  SiteChange,
  StatementChange,
  TierMove,
} from '../../review/diff/change.ts';
import { type AtSite, gainsOf, lossesOf } from '../../review/diff/order.ts';
import type { Finding } from '../../review/findings/finding.ts';
import type { JoinedFinding } from '../../review/findings/join.ts';
import { jointSentence, ratingOf } from '../lint/words.ts';
import type { Links } from '../page/links.ts';
import { placeCode, ruleLink, type Section } from '../page/markdown.ts';
import { count } from '../page/words.ts';
import type { DiffAnswer } from './answer.ts';
import { detailTexts, gainDetail } from './markdown-gains.ts';
import {
  accessText,
  keptTexts,
  mergedFindings,
  otherFindings,
  relatedText,
  removedFlowText,
  requiredWarning,
} from './words.ts';

/** The details of the page, all folded: what the head and the rows of added access do not say. */
export function diffSections({ report, links }: DiffAnswer): Section[] {
  const sites = [...report.sites];
  const perSite = (lines: (site: string, change: SiteChange) => string[]) =>
    sites.flatMap(([site, change]) => lines(site, change));
  const { settings, tests, exceptions, wording } = report;
  const [gains, losses] = [gainsOf(report), lossesOf(report)];
  return [
    list('Access removed', 'removal', losses.map(lossItem)),
    list(
      'Moved to another tier',
      'move',
      perSite((site, { moved }) => moved.map((move) => movedLine(site, move))),
    ),
    list('What the findings say', 'finding', causeLines(gains, links)),
    {
      ...list('Each addition with its example flow', 'addition', gains.map(gainDetail)),
      intro: purposeLines(gains),
    },
    enforcementTable(perSite(enforcementRows)),
    list('Other new findings', 'finding', otherFindings(report).map(findingLine)),
    list('Settings', 'setting', settings.map(factLine)),
    list('Tests', 'test', tests.map(factLine)),
    list('Exceptions', 'exception', exceptions.map(factLine)),
    list('Wording only', 'change', wording.map(factLine)),
    outputTable(report),
  ];
}

function list(heading: string, noun: string, items: readonly string[]): Section {
  return { heading: `${heading} (${items.length})`, intro: [], items, noun, folded: true };
}

/** Each cause once, the most severe first, with the number of additions that it is about. */
function causeLines(gains: readonly AtSite<Gain>[], links: Links): string[] {
  const causes = new Map<string, { finding: Finding; additions: number }>();
  for (const { change } of gains)
    for (const { finding } of mergedFindings(change.findings)) {
      const { rule, message, exception } = finding;
      const key = JSON.stringify([rule, message, exception !== null]);
      getOrAdd(causes, key, () => ({ finding, additions: 0 })).additions += 1;
    }
  return [...causes.values()]
    .sort((a, b) => compareNumber(b.finding.severity, a.finding.severity))
    .map(({ finding, additions }) => {
      const accepted = finding.exception === null ? '' : ' (accepted by exception)';
      return `- **${ratingOf(finding.severity)}** ${ruleLink(links, finding.rule)}: ${prose(finding.message)}${accepted} (${count(additions, 'addition')})`;
    });
}

/** The purpose of each group that adds access, once. */
function purposeLines(gains: readonly AtSite<Gain>[]): string[] {
  const groups = new Map(
    gains.flatMap(({ change }) => change.origins.map(({ group }) => [group.id, group] as const)),
  );
  return [...groups.values()].flatMap(({ id, tier, purpose }) =>
    purpose === undefined ? [] : [`- group ${literal(id)} (${tier}): ${prose(purpose)}`],
  );
}

function lossItem({ site, change }: AtSite<Loss>): string {
  const still = relatedText(change);
  const parts = [
    ...(change.tier === 'required' ? [`warning: ${requiredWarning}`] : []),
    ...(still === null ? [] : [`remains ${literal(still)}`]),
    prose(removedFlowText(change)),
    ...keptTexts(change).map((text) => `allowed by ${prose(text)}`),
    ...detailTexts(change),
  ];
  return `- **${change.kind}** ${literal(accessText(change))} at ${literal(site)}: ${parts.join('; ')}`;
}

function movedLine(site: string, { destination, from, to, at }: TierMove): string {
  return `- ${literal(destination)} at ${literal(site)}: ${from} -> ${to} ${placeCode(at)}`;
}

/** One row for each reason, with all endpoints that it is about. */
function enforcementTable(items: readonly string[]): Section {
  return {
    heading: `Enforcement differences from the spec (${items.length})`,
    intro: tableHead(['Target', 'Enforced', 'Endpoints']),
    items,
    noun: 'row',
    folded: true,
  };
}

function enforcementRows(site: string, { enforcement }: SiteChange): string[] {
  const keyOf = ({ target, kind, reason }: EnforcedRow) => JSON.stringify([target, kind, reason]);
  return [...grouped(enforcement, keyOf).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { target, kind, reason } = first;
    const endpoints = alike.map(
      ({ endpoint, service }) => `${literal(endpoint)} (${literal(service)})`,
    );
    return [row([`${literal(site)} ${target}`, `${kind}: ${prose(reason)}`, endpoints.join(', ')])];
  });
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
    heading: `Output files (${outputs.length})`,
    intro: tableHead(['File', 'State', 'Lines', 'SHA-256']),
    items: outputs.map(({ path, state, added, removed, digest }) =>
      row([literal(path), state, `+${added} -${removed}`, literal(digest?.slice(0, 12) ?? '')]),
    ),
    noun: 'file',
    folded: true,
  };
}
