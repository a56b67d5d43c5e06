import {
  boolCoreTag,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import { quote } from '../../characters.ts';
import type { Refusal } from '../../problem.ts';
import type { Scalar, ScalarNode } from './node.ts';
import { charactersRefusal, hiddenCharacter, hiddenRefusal } from './text.ts';

/** The node of a scalar event; `header` is the offset of a block text's `|` or `>`. */
export function scalarNode(text: string, event: ScalarEvent, header: number): ScalarNode {
  const { valueStart, valueEnd } = event;
  const written = getScalarValue(text, event);
  const source = event.fast ? written : text.slice(valueStart, valueEnd);
  switch (event.style) {
    case SCALAR_STYLE.PLAIN:
      return nodeOf(resolvePlain(written), source, 'plain', valueStart, valueEnd);
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return nodeOf(written, source, 'quoted', valueStart - 1, valueEnd + 1);
    default:
      return nodeOf(written, source, 'block', header, valueEnd);
  }
}

type Style = ScalarNode['style'];

// One object literal, not a spread: a spec can have hundreds of thousands of scalars, and a spread is slow and large.
function nodeOf(value: Scalar, source: string, style: Style, start: number, end: number) {
  return { kind: 'scalar', value, source, style, start, end } as const;
}

const coreTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];
/** The beginnings of null and of true and false, and what a number consists of: a network has a slash or more dots. */
const maybeNotText = /^(?:$|[~nNtTfF]|[.+\-0-9][+\-0-9a-zA-Z]*(?:\.[+\-0-9a-zA-Z]*)?$)/;

/** Reads a plain scalar with YAML 1.2's core schema. Everything else is text (`yes`, `on`, dates, `0b1`). */
export function resolvePlain(written: string): Scalar {
  if (!maybeNotText.test(written)) return written;
  for (const tag of coreTags) {
    const value = tag.resolve(written, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return written;
}

/** Why a scalar is refused: for the result of its escapes or line folds, or because it is not in NFC. */
export function scalarRefusal(node: ScalarNode, event: ScalarEvent): Refusal | undefined {
  if (typeof node.value !== 'string') return undefined;
  // Characters that the file contains unescaped were checked there, and are not reported again.
  const escaped = event.style === SCALAR_STYLE.DOUBLE_QUOTED && node.source.includes('\\');
  const impossible = escaped ? impossibleEscape(node.source) : undefined;
  if (impossible !== undefined) return impossible;
  if (escaped || node.value.includes('\n')) return madeRefusal(node.value, node.source);
  return /[^ -~]/.test(node.value) ? formRefusal(node.value) : undefined;
}

function madeRefusal(value: string, source: string): Refusal | undefined {
  const lines = value.includes('\n') ? '\n' : undefined;
  const hidden = hiddenCharacter(value, source) ?? lines;
  return hidden === undefined ? formRefusal(value) : hiddenRefusal(hidden);
}

function formRefusal(value: string): Refusal | undefined {
  const refusal = charactersRefusal(value);
  return refusal?.rule === 'not-nfc' ? refusal : undefined;
}

const lastCodePoint = 0x10ffff;

/** The parser turns `\U00110000` into other characters silently. */
function impossibleEscape(source: string): Refusal | undefined {
  for (const [written, digits] of source.matchAll(/\\(?:U([0-9a-fA-F]{8})|.)/gs)) {
    if (digits === undefined || Number.parseInt(digits, 16) <= lastCodePoint) continue;
    return {
      rule: 'no-such-character',
      message: `the escape ${quote(written)} is not a Unicode character`,
      help: 'write the character itself, or a code point up to \\U0010FFFF',
    };
  }
  return undefined;
}
