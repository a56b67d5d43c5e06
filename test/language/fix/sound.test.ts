import { describe, expect, test } from '@jest/globals';
import { EditedText } from '../../../src/language/fix/edited-text.ts';
import { changesOnly } from '../../../src/language/fix/sound.ts';

const at = { file: 'a.yaml', line: 1, column: 1, length: 1 };

/** An edit of the first `from` in a text that means `to` and writes `text`. */
function editIn(original: string, from: string, to: string, text = to) {
  const start = original.indexOf(from);
  return { start, end: start + from.length, text, fix: { from, to: [to] }, at };
}

function isSound(original: string, from: string, to: string, text = to): boolean {
  const edit = editIn(original, from, to, text);
  const before = new EditedText(original);
  return changesOnly('a.yaml', before, before.with([edit]), [edit]);
}

describe('changesOnly', () => {
  test.each<[what: string, want: boolean, sound: boolean]>([
    ['a value', true, isSound('a: X\nb: y\n', 'X', 'x')],
    ['a value in quotes', true, isSound('a: X\nb: y\n', 'X', 'x', '"x"')],
    ['another value than its fix', false, isSound('a: X\nb: y\n', 'X', 'x', 'z')],
    ['a value, and adds a key', false, isSound('a: X\nb: y\n', 'X', 'x', 'x\nc: z')],
    ['a value, and adds an item', false, isSound('a: [X, y]\n', 'X', 'x', 'x, z')],
    ['a value into another item of its list', false, isSound('a: [X, x]\n', 'X', 'x')],
    ['a value into an item of another list', true, isSound('a: [X]\nb: [x]\n', 'X', 'x')],
    ['a text into a number', false, isSound('a: X\n', 'X', '1')],
    ['a key', false, isSound('X: a\n', 'X', 'x')],
    ['a value into a syntax error', false, isSound('a: X\nb: y\n', 'X', 'x', 'x: y')],
    ['an error into a value', true, isSound('a: b: c\n', 'b: c', 'b: c', '"b: c"')],
    [
      'an error into one on another line',
      true,
      isSound('a: b: c\nd: e: f\n', 'b: c', 'b: c', '"b: c"'),
    ],
    [
      'an error into one on the same line',
      false,
      isSound('a: b: c: d\n', 'b: c', 'b: c', '"b: c"'),
    ],
    ['an error, and makes one above', false, isSound('a: b\nc: d: e\n', 'b', 'b', 'b: b')],
  ])('accepts or refuses an edit that changes %s', (_what, want, sound) => {
    expect(sound).toBe(want);
  });
});

describe('EditedText', () => {
  const original = 'one two three four';
  const edits = [editIn(original, 'three', '3'), editIn(original, 'one', 'first of all')];
  const edited = new EditedText(original, edits);

  test('applies edits in the order of the text', () => {
    expect(edited.current).toBe('first of all two 3 four');
  });

  test.each(['two', 'four', ' '])('finds the original offsets of %j', (word) => {
    const start = edited.current.lastIndexOf(word);
    const found = edited.originalSpan({ start, end: start + word.length });
    expect(found && original.slice(found.start, found.end)).toBe(word);
    expect(found && edited.currentOffset(found.start)).toBe(start);
  });

  test.each(['first', 'all', '3', 'all two', 'two 3 four'])(
    'finds none for %j, which an edit made',
    (word) => {
      const start = edited.current.indexOf(word);
      expect(edited.originalSpan({ start, end: start + word.length })).toBeUndefined();
    },
  );
});
