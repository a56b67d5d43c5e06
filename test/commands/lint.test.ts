import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { specText } from '../support/load.ts';
import { expectReport } from '../support/report.ts';
import { root } from '../support/schema.ts';

const sum = 'a'.repeat(64);
const spec = specText({
  head: `documents:\n  guide: { title: Guide, sha256: ${sum} }`,
  group: '    source: { document: guide }',
  endpoints: ['{ network: 198.51.100.1, service: http, expires: 2026-12-31 }'],
  clients: '[192.0.2.0/24, "2001:db8::/64"]',
});

const exceptions = (until: string, endpoint = '198.51.100.1') =>
  `version: 1\nexceptions:\n  - { rule: cleartext, endpoint: ${endpoint}, reason: the guide asks for it, ticket: SEC-1, approvedBy: Network Security, until: ${until} }\n`;

/** Lints this text as spec.yaml, next to other files. */
function lint(others: Readonly<Record<string, string>>, ...words: string[]): Run {
  return inFolder((folder) => {
    const files = { 'spec.yaml': spec, ...others };
    writeFiles(folder, files);
    const run = portolan(folder, ['lint', ...words]);
    expect(readFiles(folder)).toEqual(files);
    return run;
  });
}

const open = `cleartext (5.3 medium)
  an endpoint allows cleartext
    allows cleartext on tcp/80
      spec.yaml:16:9 198.51.100.1
  help: use TLS if the host supports it, or add an exception that says why not

1 finding: 1 medium
`;

describe('lint', () => {
  test('prints findings on stdout and exits 0', () => {
    expect(lint({})).toEqual({ code: 0, stdout: open, stderr: '' });
  });

  test('exits 3 for a spec that a target rejects', () => {
    const refused = specText({ site: '' }).replace(
      'iptables: {}',
      'pac: { proxy: "PROXY p.example:1" }',
    );
    const { code, stdout, stderr } = lint({ 'spec.yaml': refused });
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining('pac-empty')]);
  });

  test('reads exceptions.yaml next to the spec', () => {
    const { code, stdout, stderr } = lint({ 'exceptions.yaml': exceptions('2027-06-30') });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^accepted by exception\n/);
    expect(stdout).toMatch(/\nno findings; 1 accepted by exception\n$/);
  });

  test('lists unused exceptions, and does not fail', () => {
    const other = exceptions('2027-06-30', 'b.example.com');
    expect(lint({ 'exceptions.yaml': other }, '--fail-on', 'high')).toEqual({
      code: 0,
      stdout: open,
      stderr:
        'note: exceptions.yaml:3:5 the exception for rule "cleartext" and endpoint "b.example.com" matches no finding\n  help: remove it, unless it is for another spec in this directory\n',
    });
  });

  test.each<[string, number, number]>([
    ['critical', 0, 0],
    ['high', 0, 0],
    ['medium', 1, 0],
    ['low', 1, 0],
    ['5.4', 0, 0],
    ['5.3', 1, 0],
    ['10', 0, 0],
    ['0', 1, 0],
  ])('--fail-on %s exits %d, and %d when all findings are accepted', (severity, want, accepted) => {
    expect(lint({}, '--fail-on', severity).code).toBe(want);
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    expect(lint(file, '--fail-on', severity).code).toBe(accepted);
  });

  test('compares dates with --as-of only', () => {
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    expect(lint(file, '--as-of', '2026-12-31', '--fail-on', 'low').code).toBe(0);
    const later = lint(file, '--as-of', '2027-07-01', '--fail-on', 'medium');
    expect(later.code).toBe(1);
    expect(later.stdout).toMatch(/^expired \(6\.0 medium\)\n/);
    expect(later.stdout).toContain('the exception for "cleartext" expired on 2027-06-30\n');
    expect(later.stdout).toContain('expired on 2026-12-31\n');
    expect(later.stdout).toContain('cleartext (5.3 medium)\n');
  });

  test('exits 3 for an exception that ends more than 12 months after --as-of', () => {
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    const { code, stdout, stderr } = lint(file, '--as-of', '2026-06-29');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(
      'exceptions.yaml:3:131 error exception-too-long: "2027-06-30" is more than 12 months after 2026-06-29',
    );
    expect(stderr).toContain(
      'help: write 2027-06-29 or an earlier date, and renew the exception later',
    );
  });

  test('exits 3 for an invalid exceptions file, with a code frame', () => {
    const { code, stdout, stderr } = lint({ 'exceptions.yaml': 'version: 1\nexeptions: []\n' });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('exceptions.yaml:2:1 error unknown-key: unknown key "exeptions"');
    expect(stderr).toContain('> 2 | exeptions: []');
  });

  test('exits 3 for a spec that does not compile', () => {
    const { code, stderr } = lint({
      'spec.yaml': spec.replace('tiers: [required]', 'tiers: [optional]'),
    });
    expect([code, stderr.split('\n')[0]]).toEqual([3, expect.stringContaining('error site-empty')]);
  });

  test.each<[string[], string]>([
    [['--fail-on', 'hihg'], 'invalid value "hihg" for --fail-on'],
    [['--fail-on', '11'], 'invalid value "11" for --fail-on'],
    [['--fail-on', '1e1'], 'invalid value "1e1" for --fail-on'],
    [['--as-of', 'today'], '--as-of: invalid date "today"'],
    [['--as-of', '2026-02-30'], '--as-of: the date "2026-02-30" does not exist'],
  ])('%j is a usage error, exit 2', (words, message) => {
    const { code, stdout, stderr } = lint({}, ...words);
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `portolan: ${message}`]);
    expect(stderr).toMatch(/\n {2}help: .+\n$/);
  });

  test('suggests the nearest severity', () => {
    expect(lint({}, '--fail-on', 'hihg').stderr).toContain('help: did you mean "high"?\n');
  });

  test('--format json prints a report for scripts', () => {
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    const { code, stdout } = lint(file, '--format', 'json', '--fail-on', 'low');
    expect(code).toBe(0);
    expect(expectReport(stdout)).toMatchObject({
      findings: [{ rule: 'cleartext', line: 16, exception: { ticket: 'SEC-1' } }],
    });
  });

  test('prints the same text with --color', () => {
    const { stdout } = lint({}, '--color');
    expect(stdout).toContain('\u001b[33mcleartext\u001b[39m (5.3 medium)');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are control characters
    expect(stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(open);
  });
});

describe('the Public Suffix List', () => {
  const scripts = readdirSync(join(root, 'dist'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(join(root, 'dist', name), 'utf8')] as const);

  const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

  /** The modules that a source imports, by their paths; packages keep their names. */
  function importsOf(path: string, pattern: RegExp): string[] {
    return [...textOf(path).matchAll(pattern)].map(([, name = '']) =>
      name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name,
    );
  }

  /** Does a source load the list, itself or through its static imports? */
  function loadsList(path: string, seen = new Set<string>()): boolean {
    if (path === 'tldts') return true;
    if (seen.has(path) || !path.startsWith('src/')) return false;
    seen.add(path);
    const loaded = importsOf(path, /^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gm);
    return loaded.some((each) => loadsList(each, seen));
  }

  test('is in the bundle, and only what compares access or imports loads it', () => {
    const holding = scripts.filter(([, text]) => text.includes('cloudfront'));
    expect(holding.map(([name]) => name)).toEqual(['api.js', 'documents.js', 'review.js']);
    const commands = readdirSync(join(root, 'src/commands')).filter((name) => name.endsWith('.ts'));
    const loading = commands.filter((name) => {
      const path = `src/commands/${name}`;
      return [path, ...importsOf(path, /\bimport\('([^']+)'\)/g)].some((each) => loadsList(each));
    });
    expect(loading).toEqual(['audit.ts', 'diff.ts', 'import.ts', 'lint.ts']);
  });

  test('needs no network, like the rest of the bundle', () => {
    // A shell script may have a function of the same name.
    const network =
      /\b(?:from|import|require)\s*\(?\s*["'](?:node:)?(?:http|https|http2|net|tls|dgram|dns)\b|\bfetch\((?!\) \{)/;
    expect(scripts.filter(([, text]) => network.test(text)).map(([name]) => name)).toEqual([]);
  });
});

describe('an exception for an unknown group', () => {
  const of = (group: string) =>
    exceptions('2027-06-30').replace('endpoint: 198.51.100.1', `group: ${group}`);

  test('is an error with a suggestion', () => {
    const { code, stdout, stderr } = lint({ 'exceptions.yaml': of('wbe') });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('exceptions.yaml:3:31 error unknown-group: unknown group "wbe"');
    expect(stderr).toContain('help: did you mean "web"?');
    expect(lint({ 'exceptions.yaml': of('web') }).code).toBe(0);
  });

  test('is an error of the new side of diff only, since the old one may be a commit', () => {
    const code = (older: string, newer: string) =>
      inFolder((folder) => {
        writeFiles(folder, {
          'old/spec.yaml': spec,
          'old/exceptions.yaml': of(older),
          'new/spec.yaml': spec,
          'new/exceptions.yaml': of(newer),
        });
        return portolan(folder, ['diff', 'old/spec.yaml', 'new/spec.yaml', '--no-fail']).code;
      });
    expect([code('wbe', 'web'), code('web', 'web'), code('web', 'wbe')]).toEqual([0, 0, 3]);
  });
});
