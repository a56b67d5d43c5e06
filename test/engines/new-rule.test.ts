import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ruleLists } from '../../scripts/rule-lists.ts';
import { readFiles, writeFiles } from '../support/folder.ts';
import { root } from '../support/schema.ts';

// A copy of the sources of all generated files, because the test adds rules to it.
const home = mkdtempSync(join(tmpdir(), 'portolan-new-rule-'));
const parts = [
  '.gitignore',
  'biome.json',
  'docs',
  'package-lock.json',
  'package.json',
  'schema',
  'scripts',
  'src',
  'templates',
  'tsconfig.json',
];

type Answer = { readonly status: number | null; readonly said: string };

/** Runs one of the project's programs in the copy. */
function node(...words: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: home,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, said: stdout + stderr };
}

const generate = (...words: readonly string[]) =>
  node('--import', 'tsx', 'scripts/generate.ts', ...words);

/** The files of every directory with generated files. */
const sources = () =>
  Object.fromEntries(
    ['docs', 'schema', 'scripts', 'src', 'templates'].flatMap((part) =>
      Object.entries(readFiles(join(home, part))).map(([path, text]) => [`${part}/${path}`, text]),
    ),
  );

/** The file of a rule: its id, severity, texts and check. */
function ruleFile(kind: 'Spec' | 'Site' | 'Change', name: string, id: string, check: string) {
  return `import type { ${kind}Rule } from '../kit/rule.ts';

export const ${name}: ${kind}Rule = {
  id: '${id}',
  severity: 8.1,
  title: 'found by a new rule',
  why: 'An administrator asked for it.',
  remedy: 'ask for less',
  ${check},
};
`;
}

/** A rule of each kind. */
const rules = {
  'src/review/rules/spec/plain-word.ts': ruleFile(
    'Spec',
    'plainWord',
    'plain-word',
    "check: ({ spec }) => [{ subject: spec.name, message: 'is a word', at: spec.sites[0]!.place }]",
  ),
  'src/review/rules/site/one-site.ts': ruleFile(
    'Site',
    'oneSite',
    'one-site',
    "check: (policy) => [policy.site.id + ' is a site']",
  ),
  'src/review/rules/change/any-change.ts': ruleFile(
    'Change',
    'anyChange',
    'any-change',
    "holdsBack: true,\n  check: ({ site, policies }) => [{ subject: site, message: 'is compared', at: policies.after!.site.place }]",
  ),
};
const ids = ['any-change', 'one-site', 'plain-word'];

const spec = `version: 1
name: demo
prefix: dmo
title: Demo
inspection: bypass
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - { id: web, title: Web, tier: required, endpoints: [{ host: a.example, service: https, note: a test }] }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    targets: { pac: { proxy: "PROXY proxy.example.net:3128" } }
`;

const exceptions = `version: 1
exceptions:
${ids
  .map(
    (id) => `  - rule: ${id}
    endpoint: ${id === 'plain-word' ? 'demo' : 'branch'}
    reason: a test
    ticket: SEC-1
    approvedBy: Network Security
    until: 2027-06-30
`,
  )
  .join('')}`;

describe('a new rule', () => {
  let before: Record<string, string> = {};
  let stale: Answer = { status: null, said: '' };

  beforeAll(() => {
    for (const part of parts) cpSync(join(root, part), join(home, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    writeFiles(home, { ...rules, 'demo/spec.yaml': spec });
    before = sources();
    stale = generate('--check');
    expect(generate()).toEqual({ status: 0, said: '' });
    expect(node('--import', 'tsx', 'scripts/build.ts')).toEqual({ status: 0, said: '' });
  }, 180_000);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const portolan = (...words: readonly string[]) => node('dist/cli.js', ...words);
  const lists = ['change', 'site', 'spec'].map((kind) => `src/review/rules/${kind}/list.ts`);

  test('makes generate:code --check fail until the generated files are written', () => {
    expect(stale.status).toBe(1);
    for (const path of lists) expect(stale.said).toContain(`${path} is out of date`);
  });

  test('changes the lists, the schema of exceptions and the page of rules, and no other file', () => {
    const after = sources();
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.sort()).toEqual(['docs/rules.md', 'schema/exceptions.schema.json', ...lists]);
    for (const id of ids) {
      expect(after['docs/rules.md']).toContain(`| [\`${id}\`](#${id}) | 8.1 high | found by a`);
      expect(after['schema/exceptions.schema.json']).toContain(`            "${id}",\n`);
    }
    const schema = JSON.parse(after['schema/exceptions.schema.json'] ?? '');
    const named: string[] = schema.$defs.exceptionEntry.properties.rule.enum;
    expect(named.slice(named.indexOf('shared-tenant-wildcard') + 1).slice(0, 3)).toEqual(ids);
  });

  test('gets lists in the format of the linter, and no file is out of date afterwards', () => {
    const lint = node('node_modules/@biomejs/biome/bin/biome', 'format', ...lists);
    expect(lint.status === 0 ? '' : lint.said).toBe('');
    expect(generate('--check')).toEqual({ status: 0, said: '' });
  });

  test('is reported by lint if it judges a spec or a site', () => {
    const { findings } = JSON.parse(portolan('lint', 'demo/spec.yaml', '--format', 'json').said);
    expect(findings.slice(0, 2).map(({ message }: { message: string }) => message)).toEqual([
      '"branch": branch is a site',
      '"demo": is a word',
    ]);
  });

  test('is in coverage.md if it judges a site', () => {
    expect(portolan('generate', 'demo/spec.yaml').status).toBe(0);
    expect(portolan('verify', 'demo/spec.yaml').status).toBe(0);
    const page = readFiles(join(home, 'demo/generated/branch'))['coverage.md'];
    expect(page).toContain('## Findings\n\n- one-site: branch is a site.\n');
  });

  test('is reported by diff if it judges a change, and requires approval', () => {
    const { status, said } = portolan('diff', 'demo/spec.yaml', 'demo/spec.yaml');
    expect([status, said]).toEqual([
      4,
      expect.stringContaining('any-change of branch: is compared'),
    ]);
  });

  test('can be accepted by an exception', () => {
    writeFiles(home, { 'demo/exceptions.yaml': exceptions });
    const { status, said } = portolan('lint', 'demo/spec.yaml', '--fail-on', 'high');
    expect([status, said]).toEqual([0, expect.stringContaining('2 accepted by exception')]);
  });

  test.each<[string, string]>([
    ['has another name than its rule id', rules['src/review/rules/site/one-site.ts']],
    ['has no severity', "export const noRule: SpecRule = {\n  id: 'no-rule',\n};\n"],
    ['contains no rule', 'export const most = 16;\n'],
  ])('is rejected with the file name if the file %s', (_what, text) => {
    const path = 'src/review/rules/spec/no-rule.ts';
    writeFiles(home, { [path]: text });
    const listAgain = () => ruleLists(home);
    expect(listAgain).toThrow(`${path}: expected the rule no-rule`);
    rmSync(join(home, path));
    expect(listAgain).not.toThrow();
  });
});
