import { jsonText } from '../page/json.ts';
import { lacksJson } from '../page/lacks.ts';
import { type CheckAnswer, isClean } from './answer.ts';

/** The JSON report of `check`; schema/report.schema.json describes it. */
export function checkJson({ files, stale, lacks }: CheckAnswer): string {
  const described = files.map(({ path, state, command }) => ({ path, state, command }));
  const sites = stale.map(({ site }) => site);
  const clean = isClean(files);
  const leftOut = lacksJson(lacks);
  return jsonText({ schemaVersion: 1, clean, stale: sites, leftOut, files: described });
}
