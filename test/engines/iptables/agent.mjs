// One end of the lab: a process in a network namespace of its own that does what the test asks for.
//   node agent.mjs router    also starts the client and the server, and passes their messages on
//   node agent.mjs peer
// Messages come and go over node's own channel to the parent. When the parent is gone, so is the channel, and this
// process ends; the router's end is also that of its process namespace, so the kernel then ends all that it started.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdConnection, pulse, startVisits, stopVisits } from './agent-lasting.mjs';
import { ask, countRecords, resolve } from './agent-probes.mjs';
import { serve } from './agent-services.mjs';

const [, file, role] = process.argv;
const hardLimit = 150_000;
const peers = new Map();

const verbs = {
  shell,
  serve,
  ask,
  resolve,
  count: countRecords,
  hold: holdConnection,
  pulse,
  start: startVisits,
  stop: stopVisits,
};

setTimeout(() => process.exit(), hardLimit).unref();
process.on('disconnect', () => process.exit());
process.on('message', async ({ id, at, verb, argument }) => {
  const peer = peers.get(at);
  if (peer !== undefined) peer.send({ id, verb, argument });
  else process.send({ id, ...(await outcomeOf(() => verbs[verb](argument))) });
});

if (role === 'router') await openRouter();
else process.send({ id: 'ready' });

async function outcomeOf(work) {
  try {
    return { value: (await work()) ?? null };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

async function openRouter() {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-packets-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  process.chdir(folder);
  const pids = {};
  for (const name of ['client', 'server']) pids[name] = await openPeer(name);
  process.send({ id: 'ready', value: { folder, pids } });
}

function openPeer(name) {
  const peer = spawn('unshare', ['-n', process.execPath, file, 'peer'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  peers.set(name, peer);
  return new Promise((ready) =>
    peer.on('message', (message) => {
      if (message.id === 'ready') ready(peer.pid);
      else process.send(message);
    }),
  );
}

/** Runs commands with sh in the folder of the lab. */
function shell({ command, env }) {
  return new Promise((done) => {
    const options = { env: { ...process.env, ...env }, timeout: 30_000, killSignal: 'SIGKILL' };
    execFile('sh', ['-c', `exec 2>&1\n${command}`], options, (error, stdout) =>
      done({ status: error === null ? 0 : (error.code ?? -1), output: stdout }),
    );
  });
}
