import type { PartAccess } from '../../import/access.ts';
import { formatPortRange } from '../../net/port.ts';
import { jsonText } from '../page/json.ts';
import type { ImportAnswer } from './answer.ts';
import { keptText } from './words.ts';

/** The JSON report of `import`; schema/report.schema.json describes it. */
export function importJson(answer: ImportAnswer): string {
  const { access, kept, lost, files, format, id, title, part, rows } = answer;
  return jsonText({
    schemaVersion: 1,
    format,
    id,
    title,
    document: answer.file,
    part,
    first: answer.isFirst,
    written: answer.written,
    files,
    rows,
    recorded: answer.recorded,
    added: access.added.map(accessJson),
    removed: access.removed.map(accessJson),
    moved: access.moved.map(({ destination, except = [], ports, what, from, to }) => {
      return { destination, except, ports: ports.map(formatPortRange), what, from, to };
    }),
    rewritten: access.rewritten ?? { before: 0, after: 0 },
    kept: kept.map((each) => ({ kind: each.kind, group: each.group, text: keptText(each) })),
    lost: lost.map(({ group, destination, notes, comments }) => ({
      group,
      destination: destination ?? null,
      notes: notes.map(([key, text]) => ({ key, text })),
      comments,
    })),
    warnings: answer.warnings,
    unresolved: answer.unresolved,
    declined: answer.declined,
    refused: answer.refused,
    next: answer.next,
  });
}

function accessJson(access: PartAccess): unknown {
  const { destination, except = [], ports, tier, inspection, groups } = access;
  return { destination, except, ports: ports.map(formatPortRange), tier, inspection, groups };
}
