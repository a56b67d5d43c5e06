import { formatNetwork } from '../../net/network.ts';
import { formatPortRange } from '../../net/port.ts';
import type { EntryCoverage, ListEntry } from '../../review/list/entries.ts';
import { givenJson } from '../page/given.ts';
import { annotationsJson, jsonText, placeJson } from '../page/json.ts';
import type { ListAnswer } from './answer.ts';

/** The JSON report of `list`. schema/report.schema.json describes it. */
export function listJson({ entries, targets }: ListAnswer): string {
  return jsonText({ schemaVersion: 1, targets, entries: entries.map(entryJson) });
}

function entryJson(entry: ListEntry): unknown {
  const { site, rule, destination, path, ports, clients, origin, coverage } = entry;
  const { endpoint, group, service } = origin;
  return {
    site,
    tier: group.tier,
    group: group.id,
    rule: rule.id,
    destination,
    path: path ?? null,
    written: endpoint.written,
    ...givenJson(endpoint),
    service: service.name,
    application: service.application,
    ports: ports.map(formatPortRange),
    clients: clients.map(formatNetwork),
    inspection: rule.inspection,
    document: endpoint.source?.document ?? null,
    section: endpoint.source?.section ?? null,
    ...annotationsJson(endpoint),
    list: endpoint.list ?? null,
    spec: placeJson(endpoint.place),
    coverage: Object.fromEntries(coverage.map((each) => [each.target, coverageJson(each)])),
  };
}

function coverageJson({ kind, reason, clients }: EntryCoverage): unknown {
  return { kind, reason, clients: clients.map(formatNetwork) };
}
