import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { digestOf } from '../../../src/targets/kit/reading/script.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import { scriptDigest } from '../../../src/targets/paloalto/read/script.ts';
import type { Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { everything, linesOf, type Options, policyFor, render } from './support.ts';
import { widened } from './widened.ts';

const setFile = 'paloalto/rules.set';
const xmlFile = 'paloalto/rules.xml';

function readingOf(words: SpecWords, options: Partial<Options> = {}): Reading {
  return must(read(render(policyFor(words, options))));
}

/** The verdict on a flow of a client, and the line that decides it. */
function verdictOf(files: TargetFiles, flow: string, client = '192.0.2.7'): string {
  const { verdict, at } = must(read(files)).decide(
    must(parseFlow(flow)),
    must(parseAddress(client)),
  );
  const line =
    at === null ? '' : (linesOf(files.get(at.file) ?? '')[at.line - 1] ?? 'no such line');
  return line === '' ? verdict : `${verdict}: ${line}`;
}

/** Everything that a reading says, in words. */
function accessWords({ access }: Reading): string[] {
  return access.map(
    ({ destination, path, ports, clients, at }) =>
      `${formatDestination(destination)}${path} ${formatPortRange(ports)} ${clients.length} ${at.file}`,
  );
}

describe('the target', () => {
  test('has the name of its directory', () => {
    expect(paloalto.name).toBe('paloalto');
  });
});

describe('a flow', () => {
  const files = render(policyFor(everything));
  const url = 'set profiles custom-url-category';

  test.each([
    ['https://api.example.com/', `allow: ${url} spt-web-https list api.example.com/`],
    ['https://api.example.com/any/path', `allow: ${url} spt-web-https list api.example.com/`],
    ['wss://api.example.com/', `allow: ${url} spt-web-https list api.example.com/`],
    ['tcp://api.example.com:443', `allow: ${url} spt-web-https list api.example.com/`],
    ['https://a.b.example.net/', `allow: ${url} spt-web-https list *.example.net/`],
    ['https://198.51.100.9/', 'allow: set address spt-198.51.100.0-25 ip-netmask 198.51.100.0/25'],
    ['http://www.example.com/Help', `allow: ${url} spt-web-http list www.example.com/Help`],
    ['http://www.example.com/help/me', `allow: ${url} spt-web-http list www.example.com/Help`],
    ['http://www.example.com/Help.html', `allow: ${url} spt-web-http list www.example.com/Help`],
    [
      'http://eu.west.cloud.example.org/',
      `allow: ${url} spt-web-http list eu.^.cloud.example.org/`,
    ],
    [
      'udp://turn.example.com:3479',
      'allow: set address spt-turn.example.com fqdn turn.example.com',
    ],
    [
      'tcp://turn.example.com:5061',
      'allow: set address spt-turn.example.com fqdn turn.example.com',
    ],
    ['udp://10.1.0.2:3478', 'allow: set address spt-10.1.0.0-10.1.0.2 ip-range 10.1.0.0-10.1.0.2'],
    [
      'udp://media.example.com:443',
      'allow: set address spt-media.example.com fqdn media.example.com',
    ],
    ['udp://192.0.2.1:53', 'allow: set address spt-192.0.2.1 ip-netmask 192.0.2.1'],
    [
      'udp://ntp.example.org:123',
      'allow: set rulebase security rules spt-time-ntp-any action allow',
    ],
  ])('%s passes by the first rule that matches', (flow, want) => {
    expect(verdictOf(files, flow)).toBe(want);
  });

  test.each([
    'https://example.net/',
    'https://api.example.com.evil.example/',
    'https://evilapi.example.com/',
    'http://api.example.com:443/',
    'https://www.example.com:80/',
    'http://www.example.com/',
    'http://www.example.com/Helpers',
    'http://a.b.cloud.example.org/',
    'http://eu.a.b.cloud.example.org/',
    'tcp://www.example.com:80',
    'udp://api.example.com:443',
    'tcp://turn.example.com:3478',
    'udp://10.1.0.3:3478',
    'udp://192.0.2.2:53',
    'https://192.0.2.1:53/',
    'tcp://169.254.169.254:80',
  ])('%s is denied by the last rule', (flow) => {
    expect(verdictOf(files, flow)).toBe('deny: set rulebase security rules spt-deny action deny');
  });

  test('without a matching rule is denied without a line at an allow-only site', () => {
    const additive = render(policyFor({ ...everything, site: { enforce: 'additive' } }));
    expect(verdictOf(additive, 'https://other.example/')).toBe('deny');
  });

  test.each([
    ['of another client', 'https://api.example.com/', '198.51.100.1'],
    ['to an address of another family', 'udp://10.1.0.2:3478', '2001:db8:c1::5'],
  ])('%s is not applicable', (_name, flow, client) => {
    expect(verdictOf(files, flow, client)).toBe('not-applicable');
  });
});

describe('what the files allow', () => {
  test('is located at its line of rules.set', () => {
    const words = {
      groups: [
        {
          id: 'web',
          to: { https: ['a.example.com', '*.example.com'], http: ['http://a.example.com/x'] },
        },
      ],
    };
    const { access } = readingOf(words);
    const set = linesOf(render(policyFor(words)).get(setFile) ?? '');
    expect(
      access.map(({ destination, path, ports, at }) => [
        formatDestination(destination),
        path,
        formatPortRange(ports),
        set[at.line - 1]?.split(' list ')[1],
      ]),
    ).toEqual([
      ['a.example.com', '/x', 'tcp/80', 'a.example.com/x'],
      ['*.example.com', '/', 'tcp/443', '*.example.com/'],
      ['a.example.com', '/', 'tcp/443', 'a.example.com/'],
    ]);
  });

  test.each<[string, Partial<Options>]>([
    ['another virtual system', { location: 'vsys7' }],
    ['shared', { location: 'shared' }],
    ['a device group, above', { location: { deviceGroup: 'Branches', rulebase: 'pre' } }],
    ['a device group, below', { location: { deviceGroup: 'All Branches', rulebase: 'post' } }],
    ['a place after a rule of two words', { position: { after: 'a b' } }],
    ['log and profile', { logSetting: 'a b', profileGroup: 'c d', from: 'e f', to: 'g h' }],
  ])('does not depend on the location: %s', (_name, options) => {
    expect(accessWords(readingOf(everything, options))).toEqual(accessWords(readingOf(everything)));
  });
});

describe('the reader of PAN-OS refuses', () => {
  const files = render(policyFor(everything));
  const changed = (file: string, from: string, to: string): TargetFiles => {
    const text = files.get(file) ?? '';
    if (!text.includes(from)) throw new Error(`the test finds no ${JSON.stringify(from)}`);
    return new Map(files).set(file, text.replace(from, to));
  };
  const refusal = (given: TargetFiles) => {
    const reading = read(given);
    return reading.ok
      ? 'accepted'
      : `${reading.error.file}:${reading.error.line}: ${reading.error.message}`;
  };

  test.each<[string, TargetFiles, RegExp]>([
    [
      'a missing file',
      new Map([[setFile, files.get(setFile) ?? '']]),
      /^paloalto\/rules\.xml:1: expected this file, found none$/,
    ],
    [
      'a file of another tool',
      new Map(files).set('paloalto/more.set', ''),
      /^paloalto\/more\.set:1: unexpected file: this target does not write it$/,
    ],
    [
      'a line after the end',
      new Map(files).set(setFile, `${files.get(setFile)}set shared\n`),
      /expected the end of the file, found "set shared"$/,
    ],
    [
      'no line feed at the end',
      new Map(files).set(xmlFile, (files.get(xmlFile) ?? '').slice(0, -1)),
      /expected a line feed at the end of the file, found none$/,
    ],
    [
      'more than ASCII',
      changed(setFile, 'Test spec', 'Te\u00dft'),
      /^paloalto\/rules\.set:3: expected printable ASCII, found "set tag spt comments/,
    ],
    [
      'another spec in the other file',
      changed(xmlFile, '<!-- every-kind', '<!-- other'),
      /expected the same spec as in rules\.set, found a difference$/,
    ],
    [
      'a URL without its slash',
      changed(setFile, 'list api.example.com/', 'list api.example.com'),
      /expected the same URL categories as in rules\.set, found a difference$/,
    ],
    [
      'a rule without its refusal',
      changed(xmlFile, '<action>deny</action>', '<action>allow</action>'),
      /expected the same security rules as in rules\.set, found a difference$/,
    ],
    [
      'another place',
      changed(xmlFile, '<entry name="vsys1">', '<entry name="vsys2">'),
      /expected the same location as in rules\.set, found a difference$/,
    ],
    [
      'another address',
      changed(xmlFile, '<ip-netmask>192.0.2.1<', '<ip-netmask>192.0.2.9<'),
      /expected the same addresses as in rules\.set, found a difference$/,
    ],
    [
      'another port',
      changed(setFile, 'spt-tcp-443 protocol tcp port 443', 'spt-tcp-443 protocol tcp port 444'),
      /expected the same services as in rules\.set, found a difference$/,
    ],
    [
      'a refusal that is moved up',
      changed(
        setFile,
        'move rulebase security rules spt-deny after spt-time-ntp-any',
        'move rulebase security rules spt-deny top',
      ),
      /expected "move rulebase security rules spt-deny after spt-time-ntp-any", found "move rulebase security rules spt-deny top"$/,
    ],
  ])('%s', (_name, given, want) => {
    expect(refusal(given)).toMatch(want);
  });

  test('every line deleted, doubled, swapped or widened in one of the files', () => {
    const few: SpecWords = {
      groups: [{ id: 'a', to: { https: ['a.example.com'], dns: ['resolvers'] } }],
    };
    const device = { deviceGroup: 'All Branches', rulebase: 'post' } as const;
    const policies = [
      policyFor(everything, {
        logSetting: 'to siem',
        profileGroup: 'alert',
        position: { before: 'block all' },
      }),
      policyFor(few, { location: device, resolverZone: 'LAN a', applications: 'any' }),
    ];
    for (const good of policies.map(render)) {
      const mutants = [...mutantsOf(good, widened)];
      expect(mutants.length).toBeGreaterThan(700);
      const survivors = mutants.filter((mutant) => read(mutant.files).ok);
      expect(survivors.map(({ what }) => what)).toEqual([]);
    }
  }, 60_000);

  test('a word widened in both files, or returns different access', () => {
    const before = accessWords(must(read(files)));
    const words = new Set([...files.values()].flatMap((text) => text.match(/[^\s<>"]+/g) ?? []));
    const survivors = [...words].flatMap((word) =>
      widened(word)
        .filter((other) => other !== word)
        .map(
          (other) => new Map([...files].map(([file, text]) => [file, swapWord(text, word, other)])),
        )
        .filter((given) => {
          const reading = read(given);
          return reading.ok && String(accessWords(reading.value)) === String(before);
        })
        .map((given) => `${word}: ${[...given.values()].join('').length}`),
    );
    expect(words.size).toBeGreaterThan(100);
    expect(survivors).toEqual([]);
  });
});

function swapWord(text: string, word: string, other: string): string {
  return text.replaceAll(/[^\s<>"]+/g, (found) => (found === word ? other : found));
}

test('the reader knows the script of this version', () => {
  const template = readFileSync(
    join(import.meta.dirname, '../../../templates/paloalto/api.sh.hbs'),
    'utf8',
  ).replaceAll('\r\n', '\n');
  const from = template.split('\n').indexOf('# --- data of this site ---') + 1;
  expect({ scriptDigest }).toEqual({ scriptDigest: digestOf(template, { from, count: 5 }) });
});
