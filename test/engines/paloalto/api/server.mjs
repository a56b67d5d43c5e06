import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';

// A TLS server on loopback that answers as PAN-OS does, and records what it gets. Arguments: key file, certificate file,
// file of settings, file of records. Prints its port.
const [, , key = '', cert = '', settings = '', records = ''] = process.argv;
const seen = [];
const { wrong = '', jobs = 'OK' } = JSON.parse(readFileSync(settings, 'utf8'));

const ok = (result) => `<response status="success"><result>${result}</result></response>`;

function answerTo(form) {
  const [cmd, action, xpath] = ['cmd', 'action', 'xpath'].map((name) => form.get(name) ?? '');
  if (cmd.includes('pending-changes')) return ok(wrong === 'pending' ? 'yes' : 'no');
  if (cmd.includes('<config-locks>')) return ok('<config-locks/>');
  if (cmd.includes('<jobs>'))
    return ok(
      `<job><status>FIN</status><result>${jobs}</result><details><line>done</line></details></job>`,
    );
  if (/<(?:validate|commit)>/.test(cmd)) return ok('<job>7</job>');
  if (action === 'multi-config') return multi(form.get('element') ?? '');
  if (/^(?:get|show)$/.test(action)) {
    const name = /entry\[@name='([^']*)'\]$/.exec(xpath)?.[1];
    if (wrong === 'marker' && name === 'portolan-marker')
      return '<response status="success" code="7"><result/></response>';
    if (/\/(?:zone|rules)\/entry/.test(xpath)) return ok(`<entry name="${name}"/>`);
    return '<response status="success" code="7"><result/></response>';
  }
  return ok('done');
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
      const isXml = wrong !== 'html';
      response.setHeader('content-type', isXml ? 'application/xml; charset=UTF-8' : 'text/html');
      if (!hasKey) {
        response.statusCode = 403;
        response.end(
          "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>",
        );
      } else if (wrong === 'unauth')
        response.end(
          '<response status="unauth" code="16"><msg>Unauthorized request</msg></response>',
        );
      else response.end(isXml ? answerTo(form) : '<html><body>Login</body></html>');
    });
  },
);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
