// What the far end offers: a greeting and an echo on TCP, an echo on UDP.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** TCP ports on every address, and ports on one address each: UDP answers from the address that it is bound to. */
export async function serve({ everywhere, bound }) {
  await Promise.all([
    ...everywhere.map((port) => serveTcp('::', port)),
    ...bound.map(({ transport, address, port }) =>
      (transport === 'tcp' ? serveTcp : serveUdp)(address, port),
    ),
  ]);
}

function serveTcp(host, port) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(`${plain(socket.localAddress)}\n`);
    socket.pipe(socket);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen({ port, host, backlog: 4096 }, done);
  });
}

function serveUdp(address, port) {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  return new Promise((done, fail) => {
    socket.once('error', fail);
    socket.bind({ port, address }, () => {
      socket.off('error', fail);
      socket.on('error', () => {});
      done();
    });
  });
}

/** An address as it is written: an IPv4 one also where the socket takes both families, without an interface. */
function plain(address) {
  return address?.replace(/^::ffff:/, '').replace(/%.*/, '');
}
