import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../support/programs.ts';
import { waysOf } from './chromium.ts';
import { ask, loadFrom, webServers } from './serving.ts';
import { closed } from './table.ts';

const places = [
  { host: 'pac.example.net', path: '/proxy.pac' },
  { host: 'wpad.example.net', path: '/wpad.dat' },
];

const questions = places.flatMap((place) =>
  ['GET', 'HEAD'].map((method) => ({ ...place, method })),
);

describe.each(Object.entries(webServers))('%s, with the settings of docs/apply.md', (_, server) => {
  needsNamespace(server.program, 'ip')(
    'serves the file as it is, with its type and a limit',
    () => {
      const answers = ask(server, closed.text, questions);
      expect(
        answers.map(({ status, headers, body }) => ({
          status,
          type: headers['content-type'],
          cache: headers['cache-control'],
          encoding: headers['content-encoding'],
          redirect: headers['location'],
          body,
        })),
      ).toEqual(
        questions.map(({ method }) => ({
          status: 200,
          type: 'application/x-ns-proxy-autoconfig',
          cache: 'max-age=300',
          encoding: undefined,
          redirect: undefined,
          body: method === 'GET' ? closed.text : '',
        })),
      );
    },
  );

  needsNamespace(
    server.program,
    'ip',
    'chromium',
    'openssl',
  )('gives Chromium the file for each name', () => {
    const loads = ['https://app.example.com/', 'https://evil.example/'];
    for (const { host, path } of places)
      expect(
        waysOf(loadFrom(server, 'chromium', closed.text, `http://${host}${path}`, loads)),
      ).toEqual(['DIRECT', 'proxied']);
  });

  needsNamespace(
    server.program,
    'ip',
    'firefox-esr',
    'openssl',
  )('gives Firefox the file for each name', () => {
    // Firefox takes no certificate of a stranger, and the web server has port 80.
    const loads = ['http://api.example.com:8441/', 'http://api.example.com:8443/'];
    for (const { host, path } of places)
      expect(loadFrom(server, 'firefox-esr', closed.text, `http://${host}${path}`, loads)).toEqual([
        ['origin: api.example.com:8441 on port 8441'],
        ['proxy: GET http://api.example.com:8443/'],
      ]);
  });
});
