import { visible } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { OutputExplanation, SiteExplanation } from '../../review/explain/explanation.ts';
import type { Paint } from '../page/paint.ts';
import { indent, labelled } from '../page/wrap.ts';

/** A table with the verdict, the coverage and the deciding line of each output, each followed by its reason. */
export function outputLines({ outputs }: SiteExplanation, folder: string, paint: Paint): string[] {
  const cells = outputs.map((output) => cellsOf(output, folder));
  const [first, second, third] = [0, 1, 2].map((column) =>
    cells.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  return outputs.flatMap((output, index) => {
    const [target = '', verdict = '', coverage = '', place = ''] = cells[index] ?? [];
    const mark = output.differs ? paint.red : (text: string) => text;
    const row = [
      target.padEnd(Math.max(first ?? 0, indent - 4)),
      mark(verdict.padEnd(second ?? 0)),
      coverage.padEnd(third ?? 0),
      place,
    ];
    return [`  ${row.join('  ')}`.trimEnd(), ...reasonLines(output, paint)];
  });
}

function cellsOf(
  { target, verdict, coverage, widens, at }: OutputExplanation,
  folder: string,
): string[] {
  // An exact output that allows more than the policy does so by an option, such as addresses for "self".
  const held = widens !== null && coverage === 'exact' ? 'by option' : (coverage ?? '-');
  const nowhere = verdict === 'deny' ? 'no line allows it' : '';
  const place = at === null ? nowhere : visible(`${folder}/${at.file}:${at.line}`);
  return [target, verdict ?? 'unknown', held, place];
}

function reasonLines(
  { reason, widens, differs, verdict }: OutputExplanation,
  paint: Paint,
): string[] {
  const text =
    widens === null ? reason : `allowed for ${formatPlace(widens.endpoint.place)} (${reason})`;
  const wrapped = text === '' ? [] : labelled('', text);
  if (!differs) return wrapped.map((line) => line.replace(/\S.*/, (words) => paint.dim(words)));
  if (verdict === null) return wrapped;
  const help = 'help: run "portolan check" to see whether the file was edited or is out of date';
  return [...wrapped, ...labelled('', help)];
}
