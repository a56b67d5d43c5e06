import { join } from 'node:path';
import { run } from '../../support/programs.ts';
import type { Lab } from './lab.ts';
import { kindOf, kinds } from './packet-kinds.ts';
import { familyOf } from './table.ts';

/** A packet by its kind. */
export type Sent = { readonly from: string; readonly to: string; readonly kind: string };

/** Builds the program that sends and receives packets of any protocol, in this directory. */
export function buildSender(folder: string): string {
  const program = join(folder, 'raw-packets');
  const source = join(import.meta.dirname, 'raw-packets.c');
  const { status, stderr } = run('cc', ['-Wall', '-Werror', '-o', program, source]);
  if (status !== 0) throw new Error(stderr);
  return program;
}

/** Sends packets from one end to the other, one after the other; returns those that arrive, in this order. */
export async function arriving(
  lab: Lab,
  program: string,
  [sender, receiver]: readonly ['client', 'server'] | readonly ['server', 'client'],
  packets: readonly Sent[],
): Promise<Sent[]> {
  lab.write(new Map([['packets', packets.map(lineOf).join('')]]));
  await lab[receiver](`${program} listen > arrived 2>&1 & echo $! > listener
    until grep -q ready arrived; do sleep 0.01; done`);
  await lab[sender](`${program} send < packets`);
  const arrived = await lab[receiver](`
    size=; until [ "$size" = "$(wc -c < arrived)" ]; do size=$(wc -c < arrived); sleep 0.3; done
    kill $(cat listener); cat arrived`);
  const seen = new Set(arrived.split('\n').map(textOfLine));
  return packets.filter((packet) => seen.has(textOf(packet)));
}

function lineOf({ from, to, kind }: Sent): string {
  const packet = kinds[kind]?.(familyOf(to));
  if (packet === undefined) throw new Error(`no packet is of the kind "${kind}"`);
  return `${from} ${to} ${packet.protocol} ${packet.bytes}\n`;
}

function textOfLine(line: string): string {
  const [from = '', to = '', protocol, bytes = ''] = line.split(' ');
  const kind = kindOf({ protocol: Number(protocol), bytes }, familyOf(to));
  return textOf({ from, to, kind: kind ?? 'unknown' });
}

function textOf({ from, to, kind }: Sent): string {
  return `${from} ${to} ${kind}`;
}
