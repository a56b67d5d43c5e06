import { describe, expect, test } from '@jest/globals';
import { type GuessedFormat, guessFormat, namesAddress } from '../../src/documents/guess.ts';

const formatOf = (text: string) => guessFormat({ name: 'file', text });

describe('the format of a document', () => {
  test.each<[string, GuessedFormat, string]>([
    ['entries of Microsoft 365', 'm365', '[{ "id": 1, "serviceArea": "Exchange", "urls": [] }]'],
    ['a MUD profile', 'mud', '{\n  "ietf-mud:mud": {}\n}'],
    ['an object of networks', 'ranges', '{ "prefixes": [{ "ip_prefix": "192.0.2.0/24" }] }'],
    ['an array of networks', 'ranges', '["192.0.2.0/24"]'],
    ['an empty array', 'ranges', '[]'],
    ['JSON that is cut off', 'ranges', '{ "prefixes": ['],
    ['hosts', 'list', '# ours\nwww.example.com\n*.example.net\n.example.org\n'],
    ['networks', 'list', '192.0.2.0/24\n198.51.100.0/24\t\n2600:db8::/32\n'],
    ['ranges and masks', 'list', '192.0.2.1 - 192.0.2.9\n192.0.2.0 255.255.255.0\n'],
    ['URLs and ports', 'list', 'https://www.example.com/\nwww.example.net:8443 # api\n'],
    ['rules of an ad blocker', 'list', '! ours\n@@||www.example.com^\n||ads.example.net^\n'],
    ['a geofeed', 'list', '192.0.2.0/24,DE,DE-HE,Frankfurt,\n2600:db8::/32,US,US-CA,Reno,89501\n'],
    [
      'comma separated values',
      'table',
      'Host,Port,Use\na.example.com,443,one\nb.example.com,443,two\n',
    ],
    ['semicolons', 'table', 'Host;Port\na.example.com;443\n'],
    ['tabs', 'table', 'Host\tPort\na.example.com\t443\n'],
    ['a pipe table', 'table', '| Host | Port |\n| --- | --- |\n| a.example.com | 443 |\n'],
    ['XML of pfSense', 'config', '<?xml version="1.0"?>\n<pfsense></pfsense>'],
    ['XML of PAN-OS', 'config', '<response status="success"><result/></response>'],
    ['lines of dnsmasq', 'config', '# ours\nipset=/a.example.com/b.example.com/allowed\n'],
    ['a dump of ipset', 'config', 'create web hash:ip\nadd web 198.51.100.7\n'],
    ['squid.conf', 'config', 'acl ours dstdomain .example.com\nhttp_access allow ours\n'],
    ['a guide', 'text', '# Guide\n\n- <https://a.example.com> (Port 443)\n- more, and more\n'],
    ['a guide with a table', 'text', 'One.\nTwo.\nThree.\nFour.\n| a | b |\n| - | - |\n'],
    ['a link at the start', 'text', '[Guide](https://a.example.com)\n'],
    ['one line', 'text', 'Please open port 443.'],
  ])('is told by its content: %s is %s', (_, format, text) => {
    expect(formatOf(text)).toBe(format);
  });

  test.each<[string, boolean]>([
    ['{}', false],
    ['[{}]', false],
    ['{ "a": 1, "version": "1.2", "time": "12:30" }', false],
    ['{ "prefixes": ["192.0.2.0/24"] }', true],
    ['[" 2001:db8::/32"]', true],
    ['["::1"]', true],
  ])('JSON names an address or not: %s is %s', (text, names) => {
    expect(namesAddress({ name: 'file', text })).toBe(names);
  });

  test.each([
    ['one long line', 'a, b; '.repeat(500_000)],
    ['many brackets', '['.repeat(1_000_000)],
    ['many short lines', 'a.example.com\n'.repeat(500_000)],
    ['many commas', `${','.repeat(2000)}\n`.repeat(500)],
    ['many blanks', `a${' '.repeat(2000)}b\n`.repeat(500)],
    ['many quotes', '" '.repeat(1_000_000)],
    ['many bars', `${'|'.repeat(2000)}\n`.repeat(500)],
  ])('is told in a moment for a hostile text: %s', (_, text) => {
    const start = process.cpuUsage();
    formatOf(text);
    namesAddress({ name: 'file', text });
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
