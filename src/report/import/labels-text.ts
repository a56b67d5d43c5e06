import { visible, withoutCommands } from '../../characters.ts';
import { count } from '../page/words.ts';
import { wrap } from '../page/wrap.ts';
import type { LabelsAnswer } from './answer.ts';

/** Each label with the number of its values, and the first of them with the number of their rows. */
export function labelsText({ file, rows, labels }: LabelsAnswer): string {
  if (labels.length === 0)
    return `${visible(file)}: ${count(rows, 'row')}, and no labels that --where could select by\n`;
  const blocks = labels.map(({ label, values, first }) => {
    const named = first.map(({ value, rows: own }) => `${value} (${own})`);
    const more = values > first.length ? [`and ${values - first.length} more`] : [];
    return [
      `${visible(label)}: ${count(values, 'value')}`,
      ...wrap([...named, ...more].join(', '), 2),
    ];
  });
  const head = `${visible(file)}: ${count(rows, 'row')}; a label, its values and their rows:`;
  return `${withoutCommands([[head], ...blocks].map((block) => block.join('\n')).join('\n\n'))}\n`;
}
