// A separate test network for one Squid: `unshare --net --pid --mount ... node lab.mjs`.
//   standard input:  one line, the description (lab.ts has its type); then it stays open for as long as it is wanted
//   standard output: one line, the answers
// This is the first process of its PID namespace and /tmp is a file system of its own, so whatever way it ends, every
// process and file ends with it. It ends when its input does, which also happens when the test is killed.
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ask } from './client.mjs';
import { buildNetwork, makeCertificates, startNames, startSquid } from './machines.mjs';
import { startServers } from './servers.mjs';

const limit = 50_000;
setTimeout(() => end('it took too long'), limit);

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => work(JSON.parse(line)).then(end, (error) => end(error.stack)));
lines.once('close', () => process.exit(1));

async function work({ root, files, redirect, names, pointers, questions, logs }) {
  buildNetwork(redirect);
  makeCertificates();
  const events = [];
  await startServers(events);
  await startNames(names, pointers);
  await startSquid(root, files);
  const answers = {};
  for (const question of questions) answers[question.id] = await answerTo(question, events);
  const log = logs ? await settledLog() : [];
  const result = { answers, pointers: await pointersOf(Object.keys(pointers)), log };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** The lines of the access log, once no more of them come: Squid writes one when the connection has ended. */
async function settledLog() {
  let known = '';
  for (let left = 20; left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const text = textOf('access.log');
    if (text !== '' && text === known) break;
    known = text;
  }
  return known.trim().split('\n');
}

/** The result for the client, and every observation of the request. */
async function answerTo(question, events) {
  events.length = 0;
  const before = textOf('rewritten').length;
  const replies = await ask(question);
  const isRewritten = textOf('rewritten').length > before;
  return { replies, events: [...events, ...(isRewritten ? [{ by: 'rewriter' }] : [])] };
}

/** The real answers of the DNS server for addresses with a false PTR name. */
async function pointersOf(addresses) {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers(['127.0.0.1']);
  const asked = addresses.map(async (address) => [address, await resolver.reverse(address)]);
  return Object.fromEntries(await Promise.all(asked));
}

function textOf(name) {
  return readFileSync(`/tmp/squid/${name}`, 'utf8');
}

function end(problem) {
  if (problem !== undefined) process.stderr.write(`${problem}\n${log()}\n`);
  process.stdout.write('', () => process.exit(problem === undefined ? 0 : 1));
}

function log() {
  try {
    return textOf('cache.log').split('\n').slice(-40).join('\n');
  } catch {
    return '(Squid wrote no log)';
  }
}
