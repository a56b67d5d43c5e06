// Programs that go on while the rules change: a connection that stays open, and visits one after another.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressesOf, askTcp } from './agent-probes.mjs';

const held = new Map();
const patience = 3000;
let visits;

/** Opens a connection and keeps it. */
export function holdConnection({ from, to, port }) {
  return new Promise((done, fail) => {
    const socket = connect({ host: to, port, localAddress: from });
    socket.once('error', fail);
    socket.once('data', () => {
      held.set(to, socket);
      socket.on('error', () => {});
      done('open');
    });
  });
}

/** Does the far end still answer on the connection that was kept? */
export function pulse({ to }) {
  const socket = held.get(to);
  return new Promise((done) => {
    const timer = setTimeout(() => done('silent'), patience);
    socket.once('close', () => done('closed'));
    socket.once('data', () => {
      clearTimeout(timer);
      done('alive');
    });
    socket.write('still there?');
  });
}

/** Each visitor, until the stop, goes to a host again and again: { label, server, name, family, from, port, cached }. */
export function startVisits(visitors) {
  const counts = Object.fromEntries(visitors.map(({ label }) => [label, {}]));
  visits = { going: true, counts };
  visits.done = Promise.all(visitors.map((visitor) => goOn(visitor, visits)));
}

export async function stopVisits() {
  visits.going = false;
  await visits.done;
  return visits.counts;
}

async function goOn({ label, server, name, family, from, port, cached }, { counts }) {
  let address = cached;
  while (visits.going) {
    // A program without a memory of its own asks the name every time.
    if (cached === undefined) [address] = await addressesOf(server, name, family);
    const outcome = await askTcp({ from, to: address, port, patience });
    counts[label][outcome] = (counts[label][outcome] ?? 0) + 1;
    await sleep(5);
  }
}
