import { describe, expect, test } from '@jest/globals';
import { accessText } from '../../../src/report/diff/words.ts';
import { compareLive, type LiveReport, type WithLive } from '../../../src/review/live/compare.ts';
import { pac } from '../../../src/targets/pac/index.ts';
import { live } from '../../../src/targets/pac/live/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { sitesWith } from '../../engines/sites.ts';
import { must } from '../../support/policy.ts';
import { bypass, filesOf, type Options, textOf } from './support.ts';

const device: WithLive = { target: pac, live };

const filesWith = (options: Options) =>
  filesOf(textOf(bypass({ https: ['www.example.com', '*.example.net'] }, options)));
const files = filesWith({});
const same = (text: string) => text;

function compared(change: (text: string) => string, of: TargetFiles = files): LiveReport {
  const text = change(of.get('pac/proxy.pac') ?? '');
  return must(compareLive('branch', device, [{ name: 'wpad.dat', text }], of));
}

function drift(change: (text: string) => string, of: TargetFiles = files): string[] {
  const { gained, lost, differences } = compared(change, of);
  return [
    ...gained.map((each) => `+ ${accessText(each)}`),
    ...lost.map((each) => `- ${accessText(each)}`),
    ...differences.map(({ message, text }) => `${message}: ${text}`),
  ];
}

const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the file does not hold ${from}`);
  return changed;
};

const from = 'the file differs from the file of the site from this line on';

describe('a served PAC file', () => {
  for (const { name, files: own } of sitesWith('pac'))
    test(`is no drift with the same bytes: ${name}`, () => {
      expect(drift(same, new Map(own))).toEqual([]);
    });

  test('answers differently', () => {
    expect(drift(swap('www.example.com', 'www.example.org'))).toEqual([
      '+ www.example.org on tcp/443',
      '- www.example.com on tcp/443',
      expect.stringMatching(`^${from}: .*www\\.example\\.org`),
    ]);
    const { gained, lineAt } = compared(swap('www.example.com', 'www.example.org'));
    const [place] = gained.map(({ at }) => at);
    expect(place && lineAt(place)).toContain('www.example.org');
    expect(place && lineAt({ ...place, file: 'other' })).toBeNull();
  });

  test('has another proxy or another form', () => {
    expect(drift(swap('proxy.example.net:3128', 'proxy.example.org:3128'))).toEqual([
      expect.stringMatching(`^${from}: .*proxy\\.example\\.org`),
      'the option "proxy" is not as in the files: PROXY proxy.example.org:3128',
    ]);
    const compact = filesWith({ compact: true }).get('pac/proxy.pac') ?? '';
    expect(drift(() => compact).at(-1)).toBe('the option "compact" is not as in the files: true');
  });

  test.each([
    ['line ends of Windows', swap(/\n/g, '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['the end cut off', (text: string) => text.slice(0, -20)],
    ['other code', swap('return', 'return "DIRECT";return')],
    ['a line in addition', (text: string) => `${text}// by hand\n`],
  ])('that is not a file of Portolan: %s', (_name, change) => {
    const [first, second, ...more] = drift(change);
    expect(first?.startsWith(from)).toBe(true);
    expect(second).toMatch(
      /^this is not a file that Portolan writes, so what it answers is not compared: /,
    );
    expect(more).toEqual([]);
  });

  test('may contain the function of the site among other lines', () => {
    const included = filesWith({ functionName: 'demoProxy' });
    const around = (text: string) =>
      `// our own file\n${text}function FindProxyForURL(url, host) {}\n`;
    expect(drift(around, included)).toEqual([]);
    expect(compared(around, included).notes).toHaveLength(1);
    expect(drift((text) => around(text.replace('www', 'ww2')), included)).not.toEqual([]);
    const again = "the site's function is defined a second time";
    for (const code of [
      'function demoProxy(url, host) { return "DIRECT"; }',
      'demoProxy = function () { return "DIRECT"; };',
      'demoProxy.way = function () { return "DIRECT"; };',
      "demoProxy['way'] = null;",
    ]) {
      expect(drift((text) => `${around(text)}\n${code}`, included).join()).toContain(again);
      expect(drift((text) => `${code}\n${around(text)}`, included).join()).toContain(again);
    }
    for (const code of ['function demoProxy2() {}', 'if (demoProxy == null) x = demoProxy;'])
      expect(drift((text) => `${around(text)}\n${code}`, included)).toEqual([]);
    expect(drift((text) => `/* old\n${around(text)}\n*/`, included).join()).toContain(
      "a comment begins here that contains the site's function",
    );
    expect(drift((text) => `/* new */\n${around(text)}`, included)).toEqual([]);
    expect(drift(around)).not.toEqual([]);
  });

  test('is known by its content, has no prefix, and is one file', () => {
    const [text = ''] = files.values();
    const dump = { name: 'wpad.dat', text };
    expect(live.recognize(dump)?.ok).toBe(true);
    expect(live.recognize({ name: 'x', text: '<html></html>' })).toBeUndefined();
    expect(must(live.prefixesIn([dump]))).toBeUndefined();
    const two = live.read([dump, dump], files);
    expect(!two.ok && two.error.message).toBe('2 PAC files, and browsers get one');
  });
});
