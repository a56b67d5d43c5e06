/** `npm run test:unit` runs a twentieth of slow cases; `npm test` runs all. */
const share = process.env['TEST_GEAR'] === 'unit' ? 20 : 1;

/** False in the unit gear, whose few runs may not show what is rare. */
export const triesAll = share === 1;

/** The number of runs of a property; `all` is the full number. */
export function runs(all: number): number {
  return Math.ceil(all / share);
}

/** All cases, or every twentieth beginning with `first`. */
export function someOf<Case>(cases: readonly Case[], first = 0): Case[] {
  return cases.filter((_case, index) => (index + first) % share === 0);
}

/** The minimum of a count over all runs, so that they prove something. A twentieth of the runs may count none. */
export function atLeast(all: number): number {
  return triesAll ? all : -1;
}
