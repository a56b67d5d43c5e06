import { getOrAdd } from '../maps.ts';

/**
 * One label of a host, which may contain `*`. A `*` that is the whole label matches one or more characters; a `*`
 * inside a label matches any number of characters except underscores.
 */
export type Label = {
  readonly text: string;
  readonly hasStar: boolean;
  /** The characters before the first star, and after the last one. */
  readonly head: string;
  readonly tail: string;
};

/** Reads a label of a valid host. */
export function labelOf(text: string): Label {
  const star = text.indexOf('*');
  if (star < 0) return { text, hasStar: false, head: text, tail: text };
  return {
    text,
    hasStar: true,
    head: text.slice(0, star),
    tail: text.slice(text.lastIndexOf('*') + 1),
  };
}

/** Whether a text matches both labels. */
export function labelsMeet(a: Label, b: Label): boolean {
  if (a.text === '*' || b.text === '*') return true;
  if (!a.hasStar && !b.hasStar) return a.text === b.text;
  if (!headsFit(a, b) || !tailsFit(a, b)) return false;
  const needsSteps = !a.hasStar || !b.hasStar || a.text.includes('_') || b.text.includes('_');
  // Without underscores, two stars can match everything between the longer head and the longer tail.
  return !needsSteps || meetInSteps(a.text, b.text);
}

function headsFit(a: Label, b: Label): boolean {
  return a.head.startsWith(b.head) || b.head.startsWith(a.head);
}

function tailsFit(a: Label, b: Label): boolean {
  return a.tail.endsWith(b.tail) || b.tail.endsWith(a.tail);
}

/** The same, by all pairs of positions that a common text can reach. */
function meetInSteps(a: string, b: string): boolean {
  let row: boolean[] = [];
  for (let left = 0; left <= a.length; left += 1) {
    const next: boolean[] = [];
    for (let right = 0; right <= b.length; right += 1) {
      next[right] =
        (left === 0 && right === 0) ||
        (left > 0 && row[right] === true && passes(a[left - 1], b[right])) ||
        (right > 0 && next[right - 1] === true && passes(b[right - 1], a[left])) ||
        (left > 0 && right > 0 && row[right - 1] === true && a[left - 1] === b[right - 1]);
    }
    row = next;
  }
  return row[b.length] === true;
}

/** Whether a character of one label is passed alone: a star matches nothing, or the other label is at a star. */
function passes(character: string | undefined, other: string | undefined): boolean {
  return character === '*' || (other === '*' && character !== '_');
}

/** Whether `outer` matches every text that `inner` matches. */
export function labelCovers(outer: Label, inner: Label): boolean {
  if (outer.text === '*' || outer.text === inner.text) return true;
  if (inner.text === '*' || !outer.hasStar) return false;
  if (!inner.head.startsWith(outer.head) || !inner.tail.endsWith(outer.tail)) return false;
  // A star of `inner` matches a long run of any letter. At most four parts of `outer` are between its stars, so there is
  // a letter with which no part begins or ends. No part overlaps a run of it: only a star of `outer` matches the run.
  return expressionOf(outer).test(inner.text);
}

// Many labels are compared with the same few, and an expression is slow to compile.
const expressions = new WeakMap<Label, RegExp>();

/** The expression of a label, in which a star also matches a star. */
function expressionOf(label: Label): RegExp {
  return getOrAdd(
    expressions,
    label,
    () => new RegExp(`^${label.text.replaceAll('*', '[a-z0-9*-]*')}$`),
  );
}
