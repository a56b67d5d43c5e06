import { describe, expect } from '@jest/globals';
import { bypass, proxy, textOf } from '../../targets/pac/support.ts';
import { askPacparser, needsPacparser } from './engines.ts';

const one = [{ url: 'https://www.example.com/', host: 'www.example.com' }];
const two = [...one, { url: 'https://www.example.org/', host: 'www.example.org' }];

// libpacparser is the oldest engine in use: other engines accept what it accepts.
describe('libpacparser accepts only ES3: it rejects', () => {
  needsPacparser('what came later', () => {
    const later = [
      'let way = "DIRECT"; return way;',
      'var way = () => "DIRECT"; return way();',
      'return JSON.parse("\\"DIRECT\\"");',
      'return " DIRECT ".trim();',
      'return "DIRECT".endsWith("T") ? "DIRECT" : "";',
      'return Object.keys({ DIRECT: 1 })[0];',
      'throw new Error("DIRECT");',
    ];
    const answers = later.map((body) => askPacparser(functionOf(body), one));
    expect(answers).toEqual(later.map(() => ['failed']));
    expect(askPacparser(functionOf('return "DIRECT";'), one)).toEqual(['DIRECT']);
  });

  needsPacparser('a byte order mark', () => {
    expect(askPacparser(`\ufeff${functionOf('return "DIRECT";')}`, one)).toEqual(['failed']);
  });
});

needsPacparser("a function that a site's own file includes leaves every other host to it", () => {
  const included = textOf(
    bypass({ https: ['www.example.com'] }, { functionName: 'findSendproProxy' }),
  );
  const site = `${included}
function FindProxyForURL(url, host) {
  var way = findSendproProxy(url, host);
  if (way !== null) return way;
  return "PROXY theirs.example.net:8080";
}
`;
  expect(askPacparser(site, two)).toEqual(['DIRECT', 'PROXY theirs.example.net:8080']);
});

needsPacparser('a compact file of 30,000 hosts of 26 characters finds each of them', () => {
  const hosts = Array.from({ length: 30_000 }, (_, index) => `www.domain-${1e6 + index}.example`);
  const text = textOf(bypass({ https: hosts }, { compact: true }));
  const asked = hosts.filter((_, index) => index % 299 === 0).flatMap((host) => [host, `x${host}`]);
  const answers = askPacparser(
    text,
    asked.map((host) => ({ url: `https://${host}/`, host })),
  );
  expect(answers).toEqual(asked.map((host) => (host.startsWith('x') ? proxy : 'DIRECT')));
});

function functionOf(body: string): string {
  return `function FindProxyForURL(url, host) { ${body} }\n`;
}
