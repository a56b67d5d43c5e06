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
  const sources = new Sources();
  for (const { labels } of rows) {
    const [label, value] = sources.labelOf(labels) ?? [];
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

/** Finds the labels that say so. Most rows have the values of others, or share those of an object around them. */
class Sources {
  readonly #names = new Map<string, boolean>();
  readonly #lists = new Map<readonly string[], { readonly value: string | undefined }>();

  /** The first label that says so, and its value. */
  labelOf(labels: Labels): readonly [string, string] | undefined {
    for (const [label, values] of labels) {
      const value = this.#valueOf(values);
      if (value !== undefined) return [label, value];
    }
    return undefined;
  }

  #valueOf(values: readonly string[]): string | undefined {
    if (values.length === 1) return this.#sourceIn(values);
    return getOrAdd(this.#lists, values, () => ({ value: this.#sourceIn(values) })).value;
  }

  /** The value that names a source. A network that is also for ingress is a destination. */
  #sourceIn(values: readonly string[]): string | undefined {
    if (values.includes('ingress')) return undefined;
    return values.find((value) => {
      const start = value.slice(0, longestValue);
      return getOrAdd(this.#names, start, () => namesSource(start));
    });
  }
}

function namesSource(text: string): boolean {
  const words = text.toLowerCase();
  return (
    words.includes('origin_facing') || words.split(/[^a-z]+/).some((word) => sourceWords.has(word))
  );
}

/** A longer value is prose. */
const longestValue = 100;
