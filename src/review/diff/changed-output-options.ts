import { compareText, sortedUnique } from '../../net/order.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { Access, OutputPlace, Setting } from '../../targets/target.ts';
import type { RuledChange } from './change.ts';
import { changedQuality } from './quality.ts';
import { changedStatements, type Statement } from './statements.ts';

/** What the outputs of a site say of its options, where the two sides differ; no flow shows it, so each is approved. */
export function changedOutputOptions(
  site: string,
  target: string,
  before: readonly Setting[],
  after: readonly Setting[],
): RuledChange[] {
  const [was, is] = [before, after].map(
    (settings) => new Map(settings.map((setting) => statementOf(site, target, setting))),
  );
  return changedStatements(was ?? new Map(), is ?? new Map()).map((change) => ({
    ...change,
    needsApproval: true,
  }));
}

/** Through what the outputs of a site let pass what both sides open, where they differ: App-IDs, zones and the like. */
export function changedPassage(
  site: string,
  target: string,
  before: readonly Access[],
  after: readonly Access[],
): RuledChange[] {
  const all = [...before, ...after];
  const names = sortedUnique(
    all.flatMap(({ qualities = {} }) => Object.keys(qualities)),
    compareText,
  );
  return names.flatMap((name) =>
    changedQuality(before, after, {
      valueIn: ({ qualities }) => qualities?.[name]?.join(', ') ?? 'any',
      placeOf: ({ at }) => placeOf(site, at),
    }).map(({ destination, ports, from, to, at }) => ({
      what: `site ${site}: ${target} ${destination} ${ports.map(formatPortRange).join(', ')}: ${name}`,
      before: from.join(' and '),
      after: to,
      at,
      needsApproval: true,
    })),
  );
}

function placeOf(site: string, { file, line }: OutputPlace): Place {
  return { file: `${site}/${file}`, line, column: 1, length: 1 };
}

function statementOf(
  site: string,
  target: string,
  { name, value, at }: Setting,
): [string, Statement] {
  return [`site ${site}: ${target}.${name}`, { value, at: placeOf(site, at) }];
}
