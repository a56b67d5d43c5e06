import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, notHere, type Row } from '../table.ts';
import { root } from '../workspace.ts';
import type { Part } from './part.ts';

/** What the rules cost each packet, beside a packet through no rules. */
export const packets: Part = {
  onRequest: 'needs root',
  rows,
};

const most = 1.5;

function* rows(): Generator<Row> {
  const [first, ...others] = measurements();
  if (first === undefined) {
    yield { what: 'a packet', figure: { missing: notHere }, goal: { kind: 'ratio', most } };
    return;
  }
  yield first;
  const peer = { name: first.what, figure: first.figure };
  for (const other of others) {
    // A rule for each network is what the sets replaced: it only informs.
    const isGoal = !other.what.includes('rule each');
    yield { ...other, peer, ...(isGoal ? { goal: { kind: 'ratio', most } } : {}) };
  }
}

/** The lines of bench/packets.ts, `label<TAB>microseconds`: first without rules. Empty if it cannot run. */
function measurements(): { what: string; figure: Figure }[] {
  const script = join(root, 'bench', 'packets.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`Packets are not measured: ${stderr}\n`);
    return [];
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [what = '', value = ''] = line.split('\t');
      return { what: `a packet, ${what}`, figure: { value: Number(value), unit: 'us' } };
    });
}
