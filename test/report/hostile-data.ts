import type { AuditReport } from '../../src/audit/report.ts';
import { loadExceptions } from '../../src/language/exceptions/load.ts';
import type { Spec } from '../../src/language/types.ts';
import { parseFlow } from '../../src/net/flow.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import type { Policy } from '../../src/policy/types.ts';
import type { Problem } from '../../src/problem.ts';
import type { ImportAnswer } from '../../src/report/import/answer.ts';
import type { ComparedSpec, DiffReport } from '../../src/review/diff/change.ts';
import { diff } from '../../src/review/diff/diff.ts';
import { explain } from '../../src/review/explain/explain.ts';
import type { Explanation } from '../../src/review/explain/explanation.ts';
import { except } from '../../src/review/findings/except.ts';
import type { Finding } from '../../src/review/findings/finding.ts';
import { lintSpec } from '../../src/review/findings/lint.ts';
import type { LiveReport } from '../../src/review/live/compare.ts';
import type { VerifyReport } from '../../src/review/verify/report.ts';
import { loadFiles, memoryReader } from '../support/load.ts';
import { must } from '../support/policy.ts';

/** Words that stand for what somebody writes; each a field of its own. */
export const fields = [
  'zzfile',
  'zzlist',
  'zzspectitle',
  'zzowner',
  'zzdocument',
  'zzpublisher',
  'zzsection',
  'zzgroup',
  'zzpurpose',
  'zznote',
  'zzticket',
  'zzrequester',
  'zzpath',
  'zzunresolved',
  'zztest',
  'zzoption',
  'zzreason',
  'zzdecision',
  'zzapprover',
  'zzendpoint',
  'zzmessage',
  'zzhelp',
  'zzsource',
  'zzflow',
  'zzgot',
  'zzcheck',
  'zzout',
  'zzguide',
  'zzwords',
  'zzsubject',
  'zzwarning',
  'zzdump',
  'zzhost',
  'zzdate',
  'zzdeviceline',
] as const;

const file = 'zzfile.yaml';

const common = `version: 1
name: demo
prefix: dmo
documents:
  guide: { title: TITLE, publisher: PUBLISHER, domains: [example.com] }
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
`;

const base = `${common.replace('TITLE', 'old').replace('PUBLISHER', 'old')}title: old
owner: old
groups:
  - id: web
    title: old
    tier: required
    purpose: old
    source: { document: guide, section: old }
    endpoints:
      - { host: www.example.com, service: https, note: old, ticket: old, requester: old }
      - { host: gone.example.com, services: [http, https], note: zznote, ticket: zzticket, requester: zzrequester }
unresolved:
  - { id: more, kind: silent, text: old }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets: { iptables: {}, pac: { proxy: "PROXY a.example.net:3128" }, paloalto: { from: trust, to: untrust, position: top, logSetting: old } }
tests:
  - { name: zztest, deny: ["https://evil.example/"] }
`;

const head = `${common.replace('TITLE', 'zzdocument').replace('PUBLISHER', 'zzpublisher')}title: zzspectitle
owner: zzowner
groups:
  - id: web
    title: zzgroup
    tier: required
    purpose: zzpurpose
    source: { document: guide, section: zzsection }
    endpoints:
      - { host: www.example.com, services: [http, https], note: zznote, ticket: zzticket, requester: zzrequester }
      - { url: "http://docs.example.org/zzpath", printed: { url: "http://docs.example.org/zzpath" } }
      - { list: zzlist.txt, service: https, ticket: zzticket }
      - { to: any, service: https, note: zznote }
unresolved:
  - { id: more, kind: silent, text: zzunresolved }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: any
    enforce: closed
    tiers: [required]
    targets: { iptables: {}, pac: { proxy: "PROXY a.example.net:3128" }, paloalto: { from: trust, to: untrust, position: top, logSetting: zzoption } }
tests:
  - { name: zztest, deny: ["https://worse.example/"] }
`;

function exceptions(endpoint: string): string {
  return `version: 1
exceptions:
  - { rule: cleartext, endpoint: ${endpoint}, reason: zzreason, ticket: zzdecision, approvedBy: zzapprover, until: 2027-06-30 }
  - { rule: third-party-domain, endpoint: list.example.org, reason: zzreason, ticket: zzdecision, approvedBy: zzapprover, until: 2027-06-30 }
`;
}

function sideOf(spec: string, endpoint: string): ComparedSpec {
  const files = {
    [file]: spec,
    'zzlist.txt': 'list.example.org\n',
    'exceptions.yaml': exceptions(endpoint),
  };
  const loaded = must(loadFiles(files, file));
  return {
    spec: loaded.spec,
    policies: must(compileSites(loaded.spec)),
    exceptions: must(loadExceptions(memoryReader(files), file)).exceptions,
    digest: spec,
  };
}

const [before, after] = [sideOf(base, 'www.example.com'), sideOf(head, 'zzendpoint')];

const compared = diff(
  before,
  after,
  {
    outputs: [
      { path: 'zzout/rules', state: 'changed', added: 1, removed: 2, digest: 'abc' },
      { path: 'branch/gone', state: 'removed', added: 0, removed: 2, digest: null },
    ],
    unknown: ['zzstray/rules'],
    verified: {
      checked: 3,
      failures: [
        {
          site: 'branch',
          target: 'iptables',
          flow: 'https://zzendpoint/',
          expected: 'allow',
          got: 'deny',
          decidedBy: { file: 'zzout/rules', line: 3 },
          origin: null,
          check: 'endpoint',
        },
      ],
      stale: ['branch'],
    },
    baseDigest: '',
    headDigest: '',
  },
  undefined,
  '1.0.0',
);

/** A change that has something in every part of the report, access that only an output gives among it. */
export const change: DiffReport = {
  ...compared,
  sites: new Map(
    [...compared.sites].map(([site, own]) => [
      site,
      {
        ...own,
        gained: [
          ...own.gained,
          ...own.gained.slice(0, 1).map((gain) => ({
            ...gain,
            origins: [],
            tier: null,
            output: 'iptables',
            at: { file: 'iptables/zzout', line: 7 },
          })),
        ],
        moved: [
          {
            destination: 'www.example.com/zzpath',
            ports: [],
            from: 'required' as const,
            to: 'optional' as const,
            at: { file, line: 1, column: 1, length: 1 },
          },
        ],
      },
    ]),
  ),
  approvals: [...compared.approvals, { what: 'says zzmessage', help: 'zzhelp' }],
};

export const findings: readonly Finding[] = [
  ...except(must(lintSpec(after.spec, undefined)), before.exceptions, undefined).findings,
  {
    rule: 'enforced-wider',
    severity: 4,
    message: 'says zzmessage',
    help: 'zzhelp',
    subject: 'zzendpoint',
    at: { file, line: 9, column: 3, length: 4 },
    scope: {},
    exception: null,
  },
];

export const spec: Spec = after.spec;
export const policies: readonly Policy[] = after.policies;

export const explanation: Explanation = explain(must(parseFlow('http://docs.example.org/zzpath')), {
  spec: after.spec,
  policies: after.policies,
  sites: undefined,
  filesOf: () => undefined,
});

export const problems: readonly Problem[] = [
  {
    rule: 'odd-thing',
    message: 'says zzmessage',
    help: 'zzhelp',
    at: { file, line: 2, column: 3, length: 4 },
  },
];
export const source = 'one\nab zzsource\n';

export const verified: VerifyReport = {
  checked: 2,
  passed: 0,
  failed: 2,
  folder: {
    lacks: [{ site: 'branch', target: 'pac', leftOut: 1, of: 2, required: 1 }],
    stale: [{ site: 'branch', command: 'zzcommand' }],
    unknown: [{ path: 'zzpath', command: 'zzremove' }],
  },
  sites: new Map([
    [
      'branch',
      new Map([
        [
          'pac',
          {
            checked: 2,
            byCoverage: 0,
            notApplicable: 0,
            failed: [
              {
                flow: 'zzflow',
                expected: 'allow',
                got: 'deny',
                decidedBy: { file: 'pac/zzout', line: 3 },
                origin: { file, line: 9, column: 3, length: 4 },
                check: 'zzcheck',
              },
              {
                flow: null,
                expected: 'canonical',
                got: 'zzgot',
                decidedBy: null,
                origin: { file, line: 9, column: 3, length: 4 },
                check: 'zzcheck',
              },
            ],
          },
        ],
      ]),
    ],
  ]),
};

const side = {
  written: 'zzendpoint',
  owner: 'zzgroup',
  at: { file, line: 9, column: 3, length: 4 },
};
const rows = [{ line: 7, words: 'zzwords' }];
const said = { subject: 'zzsubject', message: 'says zzmessage', help: 'zzhelp' };
const ports = [{ transport: 'tcp', low: 443, high: 443 }] as const;

/** An audit that has something in every part of the report. */
export const audited: AuditReport = {
  id: 'guide',
  digest: { listed: 'a'.repeat(64), actual: 'b'.repeat(64), at: side.at },
  missing: [{ kind: 'absent', ...said, ports, rows, near: side }],
  tiers: [{ ...said, ports, documentTier: 'required', specTier: 'optional', rows, endpoint: side }],
  extra: [
    {
      kind: 'absent',
      message: 'says zzmessage',
      help: 'zzhelp',
      ports,
      endpoint: side,
      near: { line: 7, words: 'zzwords' },
      rows,
    },
  ],
  remarks: [
    { kind: 'covered', subject: 'zzsubject', message: 'says zzmessage', ports, rows, spec: side },
  ],
  hasPorts: false,
  counts: { rows: 3, named: 2, equal: 1, endpoints: 2 },
};

const [own] = change.sites.values();
const inDump = { file: 'zzdump', line: 7 };

/** A device compared with its files, with something in every part of the report. */
export const device: Omit<LiveReport, 'lineAt'> = {
  site: 'branch',
  target: 'iptables',
  dumps: [{ name: 'zzdump', kind: 'iptables-save', host: 'zzhost', date: 'zzdate' }],
  gained: (own?.gained ?? []).map((gain) => ({ ...gain, at: inDump })),
  lost: own?.lost ?? [],
  differences: [{ message: 'says zzmessage', at: inDump, text: 'zzdeviceline' }],
  notes: [{ message: 'says zzmessage', at: null, text: 'zzdeviceline' }],
  notJudged: 'the rest',
};
export const deviceLine = 'zzdeviceline';

const row = (line: number) => ({ line, words: 'zzwords', reason: 'zzreason' });

/** An import that has something in every part of the report. */
export const imported: ImportAnswer = {
  format: 'text',
  id: 'guide',
  title: 'zzdocument',
  file: 'zzguide.txt',
  part: file,
  isFirst: false,
  written: true,
  files: [{ path: 'zzlist', change: 'created' }],
  rows: { read: 5, taken: 1, unresolved: 1, declined: 2, refused: 1, filtered: 1 },
  recorded: ['--where zzsubject=a'],
  access: {
    added: [
      {
        destination: 'zzendpoint',
        except: ['zzname'],
        ports,
        tier: 'required',
        inspection: 'bypass',
        groups: ['zzgroup'],
      },
    ],
    removed: [
      {
        destination: 'zzendpoint',
        ports,
        tier: 'optional',
        inspection: 'allow',
        groups: ['zzgroup'],
      },
    ],
    moved: [{ destination: 'zzendpoint', ports, what: 'tier', from: 'required', to: 'optional' }],
  },
  kept: [{ kind: 'removed', group: 'zzgroup', destination: 'host zzendpoint' }],
  lost: [
    {
      group: 'zzgroup',
      destination: 'host zzendpoint',
      notes: [
        ['note', 'zznote'],
        ['ticket', 'zzticket'],
      ],
      comments: ['zzpurpose'],
    },
  ],
  warnings: ['zzwarning'],
  unresolved: [row(3)],
  declined: [row(4)],
  refused: [row(5)],
  next: 'zzhelp',
};
