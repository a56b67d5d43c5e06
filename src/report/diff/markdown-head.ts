import { grouped } from '../../maps.ts';
import { literal, prose } from '../../markdown.ts';
import type { DiffReport, VerifiedOutputs } from '../../review/diff/change.ts';
import { needsApproval } from '../../review/diff/gate.ts';
import { gainsOf, lossesOf } from '../../review/diff/order.ts';
import {
  type FailedFlow,
  type FailedGroup,
  failedGroups,
} from '../../review/verify/failed-flows.ts';
import { folded } from '../page/markdown.ts';
import { count } from '../page/words.ts';
import type { DiffAnswer } from './answer.ts';
import { type FailedAlike, failedAlike } from './failed-words.ts';
import { lineLink } from './markdown-links.ts';

/** What a reviewer must see before the added access: failed checks, what needs approval, and what may stop devices. */
export function headLines(answer: DiffAnswer): string[] {
  const { report } = answer;
  return [
    ...(report.verified === null ? [] : failedBlocks(answer, report.verified)),
    ...approvalBlocks(report),
    ...requiredLine(report),
  ];
}

const mostFlows = 2;
const mostParts = 4;
const mostGroups = 12;
const mostFolded = 60;

function failedBlocks(answer: DiffAnswer, { failures, stale }: VerifiedOutputs): string[] {
  const groups = failedGroups(failures);
  const more = groups.length - mostGroups;
  const items = [
    ...stale.map(
      (site) => `- outputs of site ${literal(site)} are out of date: run \`portolan generate\``,
    ),
    ...groups.slice(0, mostGroups).map((group) => failedItem(answer, group)),
    ...(more > 0 ? [`- and ${more} more: run \`portolan verify\``] : []),
  ];
  if (items.length === 0) return [];
  return [
    `❌ **Failed checks of outputs**\n\n${items.join('\n')}`,
    ...allFlows(groups.flatMap(failedAlike)),
  ];
}

/** A test or another check: how many flows fail it in which outputs, and the first of them. */
function failedItem(answer: DiffAnswer, group: FailedGroup): string {
  const [first] = group.flows;
  const at = first?.origin ?? null;
  const place = at === null ? '' : ` (${lineLink(answer, at, first?.isOfBase)})`;
  const parts = failedAlike(group).map(failedPart);
  const more = parts.length - mostParts;
  const rest = more > 0 ? [`and ${more} more in other outputs: run \`portolan verify\``] : [];
  return `- **${prose(group.check)}**${place}: ${[...parts.slice(0, mostParts), ...rest].join('; ')}`;
}

function failedPart({ verdict, outputs, flows }: FailedAlike): string {
  const names = namesOf(flows);
  if (names.length === 0) return `${prose(verdict)}, in ${prose(outputs)}`;
  const more = names.length - mostFlows;
  const rest = more > 0 ? ` and ${more} more` : '';
  const shown = names.slice(0, mostFlows).map(literal).join(', ');
  return `${count(names.length, 'flow')} ${prose(verdict)}, in ${prose(outputs)}: ${shown}${rest}`;
}

function namesOf(flows: readonly FailedFlow[]): string[] {
  return flows.flatMap(({ flow }) => (flow === null ? [] : [flow]));
}

/** Every flow of the checks that the head shortens. */
function allFlows(alike: readonly FailedAlike[]): string[] {
  const long = alike.filter(({ flows }) => flows.length > mostFlows);
  const lines = long.map(({ check, outputs, flows }) => {
    const names = namesOf(flows);
    const more = names.length - mostFolded;
    const rest = more > 0 ? ` and ${more} more: run \`portolan verify\`` : '';
    return `- ${prose(check)}, ${prose(outputs)}: ${names.slice(0, mostFolded).map(literal).join(', ')}${rest}`;
  });
  return folded('All flows of these checks', lines.slice(0, mostGroups));
}

const mostApprovals = 20;

/** Approvals about added access are one sentence, because the table marks its rows. */
function approvalBlocks(report: DiffReport): string[] {
  const severe = gainsOf(report).filter(({ change }) => needsApproval(report, change)).length;
  const others = report.approvals.filter(({ about }) => about !== 'access');
  const more = others.length - mostApprovals;
  const items = [
    ...(severe === 0 ? [] : [severeItem(severe, report.failOn)]),
    ...approvalItems(others.slice(0, mostApprovals)),
    ...(more > 0 ? [`- and ${more} more: run \`portolan diff\``] : []),
  ];
  return items.length === 0 ? [] : [`🛑 **Needs approval**\n\n${items.join('\n')}`];
}

/** Approvals by their fix, which is said once. */
function approvalItems(approvals: DiffReport['approvals']): string[] {
  return [...grouped(approvals, ({ help }) => help)].map(([help, alike]) => {
    const [first, ...more] = alike.map(({ what }) => prose(what));
    if (more.length === 0) return `- ${first}; help: ${prose(help)}`;
    const lines = [first, ...more].map((what) => `  - ${what}`);
    return [`- ${count(lines.length, 'change')}; help: ${prose(help)}`, ...lines].join('\n');
  });
}

function severeItem(number: number, failOn: number | null): string {
  const verb = number === 1 ? 'has a finding' : 'have findings';
  return `- ${count(number, 'addition')} ${verb} of severity ${failOn?.toFixed(1)} or higher, marked **bold** below; help: remove the access, or first merge an entry in \`exceptions.yaml\` with the rule and the endpoint`;
}

function requiredLine(report: DiffReport): string[] {
  const required = lossesOf(report).filter(({ change }) => change.tier === 'required').length;
  return required === 0
    ? []
    : [`Warning: ${count(required, 'removal')} from the required tier: devices may stop working`];
}
