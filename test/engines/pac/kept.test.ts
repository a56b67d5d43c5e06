import { describe, expect, test } from '@jest/globals';
import { formatAddress } from '../../../src/net/address.ts';
import type { Destination } from '../../../src/net/destination.ts';
import type { Network } from '../../../src/net/network.ts';
import { read } from '../../../src/targets/pac/read/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { committedFiles } from '../../support/committed.ts';
import { must } from '../../support/policy.ts';
import { askPacparser, needsPacparser } from './engines.ts';

/** A host that a destination contains, in the form of a URL. */
function hostIn(destination: Destination): string {
  switch (destination.kind) {
    case 'host':
      return destination.host.kind === 'exact'
        ? destination.host.name
        : nameOf(destination.host).replaceAll('*', 'x');
    case 'network':
      return addressIn(destination.network);
    default:
      return 'any.example';
  }
}

function nameOf(
  host: { kind: 'subdomains'; of: string } | { kind: 'pattern'; labels: readonly string[] },
): string {
  return host.kind === 'subdomains' ? `x.${host.of}` : host.labels.join('.');
}

function addressIn({ family, last }: Network): string {
  const text = formatAddress({ family, value: last });
  return family === 6 ? `[${text}]` : text;
}

const theirs = 'PROXY theirs.example.net:8080';

/** An included function is in a site's own file, which calls it as the header says. */
function asLoaded(text: string): string {
  const [line = '', call] = /^\/\/ {3}var way = (.*);$/m.exec(text) ?? [];
  if (call === undefined) return text;
  const body = `${line.slice(2)} return way !== null ? way : "${theirs}";`;
  return `${text}function FindProxyForURL(url, host) { ${body} }\n`;
}

/** What an engine should answer to the last port of each listed destination, and to a host that no file lists. */
function wanted(files: TargetFiles, text: string): [url: string, answer: string][] {
  const [, around = ''] = /^var LISTED = "(.*)";$/m.exec(text) ?? [];
  const [, otherwise = theirs] = /^var OTHERWISE = "(.*)";$/m.exec(text) ?? [];
  const listed = must(read(files)).access.map(({ destination, ports }): [string, string] => [
    `https://${hostIn(destination)}:${ports.high}/`,
    around,
  ]);
  return [...listed, ['https://unlisted.invalid:65432/', otherwise]];
}

describe('the PAC files that the repository keeps answer in libpacparser', () => {
  const kept = committedFiles('pac');

  test('there are some', () => {
    expect(kept.length).toBeGreaterThan(8);
  });

  for (const [folder, files] of kept) {
    needsPacparser(folder, () => {
      const text = files.get('pac/proxy.pac') ?? '';
      const want = wanted(files, text);
      expect(want.length).toBeGreaterThan(1);
      const asked = want.map(([url]) => ({ url, host: new URL(url).hostname }));
      const answers = askPacparser(asLoaded(text), asked);
      expect(asked.map(({ url }, index) => [url, answers[index]])).toEqual(want);
    });
  }
});
