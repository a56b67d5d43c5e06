import { compareText, sortedUnique } from '../../net/order.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import type { Access, OutputPlace, Setting, TargetFiles } from '../../targets/reading.ts';
import type { RuledChange } from './change.ts';
import { changedQuality } from './quality.ts';
import { changedStatements, type Statement } from './statements.ts';

/** Options in the outputs of a site that differ between the two sides. No flow shows them, so each needs approval. */
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

/** The added or removed output itself, if only one side has files of the target. */
export function changedPresence(
  site: string,
  target: string,
  before: TargetFiles,
  after: TargetFiles,
): RuledChange[] {
  const [was, is] = [before, after].map((files) => presenceOf(site, target, files));
  return changedStatements(was ?? new Map(), is ?? new Map()).map((change) => ({
    ...change,
    needsApproval: true,
  }));
}

function presenceOf(site: string, target: string, files: TargetFiles): Map<string, Statement> {
  const [file] = [...files.keys()].sort(compareText);
  if (file === undefined) return new Map();
  const setting = { site, kind: 'target', target, name: target, of: null } as const;
  const at = placeOf(site, { file, line: 1 });
  return new Map([[`site ${site}: ${target}`, { value: 'generated', at, setting }]]);
}

/** Match conditions, such as App-IDs and zones, that differ for access that both sides allow. */
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
    }).map(({ destination, ports, from, to, at }) => {
      const of = `${destination} ${ports.map(formatPortRange).join(', ')}`;
      return {
        what: `site ${site}: ${target} ${of}: ${name}`,
        before: from.join(' and '),
        after: to,
        at,
        needsApproval: true,
        setting: { site, kind: 'other' as const, target, name: `${target}.${name}`, of },
      };
    }),
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
  const own = `${target}.${name}`;
  const setting = { site, kind: 'other', target, name: own, of: null } as const;
  return [`site ${site}: ${own}`, { value, at: placeOf(site, at), setting }];
}
