import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  compile,
  diff,
  explain,
  load,
  type Policies,
  type Problem,
  type Result,
  render,
  type Spec,
} from '../../src/api/index.ts';
import { loadSpec } from '../../src/language/load.ts';
import { problemsJson } from '../../src/report/problems/json.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { root } from '../support/rendered.ts';
import { expectReport } from '../support/report.ts';

const file = join(root, 'spec.yaml');

/** A small spec with one host, by default in one site. */
function specOf(host: string, more = ''): string {
  return `version: 1
name: clock
prefix: clk
title: Time clocks
inspection: bypass
services: { https: { ports: [tcp/443], application: tls } }
groups:
  - id: web
    title: Web
    tier: required
    purpose: the clocks send their records
    endpoints:
      - { host: ${host}, service: https }
sites:
  office:
    clients: [192.0.2.0/24]
    enforce: additive
    resolvers: [192.0.2.53]
    tiers: [required]
    targets: { pac: { proxy: "PROXY proxy.example.com:3128" } }
${more}`;
}

function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems;
}

/** Calls a function with the spec of a directory that has these files. */
function withSpec<Value>(files: Readonly<Record<string, string>>, use: (file: string) => Value) {
  return inFolder((folder) => {
    writeFiles(folder, files);
    return use(join(folder, 'spec.yaml'));
  });
}

const loaded = (files: Readonly<Record<string, string>>): Spec =>
  withSpec(files, (path) => must(load(path)));

const example = must(load(file));
const policies = must(compile(example));

describe('load', () => {
  test('returns the name and the sites of a spec, and nothing that a caller can change', () => {
    expect(example).toEqual({ kind: 'spec', name: 'sendpro-tablet', sites: ['example'] });
    expect(Object.isFrozen(example) && Object.isFrozen(example.sites)).toBe(true);
  });

  test('returns the problems of an invalid spec as the JSON report of validate lists them', () => {
    const invalid = join(root, 'test/invalid/many-mistakes/spec.yaml');
    const read = (path: string) => {
      const text = readFiles(join(invalid, '..'))[path];
      return text === undefined
        ? ({ kind: 'missing' } as const)
        : ({ kind: 'bytes', bytes: Buffer.from(text) } as const);
    };
    const refused = loadSpec(read, invalid);
    if (refused.ok) throw new Error('the spec is valid');
    const report = JSON.parse(problemsJson({ problems: refused.error.problems }));
    expect(problemsOf(load(invalid))).toEqual(report.problems);
    expect(report.problems.length).toBeGreaterThan(3);
  });

  test('returns a file that cannot be read as a problem without a location', () => {
    expect(problemsOf(load('missing.yaml'))).toEqual([
      {
        rule: 'spec-unreadable',
        message: 'file not found: "missing.yaml"',
        help: expect.stringContaining('portolan init'),
      },
    ]);
  });

  test('reads no file larger than it may', () => {
    expect(problemsOf(load(file, { maxSize: 100 }))).toMatchObject([{ rule: 'spec-unreadable' }]);
  });

  test.each([
    ['above its directory', '../other.yaml', 'include-outside'],
    ['behind a link that points out of it', 'link.yaml', 'include-unreadable'],
  ])('reads no file %s', (_name, path, rule) => {
    const problems = inFolder((folder) => {
      writeFiles(folder, {
        'other.yaml': 'version: 1\n',
        'spec/spec.yaml': specOf('a.example.com', `include: [${path}]\n`),
      });
      symlinkSync('../other.yaml', join(folder, 'spec/link.yaml'));
      return problemsOf(load(join(folder, 'spec/spec.yaml')));
    });
    expect(problems.map((problem) => problem.rule)).toEqual([rule]);
  });
});

describe('compile', () => {
  test('fails with what a target cannot express', () => {
    const spec = loaded({
      'spec.yaml': specOf('a.example.com').replace('PROXY proxy', 'GO proxy'),
    });
    const [problem] = problemsOf(compile(spec));
    expect(problem?.rule).toBe('pac-return');
    expect(problem?.file).toMatch(/spec\.yaml$/);
  });

  test('takes only what load has made', () => {
    const forged: Spec = { ...example };
    expect(() => compile(forged)).toThrow(TypeError);
    const forgedPolicies: Policies = { ...policies };
    expect(() => render(forgedPolicies)).toThrow(TypeError);
    expect(() => explain(forgedPolicies, 'esp://192.0.2.1')).toThrow(TypeError);
    expect(() => diff(forged, example)).toThrow(TypeError);
  });
});

describe('options of a program without types', () => {
  // A variable may have more keys than its type says.
  const misspelt = { site: ['example'], sites: undefined };
  const text: { readonly sites: readonly string[] } = Object.assign(Object.create(null), {
    sites: 'example',
  });

  test.each<[string, () => unknown]>([
    ['load', () => load('spec.yaml', Object.assign(misspelt, { maxSize: 1 }))],
    ['render', () => render(policies, misspelt)],
    ['explain', () => explain(policies, 'esp://192.0.2.1', misspelt)],
    ['diff', () => diff(example, example, Object.assign(misspelt, { asOf: '2026-01-01' }))],
  ])('%s throws a TypeError for one that it does not have', (_name, call) => {
    expect(call).toThrow(/^unknown option "site", expected /);
  });

  test.each<[string, () => unknown]>([
    ['render', () => render(policies, text)],
    ['explain', () => explain(policies, 'esp://192.0.2.1', text)],
  ])('%s throws a TypeError for a list that is none', (_name, call) => {
    expect(call).toThrow(new TypeError('"sites" is not a list of texts'));
  });
});

describe('render', () => {
  test('makes the committed files of the example, byte by byte', () => {
    const sites = must(render(policies));
    expect(sites.map(({ site }) => site)).toEqual(['example']);
    expect(sites[0]?.files).toEqual(readFiles(join(root, 'generated/example')));
  });

  test('makes only the files of selected targets', () => {
    const [site] = must(render(policies, { sites: ['example'], targets: ['pac'] }));
    expect(Object.keys(site?.files ?? {})).toEqual(['pac/proxy.pac']);
  });

  test.each([
    [{ sites: ['exampel'] }, 'unknown site "exampel"', 'did you mean "example"?'],
    [{ targets: ['sqiud'] }, 'unknown target "sqiud"', 'did you mean "squid"?'],
    [{ sites: [] }, 'the list "sites" is empty', 'omit it to select all'],
    [{ targets: [] }, 'the list "targets" is empty', 'omit it to select all'],
  ])('returns an unknown name or an empty list as a problem: %j', (selection, message, help) => {
    const rule = 'unknown-selection';
    expect(problemsOf(render(policies, selection))).toEqual([{ rule, message, help }]);
  });
});

describe('explain', () => {
  test('reports an allowed flow, with the line of each generated file', () => {
    const report = must(explain(policies, 'https://api.pitneybowes.com/'));
    expectReport(JSON.stringify(report));
    expect(report.allowed).toBe(true);
    const { targets, rule } = report.sites['example'] ?? {};
    expect(rule).toBe('pb-web-services/https');
    const squid = targets?.['squid'];
    expect(squid).toMatchObject({ verdict: 'allow', differs: false });
    expect(squid?.file).toBe('generated/example/squid/bypass.conf');
    expect(Object.values(targets ?? {}).filter(({ differs }) => differs)).toEqual([]);
  });

  test('reports why a flow is denied', () => {
    const report = must(explain(policies, 'https://api.pitneybowes.com:8443/'));
    expectReport(JSON.stringify(report));
    expect(report.allowed).toBe(false);
    expect(report.sites['example']?.whyNot[0]?.kind).toBe('other-port');
  });

  test('returns an invalid flow and an unknown site as problems', () => {
    expect(problemsOf(explain(policies, 'https://'))).toHaveLength(1);
    expect(problemsOf(explain(policies, 'esp://192.0.2.1', { sites: ['none'] }))).toMatchObject([
      { rule: 'unknown-selection', message: 'unknown site "none"' },
    ]);
  });
});

describe('diff', () => {
  const base = loaded({ 'spec.yaml': specOf('a.example.com') });

  test('reports access added and removed', () => {
    const report = must(diff(base, loaded({ 'spec.yaml': specOf('b.example.com') })));
    expectReport(JSON.stringify(report));
    const { gained = [], lost = [] } = report.sites['office'] ?? {};
    expect(gained.map(({ destination }) => destination)).toEqual(['b.example.com']);
    expect(lost.map(({ destination }) => destination)).toEqual(['a.example.com']);
    expect([report.outputs, report.verified]).toEqual([[], null]);
  });

  test('applies the exceptions of base only', () => {
    const text = specOf('b.example.com')
      .replace('service: https', 'service: http')
      .replace('services: {', 'services: { http: { ports: [tcp/80], application: http },');
    const accepting = (rule: string) =>
      `version: 1\nexceptions:\n  - { rule: ${rule}, endpoint: b.example.com, reason: a test, ticket: T-1, approvedBy: team, until: 2026-12-31 }\n`;
    const [rule = ''] = acceptedIn(must(diff(base, loaded({ 'spec.yaml': text }))), false);
    const files = { 'spec.yaml': text, 'exceptions.yaml': accepting(rule) };
    expect(acceptedIn(must(diff(base, loaded(files))), true)).toEqual([]);
    const prepared = { 'spec.yaml': specOf('a.example.com'), 'exceptions.yaml': accepting(rule) };
    expect(acceptedIn(must(diff(loaded(prepared), loaded(files))), true)).toEqual([rule]);
  });

  test('fails for invalid exceptions, which the other functions do not read', () => {
    const spec = loaded({
      'spec.yaml': specOf('a.example.com'),
      'exceptions.yaml': 'version: 2\n',
    });
    expect(compile(spec).ok).toBe(true);
    const [problem] = problemsOf(diff(base, spec));
    expect(problem?.file).toMatch(/exceptions\.yaml$/);
  });

  test('requires approval of access with a finding that is severe enough', () => {
    const text = specOf('b.example.com')
      .replace('service: https', 'service: http')
      .replace('services: {', 'services: { http: { ports: [tcp/80], application: http },');
    const head = loaded({ 'spec.yaml': text });
    const results = (['critical', 'medium', 5, 11] as const).map((failOn) =>
      diff(base, head, { failOn }),
    );
    const needed = results.map((result) => result.ok && result.value.needsApproval);
    expect(needed).toEqual([false, true, true, false]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false]);
  });

  test('compares dates only with a date that it is given, and returns an invalid one as a problem', () => {
    expect(problemsOf(diff(base, base, { asOf: '2026-02-30' }))).toMatchObject([
      { rule: 'date-invalid' },
    ]);
    expect(diff(base, base, { asOf: '2026-02-28' }).ok).toBe(true);
  });
});

/** The rules of the findings that an exception accepts, or that none does. */
function acceptedIn(
  { findings }: { readonly findings: readonly { rule: string; exception: unknown }[] },
  isAccepted: boolean,
): string[] {
  return findings
    .filter(({ exception }) => (exception !== null) === isAccepted)
    .map(({ rule }) => rule);
}
