import { visible } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { OutputExplanation, SiteExplanation } from '../../review/explain/explanation.ts';
import type { Paint } from '../page/paint.ts';
import { indent, labelled } from '../page/wrap.ts';

/** A table of what each output does with the flow: verdict, coverage and the deciding line, and below it why. */
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

function cellsOf({ target, verdict, coverage, at }: OutputExplanation, folder: string): string[] {
  const nowhere = verdict === 'deny' ? 'no line opens it' : '';
  const place = at === null ? nowhere : visible(`${folder}/${at.file}:${at.line}`);
  return [target, verdict ?? 'unknown', coverage ?? '-', place];
}

function reasonLines(
  { reason, widens, differs, verdict }: OutputExplanation,
  paint: Paint,
): string[] {
  const text =
    widens === null ? reason : `${formatPlace(widens.endpoint.place)} opens it: ${reason}`;
  const wrapped = text === '' ? [] : labelled('', text);
  if (!differs) return wrapped.map((line) => line.replace(/\S.*/, (words) => paint.dim(words)));
  if (verdict === null) return wrapped;
  const help = 'the file is not what the spec gives: portolan check tells more';
  return [...wrapped, ...labelled('', help)];
}
