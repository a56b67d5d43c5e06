import { visible, withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import {
  type Failure,
  qualitiesCheck,
  settingsCheck,
  type TargetReport,
  type VerifyReport,
} from '../../review/verify/report.ts';
import { staleText } from '../check/text.ts';
import { type Paint, plain } from '../page/frame.ts';
import { jsonText } from '../page/json.ts';
import { lacksJson } from '../page/lacks.ts';
import { count } from '../page/words.ts';
import { wrap } from '../page/wrap.ts';

/** More than this nobody reads in one go; the rest is counted. */
const mostShown = 50;

/** The sites that are stale, a line for each output, then every failure with the lines that decided and that asked. */
export function verifyText(report: VerifyReport, out: string, paint: Paint = plain): string {
  const lines = [...report.sites].flatMap(([site, targets]) => siteLines(site, targets, paint));
  const { stale, unknown } = report.folder;
  const failures = [
    ...unknown.map((each) => () => unknownText(each, paint)),
    ...failuresOf(report).map((each) => () => failureText(each, out, paint)),
  ];
  const shown = failures.slice(0, mostShown).map((text) => text());
  const more =
    failures.length > mostShown ? [`and ${failures.length - mostShown} more failures`] : [];
  const first = stale.length === 0 ? [] : [stale.map(staleText).join('\n')];
  const blocks = [...first, lines.join('\n'), ...shown, ...more, sentence(report)];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

function siteLines(site: string, targets: ReadonlyMap<string, TargetReport>, paint: Paint) {
  const rows = [...targets].map(([target, report]) => {
    const state =
      report.failed.length === 0 ? 'passed' : paint.red(`${report.failed.length} failed`);
    return `  ${target.padEnd(10)}${countsOf(report).padEnd(58)} ${state}`;
  });
  return [paint.bold(visible(site)), ...rows];
}

function countsOf({ checked, byCoverage, notApplicable }: TargetReport): string {
  const parts = [
    `${checked} checked`,
    ...(byCoverage > 0 ? [`${byCoverage} by coverage`] : []),
    ...(notApplicable > 0 ? [`${notApplicable} not for it to decide`] : []),
  ];
  return parts.join(', ');
}

/** A failure, and whose it is. */
export type Failed = { readonly site: string; readonly target: string; readonly failure: Failure };

/** All failures, site by site. */
export function failuresOf({ sites }: VerifyReport): Failed[] {
  return [...sites].flatMap(([site, targets]) =>
    [...targets].flatMap(([target, { failed }]) =>
      failed.map((failure) => ({ site, target, failure })),
    ),
  );
}

type Unknown = VerifyReport['folder']['unknown'][number];

/** What is wrong with a file that belongs to no site. */
export const unknownWords = 'it belongs to no site of the spec';

function unknownText({ path, command }: Unknown, paint: Paint): string {
  return [
    `${paint.red('failed')} ${paint.bold(visible(path))}: ${unknownWords}`,
    `  ${paint.dim('help:')}  ${visible(command)}`,
  ].join('\n');
}

function failureText({ site, target, failure }: Failed, out: string, paint: Paint): string {
  const { decidedBy, origin, check } = failure;
  const place = decidedBy && `${out}/${site}/${decidedBy.file}:${decidedBy.line}`;
  const [whose = '', ...what] = wrap(`${site} ${target}: ${whatFailed(failure)}`, textAt);
  return [
    `${paint.red('failed')} ${paint.bold(whose.trimStart())}`,
    ...what,
    ...detail('check:', check, paint),
    ...(place === null ? [] : detail('file:', place, paint)),
    ...(origin === null ? [] : detail('spec:', formatPlace(origin), paint)),
  ].join('\n');
}

/** Where texts begin behind their labels. */
const textAt = 9;

function detail(label: string, text: string, paint: Paint): string[] {
  const [first = '', ...more] = wrap(text, textAt);
  const gap = ' '.repeat(textAt - 2 - label.length);
  return [`  ${paint.dim(label)}${gap}${first.trimStart()}`, ...more];
}

/** What is wrong, in one sentence. */
export function whatFailed({ flow, expected, got, check }: Failure): string {
  if (check === qualitiesCheck)
    return `${visible(flow ?? '')}: expected ${visible(expected)}, found ${visible(got)}`;
  if (flow !== null)
    return `${visible(flow)} is ${verdictText(got)}, and should be ${verdictText(expected)}`;
  if (check !== settingsCheck) return visible(got);
  return `it says ${visible(got)}, and should say ${visible(expected)}`;
}

const verdicts: Readonly<Record<string, string>> = {
  allow: 'allowed',
  deny: 'denied',
  'not-applicable': 'not decided here',
};

function verdictText(verdict: string): string {
  return verdicts[verdict] ?? visible(verdict);
}

function sentence({ checked, failed }: VerifyReport): string {
  if (failed === 0) return `verified: ${count(checked, 'check')} passed`;
  return `${failed} of ${count(checked, 'check')} failed`;
}

/** The answer of `verify` for scripts; schema/report.schema.json describes it. */
export function verifyJson(report: VerifyReport, out: string): string {
  const sites = [...report.sites].map(([site, targets]) => {
    const reports = [...targets].map(([target, each]) => [target, targetJson(each, out, site)]);
    return [site, Object.fromEntries(reports)];
  });
  const { checked, passed, failed } = report;
  const stale = report.folder.stale.map(({ site }) => site);
  const unknown = report.folder.unknown.map(({ path, command }) => ({ path, command }));
  return jsonText({
    schemaVersion: 1,
    checked,
    passed,
    failed,
    stale,
    unknown,
    leftOut: lacksJson(report.folder.lacks),
    sites: Object.fromEntries(sites),
  });
}

function targetJson({ failed, ...counts }: TargetReport, out: string, site: string): unknown {
  return {
    ...counts,
    failed: failed.map(({ flow, expected, got, decidedBy, origin, check }) => ({
      flow,
      expected,
      got,
      decidedBy: decidedBy && { ...decidedBy, file: `${out}/${site}/${decidedBy.file}` },
      origin: origin && { file: origin.file, line: origin.line, column: origin.column },
      check,
    })),
  };
}
