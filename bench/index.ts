import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Measures run times in a pipeline: each command on spec.yaml, and large specs. Every figure is the median wall time
 * of whole processes. `node -e 0` is the lower bound of all of them. Build first: npm run build.
 */
const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));

// Node reads extra CA certificates at every start, which would be measured too.
const { NODE_EXTRA_CA_CERTS: _unused, ...environment } = process.env;

function run(args: readonly string[], wanted = 0): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== wanted)
    throw new Error(`${args.join(' ')}: expected exit code ${wanted}, found ${status}: ${stderr}`);
  return performance.now() - start;
}

function median(args: readonly string[], runs: number, wanted = 0): number {
  const times = Array.from({ length: runs }, () => run(args, wanted)).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? Number.NaN;
}

function report(what: string, milliseconds: number): void {
  console.log(`${what.padEnd(44)} ${milliseconds.toFixed(0).padStart(7)} ms`);
}

/** Writes a spec of one group with `count` hosts on https, and returns its path. */
function largeSpec(count: number, targets: string): string {
  const path = join(folder, `spec-${count}.yaml`);
  const endpoints = Array.from(
    { length: count },
    (_, index) => `      - url: https://host-${index}.example.com`,
  );
  writeFileSync(path, `${head.replace('TARGETS', targets)}${endpoints.join('\n')}\n`);
  return path;
}

const head = `version: 1
name: bench
prefix: bench
title: Bench
inspection: bypass
services:
  https: { ports: [tcp/443], application: tls }
sites:
  one:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets: TARGETS
groups:
  - id: hosts
    title: Hosts
    tier: required
    endpoints:
`;

const mebibyte = 1024 * 1024;

/** Writes a spec of this size with one endpoint on each line, made by `line`, and returns its path. */
function specOfSize(name: string, mebibytes: number, line: (index: number) => string): string {
  const path = join(folder, `${name}-${mebibytes}.yaml`);
  const parts = [head.replace('TARGETS', '{ squid: { tlsInspection: none } }')];
  // One percent less, so that the head and the last line stay within the size limit of a file.
  const most = mebibytes * mebibyte * 0.99;
  for (let index = 0, size = 0; size < most; index += 1) {
    // A group contains at most 100,000 endpoints.
    const group = index > 0 && index % 100_000 === 0 ? groupHead(index / 100_000) : '';
    const part = group + line(index);
    parts.push(part);
    size += part.length;
  }
  writeFileSync(path, parts.join(''));
  return path;
}

function groupHead(number: number): string {
  return `  - id: hosts${number}\n    title: Hosts\n    tier: required\n    endpoints:\n`;
}

const invalidSpec = 3;

/** Invalid specs, by the error that is in every line of them. */
const hostile: Readonly<Record<string, (index: number) => string>> = {
  'unknown keys': () => '      - { bad: 1 }\n',
  'bad hosts': (index) => `      - url: https://host!${index}.example.com\n`,
  'one duplicate key': () => '    id: hosts\n',
  'open brackets': () => '      - [\n',
  'null characters': () => '\0'.repeat(40),
};

/** Reports invalid specs, and marks those that take more than twice as long as a valid spec of the same size. */
function reportRefusals(mebibytes: number): void {
  const valid = specOfSize(
    'valid',
    mebibytes,
    (index) => `      - url: https://h${index}.example.com\n`,
  );
  const cost = median([cli, 'validate', valid], 1);
  report(`validate, valid, ${mebibytes} MiB`, cost);
  for (const [what, line] of Object.entries(hostile)) {
    const path = specOfSize(what.replaceAll(' ', '-'), mebibytes, line);
    const refused = median([cli, 'validate', path], 1, invalidSpec);
    report(`validate, ${what}, ${mebibytes} MiB`, refused);
    if (refused > 2 * cost) console.log('  more than twice the time of the valid spec');
  }
}

const two = '{ iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" } }';
const five = `{
      iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" }, pfsense: { interface: lan },
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom },
      squid: { tlsInspection: explicit } }`;

const spec = join(root, 'spec.yaml');

try {
  report('node -e 0', median(['-e', '0'], 15));
  report('portolan --version', median([cli, '--version'], 15));
  report('portolan validate spec.yaml', median([cli, 'validate', spec], 15));
  report('portolan generate --dry-run spec.yaml', median([cli, 'generate', '--dry-run', spec], 15));
  report('portolan check spec.yaml', median([cli, 'check', spec], 15));
  report('portolan verify spec.yaml', median([cli, 'verify', spec], 15));
  report('portolan explain URL', median([cli, 'explain', 'https://api.pitneybowes.com/'], 15));
  report('portolan lint spec.yaml', median([cli, 'lint', spec], 15));
  for (const count of [1_000, 10_000]) {
    const large = largeSpec(count, two);
    report(`validate, ${count} endpoints`, median([cli, 'validate', large], 3));
    report(`lint, ${count} endpoints, 2 targets`, median([cli, 'lint', large], 3));
    report(
      `generate, ${count} endpoints, 2 targets`,
      median([cli, 'generate', '--dry-run', large], 3),
    );
  }
  for (const mebibytes of [1, 4, 16]) reportRefusals(mebibytes);
  const large = largeSpec(1_000, five);
  run([cli, 'generate', large]);
  report('verify, 1000 endpoints, 5 targets', median([cli, 'verify', large], 5));
} finally {
  rmSync(folder, { recursive: true });
}
