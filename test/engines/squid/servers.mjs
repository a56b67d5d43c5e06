// The servers around the proxy, in the process that sends the requests: origins, an ICAP service, a parent proxy.
// Each tells what it sees by one event.
import { readFileSync } from 'node:fs';
import { createServer as createHttp, request } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer } from 'node:net';

const httpPorts = [80, 8080];
const tlsPorts = [443, 3478, 8439, 8440, 8441, 8442, 8443, 9442, 9443];

export async function startServers(events) {
  const pair = { key: readFileSync('/tmp/origin.key'), cert: readFileSync('/tmp/origin.pem') };
  await Promise.all([
    ...httpPorts.map((port) => listen(createHttp(originAt(port, 'http', events)), port)),
    ...tlsPorts.map((port) => listen(createHttps(pair, originAt(port, 'tls', events)), port)),
    listen(
      createServer((socket) => icap(socket, events)),
      1344,
    ),
    listen(parent(events), 3129),
  ]);
}

function listen(server, port) {
  return new Promise((resolve) => server.listen(port, '::', resolve));
}

/** An origin whose every answer may be kept for an hour. */
function originAt(port, scheme, events) {
  return (asked, answer) => {
    const address = asked.socket.localAddress.replace('::ffff:', '');
    const { host, upgrade } = asked.headers;
    events.push({ by: 'origin', scheme, address, port, host, path: asked.url, upgrade });
    answer.writeHead(200, {
      'Cache-Control': 'public, max-age=3600',
      'Content-Type': 'text/plain',
    });
    answer.end(`the origin at ${address}\n`);
  };
}

/** Answers 204 to everything: it only looks. */
function icap(socket, events) {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data;
    for (let length = messageLength(text); length > 0; length = messageLength(text)) {
      const message = text.slice(0, length);
      text = text.slice(length);
      socket.write(answerTo(message, events));
    }
  });
}

// A header, then what it encapsulates: headers up to the last offset, and a preview of no byte where a body follows.
function messageLength(text) {
  const head = text.indexOf('\r\n\r\n') + 4;
  if (head < 4) return 0;
  const encapsulated = /^Encapsulated: *(.*)$/im.exec(text.slice(0, head))?.[1] ?? 'null-body=0';
  const [, last, offset] = /([a-z-]+)=([0-9]+)\s*$/.exec(encapsulated);
  const headers = head + Number(offset);
  if (last === 'null-body') return text.length >= headers ? headers : 0;
  const end = /0(; ieof)?\r\n\r\n/.exec(text.slice(headers));
  return end === null ? 0 : headers + end.index + end[0].length;
}

function answerTo(message, events) {
  const [method] = message.split(' ', 1);
  if (method !== 'OPTIONS') {
    const inner = message.slice(message.indexOf('\r\n\r\n') + 4).split('\r\n', 1)[0];
    events.push({ by: 'icap', method, line: inner });
    return 'ICAP/1.0 204 No Content\r\nISTag: "lab"\r\n\r\n';
  }
  const service = /icap:\/\/\S+\/(\w+)/.exec(message)?.[1];
  return [
    'ICAP/1.0 200 OK',
    `Methods: ${service === 'response' ? 'RESPMOD' : 'REQMOD'}`,
    'ISTag: "lab"',
    'Allow: 204',
    'Preview: 0',
    'Transfer-Preview: *',
    'Encapsulated: null-body=0',
    '\r\n',
  ].join('\r\n');
}

function parent(events) {
  const server = createHttp((asked, answer) => {
    events.push({ by: 'parent', line: `${asked.method} ${asked.url}` });
    const { hostname, port, pathname, search } = new URL(asked.url);
    const onward = request(
      { host: '127.0.0.1', port: port || 80, path: pathname + search, headers: asked.headers },
      (reply) => {
        answer.writeHead(reply.statusCode, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    onward.setHeader('Host', hostname);
    onward.end();
  });
  return server.on('connect', (asked, socket, head) => {
    events.push({ by: 'parent', line: `CONNECT ${asked.url}` });
    const onward = connect(Number(asked.url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [onward, socket])
      end.on('error', () => [onward, socket].map((one) => one.destroy()));
  });
}
