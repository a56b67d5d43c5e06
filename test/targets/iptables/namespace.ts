import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TargetFiles } from '../../../src/targets/target.ts';
import { type Run, run } from '../../support/programs.ts';

/** The two packet filters behind the one command. */
export const variants = ['nft', 'legacy'] as const;
export type Variant = (typeof variants)[number];

/** Programs that every variant needs. */
export function programsOf(variant: Variant): string[] {
  return [`iptables-${variant}-restore`, `ip6tables-${variant}-restore`, 'ipset', 'dnsmasq'];
}

const prelude = `
set -u
PATH="$PATH:/usr/sbin:/sbin"
mkdir dnsmasq.d
export IPTABLES=iptables-$VARIANT IP6TABLES=ip6tables-$VARIANT
export DNSMASQ_DIR=$PWD/dnsmasq.d DNSMASQ_FILES= DNSMASQ_RESTART='echo dnsmasq restarted'
export DNSMASQ_TEST="dnsmasq --test -C /dev/null --conf-dir=$PWD/dnsmasq.d"
ipt=$IPTABLES ip6t=$IP6TABLES
apply() { sh iptables/apply.sh "$@"; }
`;

/**
 * Runs shell commands in a network namespace that ends with them, in a folder of their own that holds the files.
 * \`apply VERB\` runs apply.sh; \`$ipt\` and \`$ip6t\` are the programs of the variant.
 */
export function inNamespace(files: TargetFiles, variant: Variant, commands: string): Run {
  return inFolder(files, () => ['unshare', ['-n', 'sh', '-c', prelude + commands]], variant);
}

/** Runs a program in a folder of its own that holds the files. */
export function inFolder(
  files: TargetFiles,
  command: (folder: string) => readonly [string, readonly string[]],
  variant: Variant = 'nft',
): Run {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-iptables-'));
  try {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const [program, args] = command(folder);
    return run('sh', ['-c', 'cd "$0" && exec "$@"', folder, program, ...args], '', {
      ...process.env,
      VARIANT: variant,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
