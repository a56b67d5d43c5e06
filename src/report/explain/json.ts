import { formatPortRange } from '../../net/port.ts';
import type { Origin } from '../../policy/types.ts';
import type {
  OpenPorts,
  OutputExplanation,
  SiteExplanation,
} from '../../review/explain/explanation.ts';
import { givenJson } from '../page/given.ts';
import { annotationsJson, jsonText, placeJson } from '../page/json.ts';
import type { ExplainAnswer, OpenAnswer } from './answer.ts';

/** The JSON report of `explain`. schema/report.schema.json describes it. */
export function explainJson({ explanation, out }: ExplainAnswer): string {
  const { flow, sites } = explanation;
  const entries = sites.map((site) => [site.site, siteJson(site, `${out}/${site.site}`)]);
  const allowed = sites.some(({ rules }) => rules.length > 0);
  const answer = { schemaVersion: 1, flow: flow.text, allowed, sites: Object.fromEntries(entries) };
  return jsonText(answer);
}

/** The JSON report of `explain` for a host without a port. */
export function openJson({ explanation, out }: OpenAnswer): string {
  const { host, sites } = explanation;
  const entries = sites.map(({ site, open, remarks }) => {
    const parts = open.map((each) => openJsonOf(each, `${out}/${site}`));
    const isAllowed = parts.some(({ allowed }) => allowed);
    return [site, { allowed: isAllowed, remarks, open: parts }] as const;
  });
  const allowed = entries.some(([, site]) => site.allowed);
  return jsonText({ schemaVersion: 1, host, allowed, sites: Object.fromEntries(entries) });
}

function openJsonOf({ ports, path, flow, site }: OpenPorts, folder: string) {
  return { ports: ports.map(formatPortRange), path, flow: flow.text, ...siteJson(site, folder) };
}

function siteJson(site: SiteExplanation, folder: string) {
  const { rules, origins, remarks, whyNot, nearest, outputs } = site;
  const [first] = rules;
  return {
    allowed: first !== undefined,
    rule: first?.id ?? null,
    rules: rules.map(({ id }) => id),
    groups: [...new Set(origins.map(({ group }) => group.id))],
    tier: first?.tier ?? null,
    inspection: first?.inspection ?? null,
    origins: origins.map(originJson),
    remarks,
    whyNot: whyNot.map(({ kind, message, origins: about }) => {
      return { kind, message, origins: about.map(originJson) };
    }),
    nearest,
    targets: Object.fromEntries(
      outputs.map((output) => [output.target, outputJson(output, folder)]),
    ),
  };
}

function originJson({ endpoint, group, service }: Origin): unknown {
  const { written, source, place } = endpoint;
  return {
    ...placeJson(place),
    written,
    ...givenJson(endpoint),
    service: service.name,
    group: group.id,
    tier: group.tier,
    document: source?.document ?? null,
    section: source?.section ?? null,
    ...annotationsJson(endpoint),
  };
}

function outputJson(output: OutputExplanation, folder: string): unknown {
  const { verdict, coverage, reason, at, widens, differs } = output;
  return {
    verdict,
    coverage,
    reason,
    file: at === null ? null : `${folder}/${at.file}`,
    line: at === null ? null : at.line,
    widens: widens && originJson(widens),
    differs,
  };
}
