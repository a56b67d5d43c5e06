// A client that asks for what it is told to, byte by byte, and tells what it got.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const patience = 5000;
// What comes of a plain error page where a TLS greeting is waited for.
const notTls = 'ERR_SSL_WRONG_VERSION_NUMBER';
const login = `Proxy-Authorization: Basic ${Buffer.from('someone:secret').toString('base64')}\r\n`;

/** Asks as often as the question says, one after the other. */
export async function ask(question) {
  const replies = [];
  for (let time = 0; time < (question.times ?? 1); time += 1)
    replies.push(await once(question).catch(({ code, message }) => ({ status: code ?? message })));
  return replies;
}

async function once(question) {
  const socket = await open(question);
  try {
    return question.tls === undefined
      ? await askPlain(socket, question)
      : await askTls(socket, question);
  } finally {
    socket.destroy();
  }
}

function open({ from, to }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.host, port: to.port, localAddress: from });
    socket.setTimeout(patience, () => socket.destroy(new Error('silence')));
    socket.once('connect', () => resolve(socket));
    socket.on('error', reject);
  });
}

async function askPlain(socket, { target, host, user, upgrade }) {
  const wish = wishFor(upgrade);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${user ? login : ''}${wish}\r\n\r\n`);
  return { status: statusOf(await headOf(socket)) };
}

function wishFor(upgrade) {
  return upgrade === undefined ? 'Connection: close' : `Connection: Upgrade\r\nUpgrade: ${upgrade}`;
}

/** Through a tunnel where `target` is given; else the connection itself speaks TLS. */
async function askTls(socket, { target, user, tls, upgrade }) {
  const tunnel = target === undefined ? '200' : await openTunnel(socket, target, user);
  if (tunnel !== '200') return { status: tunnel };
  const secure = await greet(socket, tls.name);
  const wish = wishFor(upgrade);
  const issuer = secure.getPeerCertificate().issuer?.CN ?? 'none';
  secure.write(`GET ${tls.path} HTTP/1.1\r\nHost: ${tls.host}\r\n${wish}\r\n\r\n`);
  return { status: tunnel, issuer, inside: statusOf(await headOf(secure)) };
}

async function openTunnel(socket, target, user) {
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${user ? login : ''}\r\n`);
  return statusOf(await headOf(socket));
}

function greet(socket, name) {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(name && { servername: name }),
    });
    secure.once('secureConnect', () => resolve(secure));
    secure.on('error', (error) => reject(error.code === notTls ? new Error('no TLS') : error));
    secure.once('close', () => reject(new Error('closed in the greeting')));
  });
}

/** Everything up to the empty line that ends a header. */
function headOf(socket) {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (data) => {
      text += data.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      socket.off('data', take);
      resolve(text);
    };
    socket.on('data', take);
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

function statusOf(head) {
  return head.split(' ', 2)[1];
}
