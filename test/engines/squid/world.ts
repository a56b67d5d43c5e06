import { expect } from '@jest/globals';
import { missingForNamespace } from '../../support/programs.ts';
import { type Answers, askLab, type Description, labPrograms, type Question } from './lab.ts';
import { type Ask, outcomeOf } from './questions.ts';
import { type SiteConfiguration, siteFiles } from './site.ts';
import { onEachSquid, type Squid } from './squid.ts';

const missing = missingForNamespace(...labPrograms);

/** A test in a lab, for each Squid. */
export const needsLab = onEachSquid(() => missing);

/** A name to what is asked and what must come of it. */
export type Case = readonly [what: string, ask: Ask, want: string];

export type World = {
  readonly bypass: string;
  readonly site: SiteConfiguration;
} & Partial<Pick<Description, 'redirect' | 'names' | 'pointers'>>;

/** Puts a file into a world of its own around a Squid and asks everything in one go. */
export function askAll(squid: Squid, world: World, asks: readonly Ask[]): Promise<Answers> {
  return askLab({
    root: squid.root,
    files: siteFiles(world.bypass, world.site),
    redirect: world.redirect ?? [],
    names: world.names ?? {},
    pointers: world.pointers ?? {},
    questions: asks.map(numbered),
  });
}

// Each question has a path of its own inside, so that none is answered with what was kept for another.
function numbered(ask: Ask, index: number): Question {
  const id = String(index);
  return { ...ask, id, ...(ask.tls && { tls: { ...ask.tls, path: `/inside/${id}` } }) };
}

/** A test for each case and Squid; a world is built once, by the first of them that runs. */
export function proveIn(world: () => World, cases: readonly Case[]): void {
  const answers = new Map<Squid, Promise<Answers>>();
  const asks = cases.map(([, ask]) => ask);
  for (const [index, [what, , want]] of cases.entries())
    needsLab(what, async (squid) => {
      const known = answers.get(squid) ?? askAll(squid, world(), asks);
      answers.set(squid, known);
      const answer = (await known).answers.get(String(index));
      if (answer === undefined) throw new Error('the lab gave no answer');
      expect(outcomeOf(answer)).toBe(want);
    });
}

/** What comes of a few questions, in their order. */
export async function outcomesIn(
  squid: Squid,
  world: World,
  asks: readonly Ask[],
): Promise<string[]> {
  const { answers } = await askAll(squid, world, asks);
  return [...answers.values()].map(outcomeOf);
}
