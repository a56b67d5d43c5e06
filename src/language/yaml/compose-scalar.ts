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

/** Reports an alias. A host with a wildcard is read as if it had its quotes; another alias is replaced by null. */
export function composeAlias(composer: Composer, event: AliasEvent): ScalarNode {
  const span = { start: event.anchorStart - 1, end: event.anchorEnd };
  const source = composer.source.text.slice(span.start, span.end);
  const refusal = alias(source);
  composer.offset = span.end;
  refuse(composer, refusal, span);
  const meant = refusal.fix?.to[0];
  if (meant !== undefined)
    return { kind: 'scalar', value: meant, source: meant, style: 'quoted', ...span };
  return { kind: 'scalar', value: null, source, style: 'plain', ...span };
}
