import { expect } from '@jest/globals';
import { missingForNamespace } from '../../support/programs.ts';
import { type Answers, askLab, type Description, labPrograms, type Question } from './lab.ts';
import { type Ask, outcomeOf } from './questions.ts';
import { type SiteConfiguration, siteFiles } from './site.ts';
import { onEachSquid, type Squid } from './squid.ts';

const missing = missingForNamespace(...labPrograms);

/** A test in a test network, for each Squid. */
export const needsLab = onEachSquid(() => missing);

/** A name, with the request and the expected outcome. */
export type Case = readonly [what: string, ask: Ask, want: string];

export type World = {
  readonly bypass: string;
  readonly site: SiteConfiguration;
} & Partial<Pick<Description, 'redirect' | 'names' | 'pointers'>>;

/** Builds a separate test network around a Squid with a file, and sends all requests at once. */
export function askAll(squid: Squid, world: World, asks: readonly Ask[]): Promise<Answers> {
  return askLab({
    root: squid.root,
    files: siteFiles(world.bypass, world.site),
    redirect: world.redirect ?? [],
    names: world.names ?? {},
    pointers: world.pointers ?? {},
    questions: asks.map(numbered),
    logs: world.site.logformat !== undefined,
  });
}

// Each request has a different path inside, so that none is answered from the cache of another.
function numbered(ask: Ask, index: number): Question {
  const id = String(index);
  return { ...ask, id, ...(ask.tls && { tls: { ...ask.tls, path: `/inside/${id}` } }) };
}

/** A test for each case and Squid; the first one that runs builds the test network. */
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

/** The outcomes of a few requests, in order. */
export async function outcomesIn(
  squid: Squid,
  world: World,
  asks: readonly Ask[],
): Promise<string[]> {
  const { answers } = await askAll(squid, world, asks);
  return [...answers.values()].map(outcomeOf);
}
