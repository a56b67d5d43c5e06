// The test network of a browser: origins on their ports and a proxy, which log every request.
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Origins on these ports, and a proxy on its own unless it is to be down. Each request that tells which load it
 * belongs to is logged with the server that saw it and what it was asked for.
 */
export async function startServers({ ports, proxyPort, tls, log }) {
  const talk = talkerOf(tls, log);
  const origins = ports.map((port) =>
    createServer((socket) => talk(socket, ({ host }) => `origin: ${host} on port ${port}`)),
  );
  await Promise.all(origins.map((server, index) => listening(server, ports[index])));
  if (proxyPort !== undefined) await listening(proxyOf(talk, log), proxyPort);
}

/** Takes http requests for other hosts, and tunnels, at whose other end it speaks itself. */
function proxyOf(talk, log) {
  const proxy = createHttpServer((request, response) => {
    log(loadOf(request), `proxy: GET ${request.url}`);
    answer(response);
  });
  proxy.on('connect', (request, socket) => {
    socket.write('HTTP/1.1 200 Connected\r\n\r\n');
    talk(socket, () => `proxy: CONNECT ${request.url}`);
  });
  return proxy;
}

/** Speaks http or TLS on a connection, whichever the first byte says, so that any scheme may use any port. */
function talkerOf(tls, log) {
  const places = new WeakMap();
  const logged = (request) => log(loadOf(request), places.get(request.socket)(request.headers));
  const http = createHttpServer((request, response) => {
    logged(request);
    answer(response);
  });
  http.on('upgrade', (request, socket) => {
    logged(request);
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  http.on('clientError', (_error, socket) => socket.destroy());
  return (raw, place) => {
    raw.on('error', () => raw.destroy());
    raw.once('data', (first) => {
      raw.pause();
      raw.unshift(first);
      const secure = first[0] === 0x16;
      const socket = secure ? new TLSSocket(raw, { isServer: true, ...tls }) : raw;
      socket.on('error', () => socket.destroy());
      places.set(socket, place);
      if (secure) socket.once('secure', () => http.emit('connection', socket));
      else http.emit('connection', raw.resume());
    });
  };
}

/** A page is told by its referrer, a socket by its protocol: so the URLs stay as they are. */
function loadOf({ headers }) {
  const text = `${headers.referer ?? ''} ${headers['sec-websocket-protocol'] ?? ''}`;
  return /load[/-](\d+)/.exec(text)?.[1];
}

function answer(response) {
  response.writeHead(204, { 'cache-control': 'no-store' }).end();
}

export function listening(server, port, host = '::') {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
}
