import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { portolan } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { root } from '../../support/rendered.ts';

// Where the playbooks and the role are.
const ansible = join(root, 'contrib/ansible');

const sites = ['first', 'second', 'third'];
const options = '{ iptables: {} }';
const specOf = (hosts: readonly string[]) =>
  demoSpec({ hosts, sites: Object.fromEntries(sites.map((site) => [site, options])) });

// Every word behind the name of a play is an option of ansible-playbook. "second" fails its check at first, because its
// dnsmasq directory is missing.
const rollout = `
fails='[{ name: Test, ansible.builtin.command: ipset list dmo_new.test_v4 }, { name: Fail, ansible.builtin.fail: { msg: the test failed } }]'
echo "$fails" > fails.yml
echo '[{ name: Test, ansible.builtin.command: ipset list dmo_new.test_v4 }]' > passes.yml
new="-e portolan_generated=$base/next --limit first"
mv second/dnsmasq.d second/away

play predicted apply.yml --limit first --check
play stopped apply.yml -e '{ portolan_serial: [1, 2] }'
play tolerated apply.yml -e '{ portolan_serial: 3, portolan_max_fail_percentage: 50 }'
mv second/away second/dnsmasq.d
play repaired apply.yml -e '{ portolan_serial: 3 }'
play untested apply.yml $new -e portolan_confirm_seconds=40 -e portolan_test_tasks="$base/fails.yml"
count=0
while [ -e first/state/dmo/pending ] || [ -e first/state/dmo/undoing ]; do
  sleep 0.2; count=$((count + 1)); [ $count -lt 300 ] || break
done
play restored status.yml --limit first
play changed apply.yml $new -e portolan_test_tasks="$base/passes.yml"
play drifted status.yml --limit first
play returned apply.yml --limit first
play dumped dumps.yml --limit first -e portolan_dumps="$base/dumps"
`;

/** Rolls files out to three routers, and returns the output of each play, and what \`check --live\` says afterwards. */
export function rollOut(): Readonly<Record<string, string>> {
  return inFolder((folder) => {
    generate(folder, ['old.test', 'new.test'], 'next');
    generate(folder, ['old.test'], 'generated');
    const script = `. ${join(root, 'test/engines/fleet/routers.sh')}\n${rollout}`;
    const inside = ['--net', '--pid', '--fork', '--mount-proc', '--kill-child=KILL'];
    const { stderr } = spawnSync('unshare', [...inside, 'bash', '-c', script, 'bash', ansible], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 580_000,
      killSignal: 'SIGKILL',
    });
    const files = readFiles(folder);
    const outputs = Object.entries(files)
      .filter(([path]) => /^\w+\.txt$/.test(path))
      .map(([path, text]) => [path.slice(0, -4), text] as const);
    return { ...Object.fromEntries(outputs), live: live(folder), stderr };
  });
}

function generate(folder: string, hosts: readonly string[], out: string): void {
  writeFiles(folder, { 'spec.yaml': specOf(hosts) });
  const { code, stderr } = portolan(folder, ['generate', '--out', out]);
  if (code !== 0) throw new Error(stderr);
}

function live(folder: string): string {
  const dumps = ['iptables-save', 'ip6tables-save', 'ipset'].map(
    (name) => `dumps/first/${name}.txt`,
  );
  const { code, stdout, stderr } = portolan(folder, [
    ...['check', '--site', 'first'],
    ...dumps.flatMap((dump) => ['--live', dump]),
  ]);
  return `${stdout}${stderr}exit ${code}`;
}
