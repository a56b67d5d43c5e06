import { describe, expect, test } from '@jest/globals';
import { visible, withoutCommands } from '../../src/characters.ts';

describe('text in the log of a workflow', () => {
  test.each([
    ['::error::x', '<U+003A>:error::x'],
    ['a\n  ::add-mask::x', 'a\n  <U+003A>:add-mask::x'],
    ['\u00a0::stop-commands::x', '\u00a0<U+003A>:stop-commands::x'],
    ['::ERROR::x', '<U+003A>:ERROR::x'],
    ['a ::error::x', 'a ::error::x'],
    ['::1 and ::/0', '::1 and ::/0'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::dead:beef', '::dead:beef'],
  ])('prints %j as %j', (given, want) => {
    expect(withoutCommands(given)).toBe(want);
  });

  test('escapes the old form of a command at any position', () => {
    expect(visible('a ##[group]b ## c #[d')).toBe('a <U+0023>#[group]b ## c #[d');
  });
});
