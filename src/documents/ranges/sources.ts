import { oneOfThem } from '../../language/suggest.ts';
import { getOrAdd } from '../../maps.ts';
import type { DocumentRow, Labels } from '../document.ts';
import { plainWords } from '../kit/words.ts';

/** Words of labels whose networks connect to the customer, and are no destination of its clients. */
const sourceWords = new Set([
  'actiongroup',
  'actions',
  'dependabot',
  'egress',
  'healthcheck',
  'healthchecks',
  'hooks',
  'importer',
  'synthetics',
  'webhook',
  'webhooks',
]);

/** Warns about networks that are sources by their labels: to allow access to them allows too much and helps nobody. */
export function sourceWarnings(rows: readonly DocumentRow[]): string[] {
  const found = new Map<string, { rows: number; readonly values: Set<string> }>();
  for (const { labels } of rows) {
    const [label, value] = sourceLabelOf(labels) ?? [];
    if (label === undefined || value === undefined) continue;
    const entry = getOrAdd(found, label, () => ({ rows: 0, values: new Set<string>() }));
    entry.rows += 1;
    entry.values.add(value);
  }
  return [...found].map(([label, { rows: count, values }]) => {
    const which = `${plainWords(label)} ${oneOfThem([...values])}`;
    return `Networks with the label ${which}: ${count} of ${rows.length}. The name says that such networks connect to you. To leave them out, use --where.`;
  });
}

/** The first label that says so, and its value. */
function sourceLabelOf(labels: Labels): readonly [string, string] | undefined {
  for (const [label, values] of labels) {
    const value = getOrAdd(sources, values, () => ({ value: sourceIn(values) })).value;
    if (value !== undefined) return [label, value];
  }
  return undefined;
}

// Many rows share the values of an object around them.
const sources = new WeakMap<readonly string[], { readonly value: string | undefined }>();

/** The value that names a source. A network that is also for ingress is a destination. */
function sourceIn(values: readonly string[]): string | undefined {
  return values.includes('ingress') ? undefined : values.find(namesSource);
}

function namesSource(value: string): boolean {
  const words = value.slice(0, longestValue).toLowerCase();
  return (
    words.includes('origin_facing') || words.split(/[^a-z]+/).some((word) => sourceWords.has(word))
  );
}

/** A longer value is prose. */
const longestValue = 100;
