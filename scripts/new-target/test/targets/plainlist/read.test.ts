import { describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../../../../src/net/address.ts';
import { parseFlow } from '../../../../../src/net/flow.ts';
import { must } from '../../../../../test/support/policy.ts';
import { read } from '../../../src/targets/plainlist/read/index.ts';
import { filesOf, textOf } from './support.ts';

const text = textOf(
  {
    https: ['www.example.com', '*.example.org', '198.51.100.0/24'],
    http: ['www.example.com', 'help.example.com'],
  },
  { targets: { plainlist: { reference: 'CHG-1042' } } },
);

/** What a text says, as data that two texts can be compared by; undefined when it is refused. */
function said(written: string): string | undefined {
  const reading = read(filesOf(written));
  if (!reading.ok) return undefined;
  const { access, settings, identifiers = [] } = reading.value;
  const parts = [
    access.map(({ destination, ports, clients }) => ({ destination, ports, clients })),
    [...settings, ...identifiers].map(({ name, value }) => [name, value]),
  ];
  return JSON.stringify(parts, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
}

describe('the reader of the list', () => {
  test.each<[string, string, string]>([
    ['https://www.example.com/any/path', '192.0.2.1', 'allow'],
    ['http://www.example.com', '2001:db8:c1::1', 'allow'],
    ['https://a.b.example.org', '192.0.2.1', 'allow'],
    ['https://198.51.100.9', '192.0.2.1', 'allow'],
    ['https://example.org', '192.0.2.1', 'deny'],
    ['https://www.example.com.evil.example', '192.0.2.1', 'deny'],
    ['tcp://www.example.com:22', '192.0.2.1', 'deny'],
    ['udp://www.example.com:443', '192.0.2.1', 'deny'],
    ['https://www.example.com', '203.0.113.1', 'not-applicable'],
    ['https://198.51.100.9', '2001:db8:c1::1', 'not-applicable'],
  ])('%s from %s: %s', (flow, client, want) => {
    const reading = must(read(filesOf(text)));
    expect(reading.decide(must(parseFlow(flow)), must(parseAddress(client))).verdict).toBe(want);
  });

  test('returns the name, the owner and the ticket of the list', () => {
    const targets = { plainlist: { reference: 'CHG-1042' } };
    const reading = must(read(filesOf(textOf({ https: ['www.example.com'] }, { targets }))));
    const said = [...(reading.identifiers ?? []), ...reading.settings];
    expect(said.map(({ name, value, at }) => [name, value, at.line])).toEqual([
      ['spec', 'test-spec', 1],
      ['list', 'spt_example', 2],
      ['reference', 'CHG-1042', 3],
    ]);
  });

  test('returns the line that decides', () => {
    const reading = must(read(filesOf(text)));
    const flow = must(parseFlow('http://help.example.com'));
    expect(reading.decide(flow, must(parseAddress('192.0.2.1'))).at).toEqual({
      file: 'plainlist/list.txt',
      line: text.split('\n').indexOf('allow help.example.com tcp/80') + 1,
    });
  });
});

describe('the reader of the list refuses', () => {
  test.each<[string, string]>([
    ['another header', text.replace('#', '##')],
    ['a list without a name', text.replace(/list .*\n/, '')],
    ['two tickets', text.replace(/(reference .*\n)/, '$1$1')],
    ['no final line feed', text.slice(0, -1)],
    ['line ends of another system', text.replaceAll('\n', '\r\n')],
    ['a space at the end of a line', text.replace('tcp/443\n', 'tcp/443 \n')],
    ['a host in capitals', text.replace('www', 'WWW')],
    ['a network with host bits', text.replace('198.51.100.0/24', '198.51.100.1/24')],
    ['a port with a leading zero', text.replace('tcp/443', 'tcp/0443')],
    ['ports out of order', text.replace('tcp/80,tcp/443', 'tcp/443,tcp/80')],
    ['a client below the list', `${text}client 198.51.100.0/24\n`],
    ['no client', text.replaceAll(/client .*\n/g, '')],
    ['an empty list', text.replaceAll(/allow .*\n/g, '')],
    ['an empty file', ''],
  ])('%s', (_what, changed) => {
    expect(changed).not.toBe(text);
    expect(said(changed)).toBeUndefined();
  });

  test('an additional file, and a missing file', () => {
    expect(read(new Map([...filesOf(text), ['plainlist/more.txt', '']])).ok).toBe(false);
    expect(read(new Map()).ok).toBe(false);
  });
});

describe('a changed line is refused, or changes the reading', () => {
  const lines = text.split('\n').slice(0, -1);
  const changes: Readonly<Record<string, (index: number) => readonly (string | undefined)[]>> = {
    'left out': (index) => lines.toSpliced(index, 1),
    doubled: (index) => lines.toSpliced(index, 0, lines[index] ?? ''),
    'swapped with the next': (index) =>
      lines.toSpliced(index, 2, lines[index + 1] ?? '', lines[index] ?? ''),
    widened: (index) => lines.toSpliced(index, 1, (lines[index] ?? '').replace(/\S+$/, 'any')),
  };

  test.each(Object.keys(changes))('%s', (name) => {
    const before = said(text);
    const unseen = lines.filter((_line, index) => {
      const changed = `${changes[name]?.(index).join('\n')}\n`;
      return changed !== text && said(changed) === before;
    });
    expect(unseen).toEqual([]);
  });
});
