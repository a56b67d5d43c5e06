import { type AliasEvent, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { type Composer, refuse, refuseProperties } from './composer.ts';
import { blockHeader, skipGap } from './next-token.ts';
import type { ScalarNode } from './node.ts';
import { alias, longestText, textTooLong } from './refusals.ts';
import { scalarNode, scalarRefusal } from './scalar.ts';

/** Composes a scalar, and reads past it. */
export function composeScalar(composer: Composer, event: ScalarEvent): ScalarNode {
  refuseProperties(composer, event);
  const { text } = composer.source;
  if (event.valueStart < 0) return emptyScalar(composer);
  if (event.valueEnd - event.valueStart > longestText) return longScalar(composer, event);
  const isBlock = event.style >= SCALAR_STYLE.LITERAL_BLOCK;
  const header = isBlock ? blockHeader(text, composer.offset) : event.valueStart;
  const node = scalarNode(text, event, header);
  composer.offset = node.end;
  const refusal = scalarRefusal(node, event);
  if (refusal !== undefined) refuse(composer, refusal, node);
  return node;
}

/** Replaces a text that is too long by an empty one, and reports it. */
function longScalar(composer: Composer, { valueStart, valueEnd }: ScalarEvent): ScalarNode {
  const span = { start: valueStart, end: valueEnd };
  composer.offset = valueEnd;
  refuse(composer, textTooLong(valueEnd - valueStart), span);
  return { kind: 'scalar', value: '', source: '', style: 'quoted', ...span };
}

/** An empty value, located at the `:` or `-` before it. */
function emptyScalar(composer: Composer): ScalarNode {
  const { text } = composer.source;
  const start = skipGap(text, composer.offset);
  const announced = ':-?'.includes(text.charAt(start) || ' ');
  if (announced) composer.offset = start + 1;
  const at = announced ? start : composer.offset;
  return { kind: 'scalar', value: null, source: '', style: 'plain', start: at, end: at + 1 };
}

/** Replaces an alias by null, and reports it. */
export function composeAlias(composer: Composer, event: AliasEvent): ScalarNode {
  const start = event.anchorStart - 1;
  const end = event.anchorEnd;
  const source = composer.source.text.slice(start, end);
  const node: ScalarNode = { kind: 'scalar', value: null, source, style: 'plain', start, end };
  composer.offset = end;
  refuse(composer, alias(source), node);
  return node;
}
