// The two ends of the packet test, each in a namespace of its own.
//   node peer.mjs serve PORT...               accepts connections on all addresses
//   node peer.mjs ask RESOLVER (HOST PORT)... resolves and connects, and prints what came of it
import { Resolver } from 'node:dns/promises';
import { connect, createServer, isIP } from 'node:net';

const [, , verb, ...words] = process.argv;
if (verb === 'serve') serve(words);
else await ask(words);

function serve(ports) {
  // Ends by itself, should the test be stopped before it can end this.
  setTimeout(() => process.exit(), 30_000);
  for (const port of ports) createServer((socket) => socket.end()).listen(Number(port), '::');
}

async function ask([server, ...pairs]) {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([server]);
  for (let at = 0; at < pairs.length; at += 2) {
    const [host, port] = pairs.slice(at);
    const answer = isIP(host) ? host : await addressOf(resolver, host);
    const came = isIP(answer) ? await outcome(answer, Number(port)) : answer;
    process.stdout.write(`${host} ${port} ${came}\n`);
  }
}

async function addressOf(resolver, host) {
  return resolver.resolve4(host).then(
    ([address]) => address,
    (error) => error.code,
  );
}

function outcome(address, port) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 2000 });
    const end = (what) => {
      socket.destroy();
      resolve(what);
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error) => end(error.code));
  });
}
