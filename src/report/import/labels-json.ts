import { jsonText } from '../page/json.ts';
import type { LabelsAnswer } from './answer.ts';

/** The JSON report of `import --labels`; schema/report.schema.json describes it. */
export function labelsJson({ file, rows, labels }: LabelsAnswer): string {
  return jsonText({ schemaVersion: 1, document: file, rows, labels });
}
