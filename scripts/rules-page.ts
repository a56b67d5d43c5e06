import { registry } from '../src/review/findings/registry.ts';
import { type RuleInfo, severityWords, wordOf } from '../src/review/rules/kit/rule-info.ts';

/** The page of all findings that the review knows: a table, then each rule with its reason and its way out. */
export function rulesPage(): string {
  return `${[head, table(), ...registry.map(section)].join('\n\n')}\n`;
}

const scale = severityWords.map(([word, from]) => `${word} from ${from.toFixed(1)}`).join(', ');

const widest = 120;

const head = [
  '# The findings of the review',
  '<!-- Written by `npm run generate:code` from src/review; a change here is lost. -->',
  prose(
    `What \`portolan lint\` raises of a spec, and what a comparison of two specs raises of the change. The severity of a rule is fixed: ${scale}. [The README](../README.md#findings-and-exceptions) tells how a finding is accepted.`,
  ),
].join('\n\n');

function table(): string {
  const rows = registry.map(
    ({ id, severity, title }) =>
      `| [\`${id}\`](#${id}) | ${severity.toFixed(1)} ${wordOf(severity)} | ${title} |`,
  );
  return ['| Rule | Severity | What is found |', '| --- | --- | --- |', ...rows].join('\n');
}

function section({ id, severity, title, why, remedy }: RuleInfo): string {
  const rating = `${severity.toFixed(1)}, ${wordOf(severity)}`;
  return [
    `## ${id}`,
    prose(`${sentence(title)} (${rating}). ${why}`),
    prose(`Way out: ${remedy}.`),
  ].join('\n\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Prose in lines of 120 columns. */
function prose(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length > widest) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
