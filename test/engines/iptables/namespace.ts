import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { type Run, run } from '../../support/programs.ts';

/** The two packet filters behind the one command. */
export const variants = ['nft', 'legacy'] as const;
export type Variant = (typeof variants)[number];

/** Programs that every variant needs. */
export function programsOf(variant: Variant): string[] {
  const filters = [`iptables-${variant}-restore`, `ip6tables-${variant}-restore`];
  return [...filters, 'ipset', 'dnsmasq', 'ip', 'dig'];
}

/** Which of these matches the kernel cannot load for either packet filter, in IPv4 and in IPv6. */
export function missingMatches(four: readonly string[], six: readonly string[]): string[] {
  const lacks = (program: string, match: string) =>
    run('unshare', ['-n', program, '-A', 'OUTPUT', ...match.split(' ')]).status !== 0;
  return variants.flatMap((variant) => [
    ...four.filter((match) => lacks(`iptables-${variant}`, match)).map((match) => `IPv4 ${match}`),
    ...six.filter((match) => lacks(`ip6tables-${variant}`, match)).map((match) => `IPv6 ${match}`),
  ]);
}

// A router before the files are applied: its dnsmasq runs and reads a directory.
const prelude = `
set -u
PATH="$PATH:/usr/sbin:/sbin"
ip link set lo up
mkdir dnsmasq.d
cat > restart.sh <<'END'
folder=$(cd "$(dirname "$0")" && pwd)
if old=$(cat "$folder/pid" 2> /dev/null); then
  kill "$old" && while kill -0 "$old" 2> /dev/null; do sleep 0.01; done
fi
exec dnsmasq -C /dev/null --conf-dir="$folder/dnsmasq.d" --no-resolv --user=root --pid-file="$folder/pid" > /dev/null 2>&1
END
sh restart.sh
export IPTABLES=iptables-$VARIANT IP6TABLES=ip6tables-$VARIANT
export DNSMASQ_DIR=$PWD/dnsmasq.d DNSMASQ_FILES= DNSMASQ_RESTART="echo dnsmasq restarted; sh $PWD/restart.sh"
export DNSMASQ_TEST="dnsmasq --test -C /dev/null --conf-dir=$PWD/dnsmasq.d"
export PORTOLAN_SETTINGS=$PWD/settings PORTOLAN_STATE=$PWD/state
ipt=$IPTABLES ip6t=$IP6TABLES
apply() { $SHELL_OF_APPLY iptables/apply.sh "$@"; }
`;

/**
 * Runs shell commands in a namespace of networks and processes that ends with them, in a temporary directory that has
 * the files. \`apply VERB\` runs apply.sh; \`$ipt\` and \`$ip6t\` are the programs of the variant.
 */
export function inNamespace(
  files: TargetFiles,
  variant: Variant,
  commands: string,
  shell = 'sh',
): Run {
  const script = `SHELL_OF_APPLY='${shell}'\n${prelude}${commands}\n:`;
  return inFolder(files, () => ['unshare', [...inside, 'sh', '-c', script]], variant);
}

// The kernel ends what the commands started and left behind.
const inside = ['--net', '--pid', '--fork', '--mount-proc', '--kill-child=KILL'];

/** Runs a program in a temporary directory with the files. */
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
