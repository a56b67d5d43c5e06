import type { Setting } from '../../targets/target.ts';
import type { RuledChange } from './change.ts';
import { changedFacts, type Fact } from './facts.ts';

/** What the outputs of a site say of its options, where the two sides differ; no flow shows it, so each is approved. */
export function changedSaid(
  site: string,
  target: string,
  before: readonly Setting[],
  after: readonly Setting[],
): RuledChange[] {
  const [was, is] = [before, after].map(
    (settings) => new Map(settings.map((setting) => factOf(site, target, setting))),
  );
  return changedFacts(was ?? new Map(), is ?? new Map()).map((change) => ({
    ...change,
    needsApproval: true,
  }));
}

function factOf(site: string, target: string, { name, value, at }: Setting): [string, Fact] {
  const place = { file: `${site}/${at.file}`, line: at.line, column: 1, length: 1 };
  return [`site ${site}: ${target}.${name}`, { value, at: place }];
}
