import { type Finding, sentenceOf } from '../../../src/review/findings/finding.ts';
import { lintSpec } from '../../../src/review/findings/lint.ts';
import { ruleInfo } from '../../../src/review/findings/registry.ts';
import { loadFiles, type MemoryFiles, type SpecParts, specText } from '../../support/load.ts';
import { must } from '../../support/policy.ts';

/** The findings of a small spec made of the given parts. `others` are further files next to it. */
export function findingsOf(parts: SpecParts, asOf?: string, others: MemoryFiles = {}): Finding[] {
  const { spec } = must(loadFiles({ 'spec.yaml': specText(parts), ...others }));
  return must(lintSpec(spec, asOf));
}

/** The findings of one rule about such a spec, each as `line: sentence`. */
export function raised(rule: string, parts: SpecParts, asOf?: string): string[] {
  // Throws for a mistyped id, which would find nothing, as many tests expect.
  const { id } = ruleInfo(rule);
  return findingsOf(parts, asOf)
    .filter((finding) => finding.rule === id)
    .map((finding) => `${finding.at.line}: ${sentenceOf(finding)}`);
}

/** The findings of one rule about a spec of these endpoints, without their lines. */
export function raisedFor(rule: string, endpoints: readonly string[]): string[] {
  return raised(rule, { services, endpoints }).map((each) => each.replace(/^\d+: /, ''));
}

/** Services of every application. */
export const services = [
  '  dns: { ports: [udp/53, tcp/53], application: dns }',
  '  http: { ports: [tcp/80], application: http }',
  '  https: { ports: [tcp/443], application: tls }',
  '  mail: { ports: [tcp/587], application: other }',
  '  ftp: { ports: [tcp/21], application: other }',
  '  web: { ports: [tcp/8080], application: http }',
  '  media: { ports: [udp/50000-50016], application: other }',
  '  few: { ports: [udp/50000-50015], application: other }',
  '  all: { ports: [tcp/1-65535], application: other }',
  '  signals: { ports: [sctp/2000-2016], application: other }',
  '  ping: { protocols: [icmp-echo], application: other }',
  '  ipsec: { protocols: [ah, esp], application: other }',
  '  vpn: { ports: [udp/500], protocols: [esp], application: other }',
].join('\n');
