import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Lints this text as spec.yaml, beside other files. */
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
  test('prints what it finds as its answer, exit 0', () => {
    expect(lint({})).toEqual({ code: 0, stdout: open, stderr: '' });
  });

  test('raises nothing of a spec from which nothing can be generated: exit 3', () => {
    const refused = specText({ site: '' }).replace(
      'iptables: {}',
      'pac: { proxy: "PROXY p.example:1" }',
    );
    const { code, stdout, stderr } = lint({ 'spec.yaml': refused });
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining('pac-empty')]);
  });

  test('takes the exceptions beside the spec', () => {
    const { code, stdout, stderr } = lint({ 'exceptions.yaml': exceptions('2027-06-30') });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^accepted by exception\n/);
    expect(stdout).toMatch(/\nno findings; 1 accepted by exception\n$/);
  });

  test('says which exceptions no finding needs, and does not fail', () => {
    const other = exceptions('2027-06-30', 'b.example.com');
    expect(lint({ 'exceptions.yaml': other }, '--fail-on', 'high')).toEqual({
      code: 0,
      stdout: open,
      stderr:
        'note: exceptions.yaml:3:5 the exception for rule "cleartext" and endpoint "b.example.com" matches no finding\n  help: remove it\n',
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
  ])('--fail-on %s: exit %d, and %d when all is accepted', (severity, want, accepted) => {
    expect(lint({}, '--fail-on', severity).code).toBe(want);
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    expect(lint(file, '--fail-on', severity).code).toBe(accepted);
  });

  test('holds dates against --as-of alone', () => {
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    expect(lint(file, '--as-of', '2026-12-31', '--fail-on', 'low').code).toBe(0);
    const later = lint(file, '--as-of', '2027-07-01', '--fail-on', 'medium');
    expect(later.code).toBe(1);
    expect(later.stdout).toMatch(/^expired \(6\.0 medium\)\n/);
    expect(later.stdout).toContain('the exception for "cleartext" expired on 2027-06-30\n');
    expect(later.stdout).toContain('expired on 2026-12-31\n');
    expect(later.stdout).toContain('cleartext (5.3 medium)\n');
  });

  test('an exception for more than 12 months from --as-of on is not valid, exit 3', () => {
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

  test('a wrong exceptions file is not valid, exit 3, with a code frame', () => {
    const { code, stdout, stderr } = lint({ 'exceptions.yaml': 'version: 1\nexeptions: []\n' });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('exceptions.yaml:2:1 error unknown-key: unknown key "exeptions"');
    expect(stderr).toContain('> 2 | exeptions: []');
  });

  test('a spec that gives no policy is not valid, exit 3', () => {
    const { code, stderr } = lint({
      'spec.yaml': spec.replace('tiers: [required]', 'tiers: [optional]'),
    });
    expect([code, stderr.split('\n')[0]]).toEqual([3, expect.stringContaining('error site-empty')]);
  });

  test.each<[string[], string]>([
    [['--fail-on', 'hihg'], '--fail-on cannot be "hihg"'],
    [['--fail-on', '11'], '--fail-on cannot be "11"'],
    [['--fail-on', '1e1'], '--fail-on cannot be "1e1"'],
    [['--as-of', 'today'], '--as-of: invalid date "today"'],
    [['--as-of', '2026-02-30'], '--as-of: the date "2026-02-30" does not exist'],
  ])('%j is a wrong word, exit 2', (words, message) => {
    const { code, stdout, stderr } = lint({}, ...words);
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `portolan: ${message}`]);
    expect(stderr).toMatch(/\n {2}help: .+\n$/);
  });

  test('a mistyped severity is answered with the one that was meant', () => {
    expect(lint({}, '--fail-on', 'hihg').stderr).toContain(
      'help: did you mean "high"? A number from 0 to 10',
    );
  });

  test('--format json is for scripts', () => {
    const file = { 'exceptions.yaml': exceptions('2027-06-30') };
    const { code, stdout } = lint(file, '--format', 'json', '--fail-on', 'low');
    expect(code).toBe(0);
    expect(expectReport(stdout)).toMatchObject({
      findings: [{ rule: 'cleartext', line: 16, exception: { ticket: 'SEC-1' } }],
    });
  });

  test('marks in colour when it is asked to, and says the same', () => {
    const { stdout } = lint({}, '--color');
    expect(stdout).toContain('\u001b[1mcleartext\u001b[22m (5.3 medium)');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(open);
  });
});

describe('the Public Suffix List', () => {
  const chunks = readdirSync(join(root, 'dist')).map(
    (name) => [name, readFileSync(join(root, 'dist', name), 'utf8')] as const,
  );

  const files = new Map(chunks);

  /** A chunk and all that is loaded with it, at once. */
  function loadedWith(name: string, seen = new Set<string>()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    const imports = (files.get(name) ?? '').matchAll(/\b(?:from|import) ?"\.\/([^"]+)"/g);
    for (const [, other = ''] of imports) loadedWith(other, seen);
    return seen;
  }

  test('is in the bundle, and only the verbs that raise findings load it', () => {
    const holding = chunks.filter(([, text]) => text.includes('cloudfront')).map(([name]) => name);
    expect(holding).toHaveLength(1);
    const loading = chunks
      .map(([name]) => name)
      .filter((name) => !name.startsWith('chunk-') && loadedWith(name).has(holding[0] ?? ''));
    // The bundler names the file that a part comes from, in a comment.
    const verbs = loading.flatMap((name) =>
      [...(files.get(name) ?? '').matchAll(/^\/\/ src\/(?:commands|report)\/(\w+)\//gm)].map(
        ([, verb]) => verb,
      ),
    );
    expect([...new Set(verbs)].sort()).toEqual(['diff', 'lint']);
  });

  test('needs no network, as nothing in the bundle does', () => {
    // What tells an address from a name opens no socket.
    const harmless = 'import { isIPv4, isIPv6 } from "node:net";';
    const network =
      /\b(?:from|import|require)\s*\(?\s*["'](?:node:)?(?:http|https|http2|net|tls|dgram|dns)\b|\bfetch\(/;
    const reaching = chunks.filter(([, text]) => network.test(text.replace(harmless, '')));
    expect(reaching.map(([name]) => name)).toEqual([]);
  });
});
