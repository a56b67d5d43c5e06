import type { LiveStatement } from '../../review/live/compare.ts';
import { isDrift, type LiveReport } from '../../review/live/compare.ts';
import { gainJson, lossJson } from '../diff/json.ts';
import { jsonText } from '../page/json.ts';

/** The JSON report of `check --live`; schema/report.schema.json describes it. */
export function liveJson(report: LiveReport): string {
  const { site, target, dumps, gained, lost, differences, notes, lineAt } = report;
  return jsonText({
    schemaVersion: 1,
    drift: isDrift(report),
    site,
    target,
    dumps,
    gained: gained.map((gain) => ({ ...gainJson(gain), line: gain.at && lineAt(gain.at) })),
    lost: lost.map(lossJson),
    differences: differences.map(statementJson),
    notes: notes.map(statementJson),
  });
}

function statementJson({ message, at, text }: LiveStatement): unknown {
  return { message, at, line: text };
}
