import { describe, expect, test } from '@jest/globals';
import { readList } from '../../src/documents/list/index.ts';
import { readText } from '../../src/documents/text/index.ts';
import { rowsIn } from '../support/document-rows.ts';

const m365 = JSON.stringify(
  [{ id: 1, serviceArea: 'Skype', ips: ['203.0.113.0/24'], udpPorts: '3478', required: false }],
  undefined,
  2,
);

describe('lines of another format are not read as destinations', () => {
  test.each([
    ['JSON', m365],
    ['JSON', '{\n  "prefixes": [\n    "203.0.113.0/24"\n  ]\n}\n'],
    ['JSON', '["a.example.com"]'],
    ['JSON', '[["a.example.com", 443]]'],
    ['XML', '<?xml version="1.0"?>\n<a>b.example.com</a>\n'],
    ['XML', '<pfsense><alias>b.example.com</alias></pfsense>\n'],
  ])('%s %j', (kind, text) => {
    expect(rowsIn(readList, text)).toEqual([
      `refused import-other-format: the document is ${kind}, and not a list`,
    ]);
    expect(rowsIn(readText, text)).toEqual([
      `refused import-other-format: the document is ${kind}, and not a guide`,
    ]);
  });

  test.each([
    'Host,Port\na.example.com,8443\n',
    'Host;Purpose;Destination port\na.example.com;b.example.com;8443\n',
    'Hostname\tProtocol\na.example.com\tUDP\n',
  ])('a table %j is no list', (text) => {
    expect(rowsIn(readList, text)).toEqual([
      'refused import-other-format: the document is a table, and not a list',
    ]);
  });

  test('text that begins with a bracket is text', () => {
    expect(rowsIn(readList, '[2001:db8::7]:443\n')).toEqual(['1: 2001:db8::7 tcp/443']);
    expect(rowsIn(readList, 'a.example.com, b.example.com\n')).toHaveLength(2);
    expect(rowsIn(readText, '[1] Notes\n\n- a.example.com (443)\n')).toHaveLength(1);
  });
});
