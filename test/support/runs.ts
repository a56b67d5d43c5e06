/** `npm run test:unit` tries a twentieth of what takes long; `npm test` tries all of it. */
const share = process.env['TEST_GEAR'] === 'unit' ? 20 : 1;

/** How many runs of a property, of `all`. */
export function runs(all: number): number {
  return Math.ceil(all / share);
}

/** Which of many cases of one kind: all of them, or each twentieth from `first` on. */
export function someOf<Case>(cases: readonly Case[], first = 0): Case[] {
  return cases.filter((_case, index) => (index + first) % share === 0);
}

/** What a count over all runs must come to at least, so that they prove something: a twentieth of them may have little. */
export function atLeast(all: number): number {
  return share === 1 ? all : 1;
}
