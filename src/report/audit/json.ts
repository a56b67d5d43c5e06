import {
  type AuditRemark,
  type DigestFinding,
  type ExtraFinding,
  isFailing,
  type MissingFinding,
  type SpecSide,
  type TierFinding,
} from '../../audit/report.ts';
import { formatPortRange, type PortRange } from '../../net/port.ts';
import { jsonText, placeJson } from '../page/json.ts';
import type { AuditAnswer } from './answer.ts';
import { digestHelp } from './words.ts';

/** The JSON report of `audit`. schema/report.schema.json describes it. */
export function auditJson(answer: AuditAnswer): string {
  const { report, document, warnings } = answer;
  const { id, digest, missing, tiers, extra, remarks, counts } = report;
  return jsonText({
    schemaVersion: 1,
    agrees: !isFailing(report),
    document: { id: id ?? null, file: document },
    hasPorts: report.hasPorts,
    counts,
    digest: digest === undefined ? null : digestJson(digest, answer),
    missing: missing.map(missingJson),
    tiers: tiers.map(tierJson),
    extra: extra.map(extraJson),
    remarks: remarks.map(remarkJson),
    warnings,
  });
}

function digestJson(digest: DigestFinding, answer: AuditAnswer) {
  const { listed, actual, at } = digest;
  return { listed, actual, help: digestHelp(digest, answer), ...placeJson(at) };
}

function missingJson({ kind, subject, ports, message, help, rows, near }: MissingFinding) {
  return { kind, subject, ports: portsJson(ports), message, help, rows, near: sideJson(near) };
}

function tierJson({
  subject,
  ports,
  documentTier,
  specTier,
  message,
  help,
  rows,
  endpoint,
}: TierFinding) {
  const tiers = { documentTier, specTier };
  return {
    subject,
    ports: portsJson(ports),
    ...tiers,
    message,
    help,
    rows,
    endpoint: sideJson(endpoint),
  };
}

function extraJson({ kind, endpoint, ports, message, help, near, rows }: ExtraFinding) {
  const sides = { endpoint: sideJson(endpoint), near: near ?? null, rows };
  return { kind, subject: endpoint.written, ports: portsJson(ports), message, help, ...sides };
}

function remarkJson({ kind, subject, ports, message, rows, spec }: AuditRemark) {
  return { kind, subject, ports: portsJson(ports), message, rows, spec: sideJson(spec) };
}

function portsJson(ports: readonly PortRange[]): string[] {
  return ports.map(formatPortRange);
}

function sideJson(side: SpecSide | undefined) {
  return side === undefined
    ? null
    : { written: side.written, owner: side.owner, ...placeJson(side.at) };
}
