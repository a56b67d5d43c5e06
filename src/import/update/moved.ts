import { columnOf, type Layout } from '../../language/edit/lines.ts';
import { toValue } from '../../language/yaml/node.ts';
import type { ImportedEndpoint } from '../part.ts';
import { endpointText } from '../text/items.ts';
import { flowOf } from './editor.ts';
import type { ExistingEndpoint } from './existing-part.ts';
import { commentsIn, ownEntries } from './lost.ts';

/** The item of an endpoint that comes from another group, with the keys and the comments of people. */
export function movedText(
  layout: Layout,
  endpoint: ImportedEndpoint,
  from: ExistingEndpoint | undefined,
): string {
  const text = endpointText(endpoint, 0);
  if (from === undefined) return text;
  const own = ownEntries(from.node);
  const isOwnNote = own.some(({ name }) => name === 'note');
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const lines = [
    first,
    ...commentsOf(layout, from).map((comment) => `  # ${comment}`),
    ...rest.filter((line) => !isOwnNote || !line.startsWith('  note: ')),
    ...own.map(({ name, value }) => `  ${name}: ${flowOf(toValue(value))}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The comments of an endpoint: in its lines, and directly above it. */
export function commentsOf(layout: Layout, { node }: ExistingEndpoint): string[] {
  const hyphen = columnOf(layout.text, node.start) - 2;
  return commentsIn(layout, node, hyphen);
}
