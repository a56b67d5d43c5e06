/** What Handlebars gives a block: its text for one item, and the text without any. */
type Block = {
  readonly fn: (item: unknown) => string;
  readonly inverse: (context: unknown) => string;
};

/**
 * The block `{{#each list}}` of a template. That of Handlebars also counts the items and knows the last one, which no
 * template may use, and takes more time for that than for the text.
 */
export function each(this: unknown, list: readonly unknown[], { fn, inverse }: Block): string {
  let text = '';
  for (const item of list) text += fn(item);
  return list.length === 0 ? inverse(this) : text;
}
