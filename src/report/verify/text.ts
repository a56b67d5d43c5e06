import { visible, withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { TargetReport, VerifyReport } from '../../review/verify/report.ts';
import { type Paint, plain } from '../page/paint.ts';
import { count, staleText } from '../page/words.ts';
import { wrap } from '../page/wrap.ts';
import type { VerifyAnswer } from './answer.ts';
import { type Failed, failuresOf, unknownWords, whatFailed } from './words.ts';

/** More than this nobody reads in one go; the rest is counted. */
const mostShown = 50;

/** The sites that are stale, a line for each output, then every failure with the lines that decided and that asked. */
export function verifyText({ report, out }: VerifyAnswer, paint: Paint = plain): string {
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

type Unknown = VerifyReport['folder']['unknown'][number];

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

function sentence({ checked, failed }: VerifyReport): string {
  if (failed === 0) return `verified: ${count(checked, 'check')} passed`;
  return `${failed} of ${count(checked, 'check')} failed`;
}
