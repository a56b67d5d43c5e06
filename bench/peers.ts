import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './measure.ts';
import { notHere } from './table.ts';
import type { Workspace } from './workspace.ts';

/** The start of Node, which no command can undercut. */
export function nodeStart(directory: string): Command {
  return { argv: [process.execPath, '-e', '0'], directory };
}

/** ferm compiles one rule for TCP port 443 to each network: it prints a file for iptables-restore. */
export function ferm(
  workspace: Workspace,
  networks: readonly string[],
  name = `${networks.length}`,
): Command {
  const text = `@def $NETWORKS = (
${networks.join('\n')}
);
domain ip table filter chain OUT daddr $NETWORKS proto tcp dport 443 ACCEPT;
`;
  const directory = workspace.write(`ferm-${name}`, new Map([['ferm.conf', text]]));
  return {
    argv: ['ferm', '--noexec', '--lines', 'ferm.conf'],
    directory,
    prepare: () => requireProgram('ferm'),
  };
}

/** capirca's aclgen compiles the same rule: a network definition, a service and a policy for iptables. */
export function capirca(
  workspace: Workspace,
  networks: readonly string[],
  name = `${networks.length}`,
): Command {
  const files = new Map([
    ['definitions/networks.net', `NETWORKS = ${networks.join('\n  ')}\n`],
    ['definitions/services.svc', 'HTTPS = 443/tcp\n'],
    ['policies/bench.pol', capircaPolicy],
    ['output/README', 'aclgen writes here.\n'],
  ]);
  const directory = workspace.write(`capirca-${name}`, files);
  const options = {
    base_directory: 'policies',
    definitions_directory: 'definitions',
    output_directory: 'output',
    policy_file: 'policies/bench.pol',
  };
  return {
    argv: ['aclgen', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
    directory,
    prepare: () => requireProgram('aclgen'),
  };
}

const capircaPolicy = `header {
  target:: iptables OUTPUT DROP
}
term networks {
  destination-address:: NETWORKS
  destination-port:: HTTPS
  protocol:: tcp
  action:: accept
}
`;

function requireProgram(name: string): void {
  const directories = (process.env['PATH'] ?? '').split(':');
  if (directories.some((directory) => existsSync(join(directory, name)))) return;
  process.stderr.write(
    `${name} is not installed: apt-get install ferm python3-capirca. Its lines are not measured.\n`,
  );
  throw new Error(notHere);
}
