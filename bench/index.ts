import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Measures what a pipeline feels: the start of each verb on spec.yaml, and large specs. Every figure is the median
 * wall time of whole processes; `node -e 0` is the floor under all of them. Build first: npm run build.
 */
const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));

// An extra authority's certificates are read at every start of node, and would be measured too.
const { NODE_EXTRA_CA_CERTS: _unused, ...environment } = process.env;

function run(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} gave ${status}: ${stderr}`);
  return performance.now() - start;
}

function median(args: readonly string[], runs: number): number {
  const times = Array.from({ length: runs }, () => run(args)).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? Number.NaN;
}

function report(what: string, milliseconds: number): void {
  console.log(`${what.padEnd(44)} ${milliseconds.toFixed(0).padStart(7)} ms`);
}

/** A spec of one group with `count` hosts on https, in flow style as people write it. */
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
  const large = largeSpec(1_000, five);
  run([cli, 'generate', large]);
  report('verify, 1000 endpoints, 5 targets', median([cli, 'verify', large], 5));
} finally {
  rmSync(folder, { recursive: true });
}
