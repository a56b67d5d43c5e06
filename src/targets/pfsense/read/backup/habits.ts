import type { XmlHabits } from '../../../../xml.ts';

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
};

/**
 * How pfSense reads config.xml: it compares names without their case, keeps blanks around a text, so that "block " is no
 * denial, joins lines, and decodes entities a second time.
 */
export const habits: XmlHabits = {
  nameOf: (name) => name.toLowerCase(),
  textOf(text) {
    const lines = text.split('\n').map((line) => line.replace(/^[\t\r]+|[\t\r]+$/g, ''));
    const joined = lines.join('');
    return /^ *$/.test(joined) ? '' : joined.replace(/&(#?[a-z0-9]{1,8});/gi, decoded);
  },
};

function decoded(whole: string, name: string): string {
  const [, sign, digits = ''] = /^#(x?)([0-9a-f]+)$/i.exec(name) ?? [];
  if (sign === undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
  const code = Number.parseInt(digits, sign === '' ? 10 : 16);
  return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
