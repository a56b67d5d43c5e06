import { grouped } from '../../maps.ts';
import type { PageFailure } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import type { FailedCheck } from '../../review/diff/change.ts';
import { failureSentence } from '../../review/verify/report.ts';

/** Failed checks, each once with all outputs that it failed in. `out` is the name of the output directory. */
export function pageFailures(failures: readonly FailedCheck[], out: string): PageFailure[] {
  return [...grouped(failures, failureSentence)].map(([text, same]) => ({
    text,
    outputs: unique(same.map(({ site, target }) => `${site} ${target}`)),
    sites: unique(same.map(({ site }) => site)),
    targets: unique(same.map(({ target }) => target)),
    places: unique(same.flatMap((failure) => placesOf(failure, out))),
  }));
}

function placesOf({ site, decidedBy, origin }: FailedCheck, out: string): string[] {
  return [
    ...(decidedBy === null ? [] : [`${out}/${site}/${decidedBy.file}:${decidedBy.line}`]),
    ...(origin === null ? [] : [formatPlace(origin)]),
  ];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
