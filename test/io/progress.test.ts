import { describe, expect, test } from '@jest/globals';
import { hasProgress, ProgressLine } from '../../src/io/progress.ts';

const erased = '\r\u001b[K';

/** A line on a terminal of this width, and a function that shows an item at a moment and returns what is written. */
function lineOn(columns?: number) {
  const written: string[] = [];
  let now = 0;
  const screen = { columns, write: (text: string) => written.push(text) };
  const line = new ProgressLine(screen, () => now);
  const take = () => written.splice(0).join('');
  const showAt = (moment: number, item = 312, total = 10_000, phase = 'Rendering sites') => {
    now = moment;
    line.show(phase, item, total);
    return take();
  };
  const erase = () => {
    line.erase();
    return take();
  };
  return { showAt, erase };
}

describe('the progress line', () => {
  test('appears after a second, and is written again at most ten times a second', () => {
    const { showAt } = lineOn();
    expect([0, 999].map((moment) => showAt(moment))).toEqual(['', '']);
    expect(showAt(1000)).toBe('\rRendering sites: 312 of 10,000\u001b[K');
    expect([1001, 1099].map((moment) => showAt(moment))).toEqual(['', '']);
    expect(showAt(1100, 313)).toBe('\rRendering sites: 313 of 10,000\u001b[K');
    const shown = Array.from({ length: 5000 }, (_, item) => showAt(2000 + item, item));
    expect(shown.filter((text) => text !== '')).toHaveLength(50);
  });

  test('is erased once, and only if it is shown', () => {
    const { showAt, erase } = lineOn();
    showAt(500);
    expect(erase()).toBe('');
    showAt(1000);
    expect([erase(), erase()]).toEqual([erased, '']);
    expect(showAt(1200)).not.toBe('');
    expect(erase()).toBe(erased);
  });

  test.each([
    [undefined, 'Rendering sites: 312 of 10,000'],
    [31, 'Rendering sites: 312 of 10,000'],
    [30, 'Rendering sites: 312 of 10,00'],
    [10, 'Rendering'],
    [1, ''],
    [0, ''],
  ])('fits on a terminal of %p columns without its last one', (columns, text) => {
    expect(lineOn(columns).showAt(1000)).toBe(`\r${text}\u001b[K`);
  });

  test.each([
    [1, '1 of 1'],
    [999, '999 of 999'],
    [1000, '1,000 of 1,000'],
    [1_234_567, '1,234,567 of 1,234,567'],
  ])('groups the digits of %i', (number, text) => {
    expect(lineOn().showAt(1000, number, number, 'Sites')).toBe(`\rSites: ${text}\u001b[K`);
  });

  test('writes nothing without a screen', () => {
    const line = new ProgressLine(undefined, () => {
      throw new Error('no clock is needed');
    });
    line.show('Sites', 1, 2);
    line.erase();
  });
});

test.each([
  ['a terminal', true, { TERM: 'xterm' }, true],
  ['a terminal without color', true, { TERM: 'xterm', NO_COLOR: '1' }, true],
  ['a terminal without a name', true, {}, true],
  ['a terminal that cannot erase', true, { TERM: 'dumb' }, false],
  ['a terminal in CI', true, { TERM: 'xterm', CI: 'true' }, false],
  ['a terminal with an empty CI', true, { CI: '' }, true],
  ['a pipe', false, { TERM: 'xterm' }, false],
])('progress on %s: %#', (_what, isTerminal, environment, want) => {
  expect(hasProgress(isTerminal, environment)).toBe(want);
});
