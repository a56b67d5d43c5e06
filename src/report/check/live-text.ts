import { withoutCommands } from '../../characters.ts';
import type { AccessChange } from '../../review/diff/change.ts';
import type { LiveStatement } from '../../review/live/compare.ts';
import { isDrift, type LiveReport } from '../../review/live/compare.ts';
import { accessText, clientsText, relatedText } from '../diff/words.ts';
import type { Paint } from '../page/paint.ts';
import { labelled, wrap } from '../page/wrap.ts';
import { dumpText, liveHeadline, notJudgedText, placeOf, statementText } from './live-words.ts';

/** The device compared with the files: the verdict, the dumps, added and removed access, differences and notes. */
export function liveText(report: LiveReport, paint: Paint): string {
  const { gained, lost, differences, notes, dumps } = report;
  const head = wrap(liveHeadline(report), 0).map(isDrift(report) ? paint.red : paint.bold);
  const blocks = [
    [...head, ...dumps.flatMap((dump) => wrap(dumpText(dump), 2))].join('\n'),
    ...gained.map((gain) =>
      accessBlock(report, gain, 'access added on the device', 'was', paint.red),
    ),
    ...lost.map((loss) =>
      accessBlock(report, loss, 'access removed on the device', 'remains', paint.bold),
    ),
    ...statementBlock('differences', differences, paint),
    ...statementBlock('notes', notes, paint),
    wrap(notJudgedText(report), 0).map(paint.dim).join('\n'),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

function accessBlock(
  report: LiveReport,
  change: AccessChange<string>,
  title: string,
  related: string,
  mark: (text: string) => string,
): string {
  const [head = '', ...more] = wrap(`${title}: ${accessText(change)}`, 0);
  const { at, witness } = change;
  const line = at === null ? null : report.lineAt(at);
  const before = relatedText(change);
  return [
    mark(head),
    ...more,
    ...(before === null ? [] : labelled(`  ${related}`, before)),
    ...(witness === null ? [] : labelled('  example', witness)),
    ...labelled('  clients', clientsText(change)),
    ...(at === null ? [] : labelled('  at', placeOf(at))),
    ...(line === null ? [] : labelled('  line', line)),
  ].join('\n');
}

function statementBlock(
  title: string,
  statements: readonly LiveStatement[],
  paint: Paint,
): string[] {
  if (statements.length === 0) return [];
  const lines = statements.flatMap((statement) => [
    ...wrap(statementText(statement), 2),
    ...(statement.text === null ? [] : wrap(statement.text, 6)),
  ]);
  return [[paint.bold(title), ...lines].join('\n')];
}
