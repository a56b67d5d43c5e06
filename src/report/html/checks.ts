import { grouped } from '../../maps.ts';
import type { PageFailure } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import type { FailedIn } from '../../review/verify/failed-flows.ts';
import { failureSentence } from '../../review/verify/report.ts';

/** Failed checks, each once with all outputs that it failed in. `out` is the name of the output directory. */
export function pageFailures(failures: readonly FailedIn[], out: string): PageFailure[] {
  return [...grouped(failures, failureSentence)].map(([text, same]) => ({
    text,
    outputs: same.map(({ site, target, decidedBy }) => ({
      site,
      target,
      place: decidedBy && `${out}/${site}/${decidedBy.file}:${decidedBy.line}`,
    })),
    isBefore: same.some(({ isOfBase }) => isOfBase === true),
    places: [
      ...new Set(same.flatMap(({ origin }) => (origin === null ? [] : formatPlace(origin)))),
    ],
  }));
}
