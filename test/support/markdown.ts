import type { Nodes, Parents } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Parses a page as GitHub Flavored Markdown, with tables and bare links. */
export function parsePage(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** The structure of a page without its words. Two plain texts have the same structure. */
export type Shape = string | { readonly [type: string]: readonly Shape[] };

export function shapeOf(node: Nodes): Shape[] {
  if (node.type === 'text' || node.type === 'inlineCode') return [];
  if (node.type === 'html') return [node.value];
  if (node.type === 'heading') return [{ [`heading ${node.depth}`]: childShapes(node) }];
  return 'children' in node ? [{ [node.type]: childShapes(node) }] : [node.type];
}

function childShapes(node: Parents): Shape[] {
  return node.children.flatMap(shapeOf);
}

/** All nodes of a type. */
export function nodesOf<Type extends Nodes['type']>(
  node: Nodes,
  type: Type,
): Extract<Nodes, { type: Type }>[] {
  const own = node.type === type ? [node as Extract<Nodes, { type: Type }>] : [];
  const inner = 'children' in node ? node.children.flatMap((child) => nodesOf(child, type)) : [];
  return [...own, ...inner];
}

/** The words of a page, as a reader sees them. */
export function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (!('children' in node)) return '';
  return node.children.map(wordsOf).join(node.type === 'paragraph' ? '' : ' ');
}
