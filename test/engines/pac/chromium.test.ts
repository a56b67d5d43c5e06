import { expect } from '@jest/globals';
import type { Question } from '../../targets/pac/spellings.ts';
import { load, needsChromium, waysOf } from './chromium.ts';
import { closed, kept } from './table.ts';

/** Where Chromium goes DIRECT, although the file would send what was written to the proxy. */
const ownMind = new Set([
  // It comes with a list of hosts to go to with TLS alone: it asks the file about https.
  'http://play.google.com/',
  // It asks no file about this machine and its link.
  'https://localhost/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://169.254.169.254/',
]);

for (const { folder, text, questions } of kept) {
  needsChromium(`Chromium goes as the table says with ${folder}`, () => {
    const asked = questions.filter(isNavigable);
    const want = asked.map(({ url, canonical }) => [
      url,
      canonical || ownMind.has(url) ? 'DIRECT' : 'proxied',
    ]);
    expect(asked.length).toBeGreaterThan(100);
    expect(
      goes(
        text,
        asked.map(({ url }) => url),
      ),
    ).toEqual(want);
  });
}

needsChromium('The access logs say who was asked for what', () => {
  const asked = [
    ['http://www.example.com/page', 'origin: www.example.com on port 80'],
    ['https://app.example.com/page', 'origin: app.example.com on port 443'],
    ['wss://a.example.net/', 'origin: a.example.net on port 443'],
    ['https://api.example.com:8441/', 'origin: api.example.com:8441 on port 8441'],
    ['https://[2001:db8:7::1]/', 'origin: [2001:db8:7::1] on port 443'],
    ['http://portal.example.com/page', 'proxy: GET http://portal.example.com/page'],
    ['https://portal.example.com/page', 'proxy: CONNECT portal.example.com:443'],
    ['ws://a.example.net/', 'proxy: CONNECT a.example.net:80'],
    ['https://api.example.com:8443/', 'proxy: CONNECT api.example.com:8443'],
    ['https://[2001:db8:7:1::1]/', 'proxy: CONNECT [2001:db8:7:1::1]:443'],
  ] as const;
  expect(
    load(
      closed.text,
      asked.map(([url]) => url),
    ),
  ).toEqual(asked.map(([, place]) => [place]));
});

needsChromium('A host that is not listed goes nowhere while the proxy is down', () => {
  const ways = [
    ['https://app.example.com/', 'DIRECT'],
    ['http://docs.example.com/', 'DIRECT'],
    ['https://evil.example/', 'nowhere'],
    ['http://evil.example/', 'nowhere'],
    ['wss://evil.example/', 'nowhere'],
    ['https://xapp.example.com/', 'nowhere'],
    ['https://198.51.100.128/', 'nowhere'],
  ];
  const urls = ways.map(([url = '']) => url);
  expect(goes(closed.text, urls, { proxy: false })).toEqual(ways);
});

// Every error fails open, so each of these would be a gap that only logs show.
const broken = [
  ['does not parse', (text: string) => text.replace('{', '{{'), 'DIRECT', 'DIRECT'],
  [
    'throws',
    (text: string) => text.replace('  place = placeOf(url);', '  throw "no";'),
    'DIRECT',
    'DIRECT',
  ],
  [
    'separates its answers with a comma',
    (text: string) => text.replace('3128"', '3128, DIRECT"'),
    'DIRECT',
    'DIRECT',
  ],
  [
    'is one byte too long for Chromium',
    (text: string) => text.padEnd(1_048_577, '\n'),
    'DIRECT',
    'DIRECT',
  ],
  ['is as long as it may be', (text: string) => text.padEnd(1_048_576, '\n'), 'DIRECT', 'proxied'],
  [
    'has lost a host',
    (text: string) => text.replace('  "app.example.com": "443",\n', ''),
    'proxied',
    'proxied',
  ],
] as const;

for (const [what, change, listed, other] of broken) {
  needsChromium(`The logs show it when a file ${what}`, () => {
    const text = change(closed.text);
    expect(text).not.toBe(closed.text);
    expect(goes(text, ['https://app.example.com/', 'https://evil.example/'])).toEqual([
      ['https://app.example.com/', listed],
      ['https://evil.example/', other],
    ]);
  });
}

function goes(...[text, urls, options]: Parameters<typeof load>): string[][] {
  const ways = waysOf(load(text, urls, options));
  return urls.map((url, index) => [url, ways[index] ?? '']);
}

/** Can a page go there? Not with a scheme that Chromium does not know, nor to port 0. */
function isNavigable({ url, mistaken }: Question): boolean {
  if (mistaken || !URL.canParse(url)) return false;
  const { protocol, port } = new URL(url);
  return ['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && port !== '0';
}
