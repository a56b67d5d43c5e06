import type { Tier } from '../../language/types.ts';

const negated =
  /\b(?:not|nicht)[ -](?:strictly |unbedingt )?(?:required|mandatory|necessary|needed|erforderlich|notwendig|ben\u00f6tigt)|\b(?:un|non-)(?:required|mandatory|necessary)/g;

const words: readonly (readonly [Tier, RegExp])[] = [
  ['required', /\b(?:required|mandatory|erforderlich|notwendig|zwingend|pflicht|ben\u00f6tigt)/],
  ['recommended', /\b(?:recommended|empfohlen)/],
  ['optional', /\boptional/],
];

/** The tier that words name, in English or German; undefined if they name none or several. */
export function tierIn(text: string): Tier | undefined {
  const plain = text.toLowerCase().replaceAll(negated, 'optional');
  const [tier, ...more] = words.flatMap(([tier, word]) => (word.test(plain) ? [tier] : []));
  return more.length === 0 ? tier : undefined;
}
