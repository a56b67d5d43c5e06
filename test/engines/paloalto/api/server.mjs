import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';

// A TLS server on loopback that answers as PAN-OS does, and records what it gets. Arguments: key file, certificate file,
// file of settings, file of records. Prints its port.
const [, , key = '', cert = '', settings = '', records = ''] = process.argv;
const seen = [];
const {
  wrong = '',
  jobs = 'OK',
  devices = [],
  containers = {},
} = JSON.parse(readFileSync(settings, 'utf8'));

const ok = (result) => `<response status="success"><result>${result}</result></response>`;

const empty = '<response status="success" code="7"><result/></response>';

function answerTo(form) {
  const [type, cmd, action, xpath] = ['type', 'cmd', 'action', 'xpath'].map(
    (name) => form.get(name) ?? '',
  );
  if (type !== 'config') return answerToCommand(cmd);
  if (action === 'multi-config') return multi(form.get('element') ?? '');
  const name = /entry\[@name='([^']*)'\]$/.exec(xpath)?.[1];
  if (wrong === 'marker' && name === 'portolan-marker') return empty;
  return /\/(?:zone|rules)\/entry/.test(xpath) ? ok(`<entry name="${name}"/>`) : containerAt(xpath);
}

function answerToCommand(cmd) {
  if (cmd.includes('pending-changes')) {
    const isLocked = seen.some(({ what }) => what.includes('config-lock><add>'));
    return ok(wrong === (isLocked ? 'pending-later' : 'pending') ? 'yes' : 'no');
  }
  if (cmd.includes('<config-locks>')) return ok('<config-locks/>');
  if (cmd.includes('<jobs>')) return jobOf();
  if (cmd.includes('config-lock><remove>') && wrong === 'unlock') return refusal('not your lock');
  if (!/<(?:validate|commit)>/.test(cmd)) return ok('done');
  return ok(wrong === 'no-job' ? '<msg><line>nothing to do</line></msg>' : '<job>7</job>');
}

const refusal = (text) => `<response status="error" code="12"><msg>${text}</msg></response>`;

function jobOf() {
  const results = devices.map(
    (result, index) =>
      `<entry><serial-no>${index}</serial-no>\n<result>${result}</result><status>done</status></entry>`,
  );
  const perDevice = devices.length === 0 ? '' : `<devices>\n${results.join('\n')}\n</devices>`;
  return ok(
    `<job><status>${jobs === 'ACT' ? 'ACT' : 'FIN'}</status>\n<result>${jobs}</result>${perDevice}<details><line>done</line></details></job>`,
  );
}

/** A list is data with code 19, and an empty one is a success with code 7. */
function containerAt(xpath) {
  const entries = containers[xpath];
  if (entries === undefined) return empty;
  const list = xpath.split('/').at(-1);
  return `<response status="success" code="19"><result total-count="${entries.length}" count="${entries.length}">\n<${list} admin="ci" time="2026/11/26 18:30:00">\n${entries.join('\n')}\n</${list}>\n</result></response>`;
}

function multi(element) {
  const ids = [...element.matchAll(/ id="([0-9]+)"/g)].map(([, id]) => id);
  if (wrong !== 'operation') {
    const inner = ids.map((id) => `<response status="success" code="20" id="${id}"/>`).join('');
    return `<response status="success" code="20">${inner}</response>`;
  }
  const inner = ids
    .slice(0, 9)
    .map((id, index) =>
      index < 8
        ? `<response status="success" code="20" id="${id}"/>`
        : `<response status = 'error' code="12" id="${id}"><msg>operation ${id} is not valid</msg></response>`,
    );
  return `<response status="success">${inner.join('')}</response>`;
}

const server = createServer(
  { key: readFileSync(key), cert: readFileSync(cert) },
  (request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const what = form.get('cmd') ?? `${form.get('action')} ${form.get('xpath') ?? ''}`.trim();
      const hasKey = request.headers['x-pan-key'] === 'secret+Key/1==';
      seen.push({
        what: `${form.get('type')} ${what}`,
        hasKey,
        url: request.url,
        inBody: body.includes('secret'),
      });
      writeFileSync(records, JSON.stringify(seen));
      if (wrong === 'lock-lost' && what.includes('config-lock><add>')) request.socket.destroy();
      else respond(response, hasKey, form);
    });
  },
);

function respond(response, hasKey, form) {
  response.setHeader(
    'content-type',
    wrong === 'html' ? 'text/html' : 'application/xml; charset=UTF-8',
  );
  if (!hasKey) response.statusCode = 403;
  else if (wrong === 'job-500' && form.get('cmd')?.includes('<jobs>')) response.statusCode = 500;
  response.end(response.statusCode === 200 ? bodyFor(form) : refusals[response.statusCode]);
}

const refusals = {
  403: "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>",
  500: refusal('internal error'),
};

function bodyFor(form) {
  if (wrong === 'html') return '<html><body>Login</body></html>';
  if (wrong === 'unauth')
    return '<response status="unauth" code="16"><msg>Unauthorized request</msg></response>';
  return answerTo(form);
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
