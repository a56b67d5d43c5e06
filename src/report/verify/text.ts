import { visible, withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { FailedFlow } from '../../review/verify/failed-flows.ts';
import {
  failureSentence,
  type TargetReport,
  type VerifyReport,
} from '../../review/verify/report.ts';
import { type Paint, plain } from '../page/paint.ts';
import { count, staleText } from '../page/words.ts';
import { wrap } from '../page/wrap.ts';
import type { VerifyAnswer } from './answer.ts';
import { flowsOf, outputsTitle, unknownWords, verifySentence } from './words.ts';

/** The most failures that are printed; the rest is counted. */
const mostShown = 50;

/**
 * Sites that are out of date, one line for each output, then each failed test and flow with its outputs and locations. The
 * total of failures comes first.
 */
export function verifyText({ report, out }: VerifyAnswer, paint: Paint = plain): string {
  const lines = [...report.sites].flatMap(([site, targets]) => siteLines(site, targets, paint));
  const { stale, unknown } = report.folder;
  const failures = [
    ...unknown.map((each) => () => unknownText(each, paint)),
    ...flowsOf(report).map((each) => () => failureText(each, out, paint)),
  ];
  const shown = failures.slice(0, mostShown).map((text) => text());
  const more =
    failures.length > mostShown
      ? [`${failures.length - mostShown} more failures: use --format json to list them`]
      : [];
  const first = stale.length === 0 ? [] : [stale.map(staleText).join('\n')];
  const total = verifySentence(report);
  // The total of failures is above them: there may be many.
  const [above, below] = report.failed > 0 ? [[total], []] : [[], [total]];
  const blocks = [...above, ...first, lines.join('\n'), ...shown, ...more, ...below];
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
    ...(byCoverage > 0 ? [count(byCoverage, 'known deviation')] : []),
    ...(notApplicable > 0 ? [`${notApplicable} not applicable`] : []),
  ];
  return parts.join(', ');
}

type Unknown = VerifyReport['folder']['unknown'][number];

function unknownText({ path, command }: Unknown, paint: Paint): string {
  return [
    `${paint.red('FAIL')} ${paint.bold(visible(path))}: ${unknownWords}`,
    `  ${paint.dim('help:')}  ${visible(command)}`,
  ].join('\n');
}

/** A test and flow, the outputs that fail it, and the lines that decide. */
function failureText(failed: FailedFlow, out: string, paint: Paint): string {
  const { outputs, origin } = failed;
  const places = outputs.flatMap(({ site, decidedBy }) =>
    decidedBy === null ? [] : [`${out}/${site}/${decidedBy.file}:${decidedBy.line}`],
  );
  const sentence = failureSentence({ ...failed, decidedBy: outputs[0]?.decidedBy ?? null });
  const [whose = '', ...what] = wrap(`${outputsTitle(outputs)}: ${sentence}`, textAt);
  return [
    `${paint.red('FAIL')} ${paint.bold(whose.trimStart())}`,
    ...what,
    ...places.slice(0, mostPlaces).flatMap((place) => detail('file:', place, paint)),
    ...(places.length > mostPlaces ? [`         ${places.length - mostPlaces} more files`] : []),
    ...(origin === null ? [] : detail('spec:', formatPlace(origin), paint)),
  ].join('\n');
}

/** The most files of a failure that are printed. */
const mostPlaces = 5;

/** The column of texts after their labels. */
const textAt = 9;

function detail(label: string, text: string, paint: Paint): string[] {
  const [first = '', ...more] = wrap(text, textAt);
  const gap = ' '.repeat(textAt - 2 - label.length);
  return [`  ${paint.dim(label)}${gap}${first.trimStart()}`, ...more];
}
