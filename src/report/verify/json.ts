import type { TargetReport } from '../../review/verify/report.ts';
import { jsonText, placeJson } from '../page/json.ts';
import { lacksJson } from '../page/lacks.ts';
import type { VerifyAnswer } from './answer.ts';

/** The JSON report of `verify`; schema/report.schema.json describes it. */
export function verifyJson({ report, out }: VerifyAnswer): string {
  const sites = [...report.sites].map(([site, targets]) => {
    const reports = [...targets].map(([target, each]) => [target, targetJson(each, out, site)]);
    return [site, Object.fromEntries(reports)];
  });
  const { checked, passed, failed } = report;
  const stale = report.folder.stale.map(({ site }) => site);
  const unknown = report.folder.unknown.map(({ path, command }) => ({ path, command }));
  return jsonText({
    schemaVersion: 1,
    checked,
    passed,
    failed,
    stale,
    unknown,
    leftOut: lacksJson(report.folder.lacks),
    sites: Object.fromEntries(sites),
  });
}

function targetJson({ failed, ...counts }: TargetReport, out: string, site: string): unknown {
  return {
    ...counts,
    failed: failed.map(({ flow, expected, got, decidedBy, origin, check }) => ({
      flow,
      expected,
      got,
      decidedBy: decidedBy && { ...decidedBy, file: `${out}/${site}/${decidedBy.file}` },
      origin: origin && placeJson(origin),
      check,
    })),
  };
}
