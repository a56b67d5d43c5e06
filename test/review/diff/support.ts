import { loadExceptions } from '../../../src/language/exceptions/load.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import type { ComparedSpec, DiffReport } from '../../../src/review/diff/change.ts';
import { diff } from '../../../src/review/diff/diff.ts';
import { loadFiles, type MemoryFiles, memoryReader } from '../../support/load.ts';
import { must } from '../../support/policy.ts';

/** The parts of a small spec that a test changes, as YAML. */
export type Parts = {
  readonly top?: string;
  readonly domains?: string;
  /** Further documents. */
  readonly documents?: string;
  readonly services?: string;
  readonly endpoints?: readonly string[];
  readonly groups?: string;
  readonly site?: string;
  readonly targets?: string;
  readonly sites?: string;
  readonly tests?: string;
  readonly exceptions?: string;
  /** Lists. */
  readonly files?: MemoryFiles;
};

/** A spec of one group and one site. */
function specText(parts: Parts = {}): string {
  const {
    endpoints = ['{ host: www.example.com, service: https }'],
    targets = '{ iptables: {} }',
  } = parts;
  return [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    ...(parts.top === undefined ? [] : [parts.top]),
    'documents:',
    `  guide: { title: Guide, publisher: Example, domains: [${parts.domains ?? 'example.com'}] }`,
    ...(parts.documents === undefined ? [] : [parts.documents]),
    'services:',
    '  dns: { ports: [udp/53, tcp/53], application: dns }',
    '  http: { ports: [tcp/80], application: http }',
    '  https: { ports: [tcp/443], application: tls }',
    '  wide: { ports: [tcp/443-445], application: tls }',
    '  clear: { ports: [tcp/443-445], application: http }',
    ...(parts.services === undefined ? [] : [parts.services]),
    'groups:',
    '  - id: web',
    '    title: Web',
    '    tier: required',
    '    source: { document: guide, section: Hosts }',
    '    endpoints:',
    ...endpoints.map((endpoint) => `      - ${endpoint}`),
    ...(parts.groups === undefined ? [] : [parts.groups]),
    'sites:',
    '  branch:',
    parts.site ??
      '    { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required, recommended], targets: TARGETS }'.replace(
        'TARGETS',
        targets,
      ),
    ...(parts.sites === undefined ? [] : [parts.sites]),
    ...(parts.tests === undefined ? [] : ['tests:', parts.tests]),
    '',
  ].join('\n');
}

function filesOf(parts: Parts): MemoryFiles {
  const exceptions = parts.exceptions === undefined ? {} : { 'exceptions.yaml': parts.exceptions };
  return { ...parts.files, 'spec.yaml': specText(parts), ...exceptions };
}

/** A side of a comparison. */
function side(files: MemoryFiles): ComparedSpec {
  const { spec } = must(loadFiles(files));
  return {
    spec,
    policies: must(compileSites(spec)),
    exceptions: must(loadExceptions(memoryReader(files), 'spec.yaml')).exceptions,
    digest: JSON.stringify(files),
  };
}

/** Nothing is committed on either side. */
const noOutputs = { outputs: [], unknown: [], verified: null, baseDigest: '', headDigest: '' };

/** What differs between the two, without outputs. */
export function compare(base: Parts, head: Parts, asOf?: string): DiffReport {
  return compareFiles(filesOf(base), filesOf(head), asOf);
}

/** The same for whole files. */
export function compareFiles(base: MemoryFiles, head: MemoryFiles, asOf?: string): DiffReport {
  return diff(side(base), side(head), noOutputs, asOf, '1.0.0');
}
