// Questions to the far end. Each comes back as one word and the milliseconds that it took:
//   open         the far end itself answered
//   refused      a TCP reset, or for UDP the error "port unreachable"
//   prohibited   the error "communication administratively prohibited"
//   unreachable  for TCP the error "host unreachable"
//   silent       nothing at all
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks many questions, `atOnce` side by side: { from, to, transport, port }. */
export async function ask({ questions, atOnce, patience }) {
  const answers = new Array(questions.length);
  let next = 0;
  const worker = async () => {
    while (next < questions.length) {
      const index = next++;
      answers[index] = await timed({ ...questions[index], patience });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

async function timed(question) {
  const start = performance.now();
  const outcome = await (question.transport === 'tcp' ? askTcp : askUdp)(question);
  return { outcome, milliseconds: Math.round(performance.now() - start) };
}

/** A connection is open only when the far end says who it is, or answers for a name. */
export function askTcp({ from, to, port, patience }) {
  return new Promise((done) => {
    const socket = connect({ host: to, port, ...(from && { localAddress: from }) });
    const cancel = after(patience, () => end('silent'));
    const end = (outcome) => {
      cancel();
      socket.destroy();
      done(outcome);
    };
    if (port === 53) socket.once('connect', () => socket.write(withLength(query())));
    socket.once('data', (data) => end(tcpAnswers(data, to, port) ? 'open' : `answered ${data}`));
    socket.once('error', ({ code }) => end(words[`tcp ${code}`] ?? code));
    socket.once('end', () => end('closed'));
  });
}

function tcpAnswers(data, to, port) {
  return (
    data.toString().startsWith(`${to.replace(/%.*/, '')}\n`) ||
    (port === 53 && isReply(data.subarray(2)))
  );
}

function askUdp({ from, to, port, patience }) {
  return new Promise((done) => {
    const socket = createSocket(to.includes(':') ? 'udp6' : 'udp4');
    const payload = port === 53 ? query() : Buffer.from(`${to} ${port}`);
    const cancel = after(patience, () => end('silent'));
    const end = (outcome) => {
      cancel();
      socket.close();
      done(outcome);
    };
    const answers = (message) => payload.equals(message) || (port === 53 && isReply(message));
    socket.once('message', (message) => end(answers(message) ? 'open' : `answered ${message}`));
    socket.once('error', ({ code }) => end(words[`udp ${code}`] ?? code));
    socket.bind({ port: 0, address: from }, () =>
      socket.connect(port, to, (error) => (error ? end(error.code) : socket.send(payload))),
    );
  });
}

/** In two steps: on a busy machine an answer that is already there must be read before it is called silence. */
function after(patience, work) {
  let timer = setTimeout(() => {
    timer = setTimeout(work, 100);
  }, patience);
  return () => clearTimeout(timer);
}

const words = {
  'tcp ECONNREFUSED': 'refused',
  'tcp EHOSTUNREACH': 'unreachable',
  'udp ECONNREFUSED': 'refused',
  // What Linux makes of the error in IPv4, and in IPv6.
  'udp EHOSTUNREACH': 'prohibited',
  'udp EACCES': 'prohibited',
};

/** A question in the form of DNS: the address of "a". */
function query() {
  return Buffer.from('2a2a010000010000000000000161' + '0000010001', 'hex');
}

function isReply(message) {
  return message.length >= 12 && message.readUInt16BE(0) === 0x2a2a && (message[2] & 0x80) !== 0;
}

function withLength(message) {
  return Buffer.concat([Buffer.from([0, message.length]), message]);
}

/** How many records a server answers with when it is asked for a type. */
export async function countRecords({ server, name, type }) {
  const labels = name.split('.').map((label) => [label.length, ...Buffer.from(label)]);
  const question = [...labels.flat(), 0, 0, type, 0, 1];
  const message = Buffer.from([0x2a, 0x2a, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question]);
  const socket = createSocket('udp4');
  try {
    const reply = await new Promise((done, fail) => {
      setTimeout(fail, 3000, new Error(`${server} does not answer`)).unref();
      socket.once('message', done);
      socket.send(message, 53, server);
    });
    return reply.readUInt16BE(6);
  } finally {
    socket.close();
  }
}

/** Asks a server for both kinds of addresses of each name, again and again while it restarts. */
export async function resolve({ server, names }) {
  const answers = await Promise.all(
    names.map(async (name) => [name, await addressesOf(server, name)]),
  );
  return Object.fromEntries(answers);
}

/** The addresses of one family, or of both. */
export async function addressesOf(server, name, family) {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([server]);
  const answers = await Promise.all([
    family === 6 ? [] : insist(() => resolver.resolve4(name)),
    family === 4 ? [] : insist(() => resolver.resolve6(name)),
  ]);
  return answers.flat();
}

async function insist(work) {
  const end = performance.now() + 3000;
  for (;;) {
    try {
      return await work();
    } catch ({ code }) {
      if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
      if (performance.now() > end) return [code];
      await sleep(20);
    }
  }
}
