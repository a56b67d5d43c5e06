import { withoutCommands } from '../../characters.ts';
import { getOrAdd } from '../../maps.ts';
import { formatPlace } from '../../problem.ts';
import type {
  AccessChange,
  DiffReport,
  FileChange,
  Gain,
  Loss,
  RuledChange,
  SiteChange,
  StatementChange,
  VerifiedOutputs,
} from '../../review/diff/change.ts';
import { gainsOf, lossesOf } from '../../review/diff/order.ts';
import { jointSentence, ratingOf } from '../lint/words.ts';
import { givenText } from '../page/given.ts';
import type { Paint } from '../page/paint.ts';
import { severityPaint } from '../page/severity.ts';
import { labelled, wrap } from '../page/wrap.ts';
import type { DiffAnswer } from './answer.ts';
import { verifiedTexts } from './failed-words.ts';
import { headline } from './headline.ts';
import { isUnprotecting } from './setting-words.ts';
import {
  accessText,
  addedFlowText,
  clientsText,
  findingText,
  keptTexts,
  mergedFindings,
  otherFindings,
  outputsText,
  reasonsOf,
  relatedText,
  removedFlowText,
  requiredWarning,
} from './words.ts';

/**
 * The change for a reviewer: the headline, lost protection, failed checks, all added access, the most severe first,
 * removed access, differences of enforcement, then changes of settings, tests, exceptions and wording. Added access is
 * never cut.
 */
export function diffText({ report }: DiffAnswer, paint: Paint): string {
  const lines: FindingLines = new Map();
  const blocks = [
    wrap(headline(report), 0).map(paint.bold).join('\n'),
    ...factBlock('settings that remove protection', report.settings.filter(isUnprotecting), paint),
    ...failedBlocks(report, paint),
    ...gainsOf(report).map(({ site, change }) => gainBlock(site, change, lines, paint)),
    ...lossesOf(report).map(({ site, change }) => lossBlock(site, change, paint)),
    ...[...report.sites].flatMap(([site, change]) => siteBlocks(site, change, paint)),
    ...findingBlocks(report, paint),
    ...factBlock(
      'settings',
      report.settings.filter((change) => !isUnprotecting(change)),
      paint,
    ),
    ...factBlock('tests', report.tests, paint),
    ...factBlock('exceptions', report.exceptions, paint),
    ...factBlock('wording', report.wording, paint),
    ...outputBlocks(report, paint),
    ...approvalBlocks(report, paint),
    labelled('review id', report.reviewId).join('\n'),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

/** Moves to another tier, and differences of enforcement. */
function siteBlocks(site: string, change: SiteChange, paint: Paint): string[] {
  const { moved, enforcement } = change;
  return [
    ...moved.map(({ destination, from, to, at }) =>
      [
        ...wrap(`${site}: TIER ${destination}: ${from} -> ${to}`, 0),
        ...detail('spec', formatPlace(at)),
      ].join('\n'),
    ),
    ...(enforcement.length === 0
      ? []
      : [
          [
            paint.bold(`${site}: enforcement differences from the spec`),
            ...enforcement.flatMap(({ target, endpoint, service, kind, reason }) =>
              wrap(`${target}: ${endpoint} (${service}) is ${kind}: ${reason}`, 2),
            ),
          ].join('\n'),
        ]),
  ];
}

/** The lines of a finding by its text: thousands of additions have the same ones. */
type FindingLines = Map<string, readonly string[]>;

function gainBlock(site: string, gain: Gain, known: FindingLines, paint: Paint): string {
  const [head = '', ...more] = wrap(`${site}: ${gain.kind} ${accessText(gain)}`, 0);
  return [
    paint.red(head),
    ...more,
    ...detailIf('was', relatedText(gain)),
    ...detailIf('example', gain.witness === null ? null : addedFlowText(gain)),
    ...common(gain),
    ...mergedFindings(gain.findings).flatMap((merged) => {
      const { severity } = merged.finding;
      const text = `${ratingOf(severity)} ${findingText(merged)}`;
      return getOrAdd(known, text, () => rated(severity, detail('finding', text), paint));
    }),
  ].join('\n');
}

function lossBlock(site: string, loss: Loss, paint: Paint): string {
  const [head = '', ...more] = wrap(`${site}: ${loss.kind} ${accessText(loss)}`, 0);
  return [
    paint.bold(head),
    ...more,
    ...(loss.tier === 'required' ? detail('warning', requiredWarning) : []),
    ...detailIf('remains', relatedText(loss)),
    ...detailIf('example', loss.witness === null ? null : removedFlowText(loss)),
    ...keptTexts(loss).flatMap((text) => detail('allowed by', text)),
    ...common(loss),
  ].join('\n');
}

/** What added and removed access have in common: clients, reasons and locations. */
function common(change: AccessChange<string>): string[] {
  return [
    ...detail('clients', clientsText(change)),
    ...detailIf('outputs', outputsText(change)),
    ...reasonsOf(change).flatMap(([label, text]) => detail(label, text)),
    ...change.origins.flatMap(({ endpoint }) =>
      detail('spec', `${formatPlace(endpoint.place)} ${givenText(endpoint)}`),
    ),
    ...(change.output === null ? [] : detail('output', outputText(change))),
  ];
}

function outputText({ output, at }: AccessChange<string>): string {
  return at === null ? `${output}` : `${output}, ${at.file}:${at.line}`;
}

function detail(label: string, text: string): string[] {
  return labelled(`  ${label}`, text);
}

function detailIf(label: string, text: string | null): string[] {
  return text === null ? [] : detail(label, text);
}

function findingBlocks(report: DiffReport, paint: Paint): string[] {
  const open = otherFindings(report);
  if (open.length === 0) return [];
  const lines = open.flatMap((finding) => [
    ...rated(
      finding.severity,
      wrap(`${ratingOf(finding.severity)} ${finding.rule}: ${jointSentence(finding)}`, 2),
      paint,
    ),
    ...wrap(formatPlace(finding.at), 6),
  ]);
  return [[paint.bold('other new findings'), ...lines].join('\n')];
}

/** The lines of a finding, with its rating in the color of the severity. */
function rated(severity: number, [first = '', ...more]: readonly string[], paint: Paint): string[] {
  const rating = ratingOf(severity);
  return [first.replace(rating, severityPaint(severity, paint)), ...more];
}

function factBlock(
  title: string,
  changes: readonly (StatementChange & Partial<Pick<RuledChange, 'needsApproval'>>)[],
  paint: Paint,
): string[] {
  if (changes.length === 0) return [];
  const lines = changes.flatMap(({ what, before, after, at, needsApproval }) => [
    ...wrap(`${what}${needsApproval === true ? ' (needs approval)' : ''}`, 2),
    ...wrap(`${before ?? 'nothing'} -> ${after ?? 'nothing'}`, 6),
    ...(at === null ? [] : wrap(formatPlace(at), 6)),
  ]);
  return [[paint.bold(title), ...lines].join('\n')];
}

function failedBlocks({ verified }: DiffReport, paint: Paint): string[] {
  const texts = verified === null ? [] : verifiedTexts(verified);
  if (texts.length === 0) return [];
  const lines = texts.flatMap((text) => wrap(text, 2).map(paint.red));
  return [[paint.bold('failed checks'), ...lines].join('\n')];
}

function outputBlocks({ outputs, unknown, verified }: DiffReport, paint: Paint): string[] {
  const tests = [
    ...unknown.flatMap((path) => wrap(`unknown ${path}: not in the directory of a site`, 2)),
    ...(verified === null ? [] : [verifiedLine(verified)]),
  ];
  if (outputs.length === 0 && tests.length === 0) return [];
  return [[paint.bold('outputs'), ...outputs.map(fileLine), ...tests].join('\n')];
}

function verifiedLine({ checked, failures }: VerifiedOutputs): string {
  return `  verify: ${failures.length} failed, ${checked - failures.length} passed`;
}

function fileLine({ path, state, added, removed, digest }: FileChange): string {
  const sum = digest === null ? '' : ` ${digest.slice(0, 12)}`;
  return wrap(`${state} ${path} +${added} -${removed}${sum}`, 2).join('\n');
}

function approvalBlocks({ approvals }: DiffReport, paint: Paint): string[] {
  if (approvals.length === 0) return [];
  const lines = approvals.flatMap(({ what, help }) => [
    ...wrap(what, 2),
    ...wrap(`help: ${help}`, 6).map(paint.dim),
  ]);
  return [[paint.bold('needs approval'), ...lines].join('\n')];
}
