import { describe, expect, test } from '@jest/globals';
import { documentText, largestDocument } from '../../src/documents/document-text.ts';

function textOf(content: string | readonly number[]): unknown {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  const read = documentText('list.txt', bytes);
  return read.ok ? read.value.text : read.error;
}

const zip = [0x50, 0x4b, 0x03, 0x04];
const named = (name: string) => [...zip, ...Buffer.from(`\0\0\0\0${name}`)];

describe('the text of a document', () => {
  test.each([
    ['plain text', 'a\nb\n', 'a\nb\n'],
    ['a byte order mark', '\uFEFFa\n', 'a\n'],
    ['CRLF', 'a\r\nb\r\n', 'a\nb\n'],
    ['line ends of old systems', 'a\rb', 'a\nb'],
    ['XML', '<?xml version="1.0"?>\n<pfsense/>', '<?xml version="1.0"?>\n<pfsense/>'],
    ['a table with elements', '| host<br>other |', '| host<br>other |'],
    [
      'text about HTML',
      'html is the language of <html> pages',
      'html is the language of <html> pages',
    ],
    ['letters of other languages', 'für Höhe', 'für Höhe'],
  ])('is read from %s', (_name, content, text) => {
    expect(textOf(content)).toBe(text);
  });

  test.each([
    ['no bytes', '', 'import-empty', 'list.txt is empty'],
    ['blanks alone', ' \r\n\t\n', 'import-empty', 'list.txt is empty'],
    ['a mark alone', '\uFEFF', 'import-empty', 'list.txt is empty'],
    ['a web page', '<!DOCTYPE html><html>', 'import-web-page', 'web page'],
    ['a web page after a mark', '\uFEFF\r\n <HTML lang=en>', 'import-web-page', 'web page'],
    ['one after comments', '<!-- a -->\n<!-- b\n --><head>', 'import-web-page', 'web page'],
    ['XHTML', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">', 'import-web-page', 'web page'],
    ['a script of a login page', '<script>location="/login"</script>', 'import-web-page', 'login'],
    ['UTF-16 with a mark', [0xff, 0xfe, 0x61, 0], 'import-not-text', 'UTF-16'],
    ['UTF-16 without a mark', [0x61, 0, 0x62, 0], 'import-not-text', 'UTF-16'],
    ['big-endian UTF-16', [0, 0x61, 0, 0x62], 'import-not-text', 'UTF-16'],
    ['bytes that are not UTF-8', [0x61, 0x0a, 0x66, 0xfc, 0x72], 'import-not-utf8', 'list.txt:2:2'],
    ['an old spreadsheet', [0xd0, 0xcf, 0x11, 0xe0], 'import-not-text', 'spreadsheet'],
    ['a spreadsheet', named('[Content_Types].xml'), 'import-not-text', 'spreadsheet'],
    [
      'an ODF spreadsheet',
      named('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'import-not-text',
      'spreadsheet',
    ],
    ['another archive', named('list.txt'), 'import-not-text', 'ZIP archive'],
    ['a PDF', '%PDF-1.7', 'import-not-text', 'PDF'],
    ['gzip', [0x1f, 0x8b, 0x08], 'import-not-text', 'gzip'],
    ['a null character', 'a\nb\0c\n', 'import-not-text', 'null characters'],
  ] as const)('is refused for %s', (_name, content, rule, words) => {
    expect(textOf(content)).toMatchObject({ rule, message: expect.stringContaining(words) });
  });

  test('says how to convert a spreadsheet and UTF-16', () => {
    expect(textOf(named('xl/workbook.xml'))).toMatchObject({
      help: expect.stringContaining('CSV'),
    });
    expect(textOf([0xff, 0xfe, 0x61, 0])).toMatchObject({
      help: expect.stringContaining('iconv -f UTF-16 -t UTF-8'),
    });
  });

  test('is at most 32 MiB', () => {
    const read = documentText('big', new Uint8Array(largestDocument + 1));
    expect(read).toMatchObject({ ok: false, error: { rule: 'import-too-large' } });
  });
});
