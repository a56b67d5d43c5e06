import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The three ends of the test network. */
export type End = 'router' | 'client' | 'server';

type Started = {
  readonly folder: string;
  readonly pids: { readonly client: number; readonly server: number };
};

type Answer = { readonly id: number | 'ready'; readonly value?: unknown; readonly error?: string };

/** The way to the three agents. Closing it, or the end of this process, ends them and all that they started. */
export type Channel = {
  readonly started: Started;
  request(at: End, verb: string, argument: unknown): Promise<unknown>;
  close(): Promise<void>;
};

const agent = join(import.meta.dirname, 'agent.mjs');
// The shell is the first process of a process namespace: it buries what its children leave behind, and the kernel kills
// all that is left when it ends. `:` keeps it from becoming node, which buries nobody.
const inside = ['--net', '--pid', '--fork', '--kill-child=KILL', 'sh', '-c', '"$@"; :', 'sh'];

export async function openChannel(): Promise<Channel> {
  const child = spawn('unshare', [...inside, process.execPath, agent, 'router'], {
    // Not of the terminal's group: an interrupt there closes the channel, which is enough.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<Answer['id'], Waiting>();
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.on('message', (answer: Answer) => settle(waiting, answer));
  child.once('error', (error) => failAll(waiting, error));
  child.once('exit', () => failAll(waiting, new Error('the agents of the lab have ended')));
  const started = await new Promise((done, fail) => waiting.set('ready', { done, fail }));
  if (!isStarted(started)) throw new Error('the router has started in another way');
  return {
    started,
    request: requester(child, waiting),
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

type Waiting = { done(value: unknown): void; fail(error: Error): void };

function requester(child: ChildProcess, waiting: Map<Answer['id'], Waiting>): Channel['request'] {
  let last = 0;
  return (at, verb, argument) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, { done, fail });
      if (child.connected) child.send({ id, at, verb, argument });
      else fail(new Error(`${verb}: the agents of the lab have ended`));
    });
}

function settle(waiting: Map<Answer['id'], Waiting>, { id, value, error }: Answer): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) asked?.done(value);
  else asked?.fail(new Error(error));
}

function failAll(waiting: Map<Answer['id'], Waiting>, error: Error): void {
  for (const { fail } of waiting.values()) fail(error);
  waiting.clear();
}

function isStarted(value: unknown): value is Started {
  return typeof value === 'object' && value !== null && 'folder' in value && 'pids' in value;
}
