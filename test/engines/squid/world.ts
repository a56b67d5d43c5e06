import { expect } from '@jest/globals';
import { needsNamespace } from '../../support/programs.ts';
import { squidProgram } from '../../targets/squid/squid.ts';
import { type Answers, askLab, type Description, labPrograms, type Question } from './lab.ts';
import { type Ask, outcomeOf } from './questions.ts';
import { type SiteConfiguration, siteFiles } from './site.ts';

export const needsLab = needsNamespace(squidProgram, ...labPrograms);

/** A name to what is asked and what must come of it. */
export type Case = readonly [what: string, ask: Ask, want: string];

export type World = {
  readonly bypass: string;
  readonly site: SiteConfiguration;
} & Partial<Pick<Description, 'redirect' | 'names' | 'pointers'>>;

/** Puts a file into a world of its own and asks everything in one go. */
export function askAll(world: World, asks: readonly Ask[]): Promise<Answers> {
  return askLab({
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

/** A test for each case; the world is built once, by the first of them that runs. */
export function proveIn(world: () => World, cases: readonly Case[]): void {
  let answers: Promise<Answers> | undefined;
  for (const [index, [what, , want]] of cases.entries())
    needsLab(what, async () => {
      answers ??= askAll(
        world(),
        cases.map(([, ask]) => ask),
      );
      const answer = (await answers).answers.get(String(index));
      if (answer === undefined) throw new Error('the lab gave no answer');
      expect(outcomeOf(answer)).toBe(want);
    });
}

/** What comes of a few questions, in their order. */
export async function outcomesIn(world: World, asks: readonly Ask[]): Promise<string[]> {
  const { answers } = await askAll(world, asks);
  return [...answers.values()].map(outcomeOf);
}
