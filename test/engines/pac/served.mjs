// Asks the web servers of this network namespace for files. On standard input: [{ host, path, method, headers }]; on
// standard output, for each: { status, headers, body }. Waits until a server listens.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';

const asked = JSON.parse(readFileSync(0, 'utf8'));
await listens(Date.now() + 20_000);
const answers = [];
for (const question of asked) answers.push(await answerTo(question));
process.stdout.write(JSON.stringify(answers));

async function listens(deadline) {
  while (!(await isOpen())) {
    if (Date.now() > deadline) throw new Error('no web server listens');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isOpen() {
  return new Promise((resolve) => {
    const socket = connect(80, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

function answerTo({ host, path, method }) {
  return new Promise((resolve, reject) => {
    // As a browser: it would also take a compressed file.
    const headers = { host, 'accept-encoding': 'gzip, deflate, br, zstd' };
    const asking = request({ host: '127.0.0.1', path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        body += part;
      });
      const { statusCode: status, headers } = response;
      response.on('end', () => resolve({ status, headers, body }));
    });
    asking.once('error', reject).end();
  });
}
