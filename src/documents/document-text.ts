import { visible } from '../characters.ts';
import { decodeUtf8 } from '../language/yaml/text.ts';
import { failure, formatPlace, type Refusal, type Result, refuse, success } from '../problem.ts';
import type { DocumentText } from './document.ts';

/** The largest document that is read, in bytes. */
export const largestDocument = 32 * 1024 * 1024;

/**
 * The text of a document's bytes, with `\n` at line ends and without a byte order mark. Refuses what no reader can use:
 * an empty file, a web page, a spreadsheet, an archive, and text that is not UTF-8.
 */
export function documentText(name: string, bytes: Uint8Array): Result<DocumentText, Refusal> {
  const refusal = refuseBytes(name, bytes);
  if (refusal !== undefined) return failure(refusal);
  const decoded = decodeUtf8(name, bytes);
  if (!decoded.ok) return failure(notUtf8(name, decoded.error[0]));
  const text = decoded.value.replace(/^\uFEFF+/, '').replaceAll(/\r\n?/g, '\n');
  const wrong = refuseText(name, text);
  return wrong === undefined ? success({ name, text }) : failure(wrong);
}

type Decoded = ReturnType<typeof decodeUtf8>;
type NotUtf8 = Extract<Decoded, { readonly ok: false }>['error'][number];

function notUtf8(name: string, problem: NotUtf8 | undefined): Refusal {
  const at = problem === undefined ? visible(name) : visible(formatPlace(problem.at));
  const from = 'WINDOWS-1252';
  const message = `${at}: ${problem?.message ?? 'expected UTF-8'}`;
  return refuse('import-not-utf8', message, convertHelp(from));
}

function convertHelp(from: string): string {
  return `convert it, for example: iconv -f ${from} -t UTF-8 FILE > NEW`;
}

/** What the first bytes of a file say it is, and what to do with it. */
type Kind = { readonly start: readonly number[]; readonly what: string; readonly help: string };

const asCsv = 'open it, save the sheet as CSV (UTF-8), and import that file';
const unpack = 'unpack it, and import the file inside';

const kinds: readonly Kind[] = [
  { start: [0xd0, 0xcf, 0x11, 0xe0], what: 'a spreadsheet or another Office file', help: asCsv },
  {
    start: [0x25, 0x50, 0x44, 0x46],
    what: 'a PDF file',
    help: 'copy its text to a file, for example: pdftotext -layout FILE NEW',
  },
  { start: [0x1f, 0x8b], what: 'compressed with gzip', help: 'unpack it: gunzip FILE' },
  { start: [0x42, 0x5a, 0x68], what: 'compressed with bzip2', help: 'unpack it: bunzip2 FILE' },
  {
    start: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    what: 'compressed with xz',
    help: 'unpack it: unxz FILE',
  },
  { start: [0x28, 0xb5, 0x2f, 0xfd], what: 'compressed with zstd', help: 'unpack it: unzstd FILE' },
  { start: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive', help: unpack },
];

const zip: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];

function refuseBytes(name: string, bytes: Uint8Array): Refusal | undefined {
  if (bytes.length === 0) return empty(name);
  if (bytes.length > largestDocument) return tooLarge(name);
  const encoding = utf16Of(bytes);
  if (encoding !== undefined) return notText(name, 'UTF-16 text', convertHelp(encoding));
  if (zip.some((start) => startsWith(bytes, start))) return refuseZip(name, bytes);
  const kind = kinds.find(({ start }) => startsWith(bytes, start));
  return kind && notText(name, kind.what, kind.help);
}

/** The refusal of a document that is larger than the limit. */
export function tooLarge(name: string): Refusal {
  return refuse(
    'import-too-large',
    `${visible(name)} is larger than ${largestDocument / 1024 / 1024} MiB`,
    'check that it is the file that the vendor publishes, or cut it to the part that you need',
  );
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** The encoding of UTF-16 text, with or without a mark: every other byte of plain text is null. */
function utf16Of(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return 'UTF-16';
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'UTF-16LE';
  return first === 0 && second !== 0 && third === 0 && fourth !== 0 ? 'UTF-16BE' : undefined;
}

const beginningOfZip = 4096;

/** Office files are ZIP archives, whose first entries have names that say so. */
function refuseZip(name: string, bytes: Uint8Array): Refusal {
  const start = Buffer.from(bytes.subarray(0, beginningOfZip)).toString('latin1');
  if (/\bword\/|opendocument\.text/.test(start))
    return notText(name, 'a text document of an office program', 'save it as plain text (UTF-8)');
  const isSheet = /\[Content_Types\]|_rels\/|\bxl\/|opendocument\.spreadsheet/.test(start);
  if (isSheet) return notText(name, 'a spreadsheet', asCsv);
  return notText(name, 'a ZIP archive', unpack);
}

function notText(name: string, what: string, help: string): Refusal {
  return refuse('import-not-text', `${visible(name)} is ${what}`, help);
}

function empty(name: string): Refusal {
  return refuse(
    'import-empty',
    `${visible(name)} is empty`,
    'download it again: an update with it would remove everything',
  );
}

/** A web page begins with its elements, after comments and declarations. */
const beforeElements = /^(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)+/;
const webPage = /^<(?:!doctype\s+html|html|head|body|script|meta|title|noscript|frameset)\b/i;

function refuseText(name: string, text: string): Refusal | undefined {
  if (text.trim() === '') return empty(name);
  if (text.includes('\0'))
    return notText(name, 'not a text file: it contains null characters', 'import the text file');
  return webPage.test(text.replace(beforeElements, '')) ? isWebPage(name) : undefined;
}

function isWebPage(name: string): Refusal {
  return refuse(
    'import-web-page',
    `${visible(name)} is a web page (HTML): an error page, the login page of a proxy, or the page around the file`,
    'download the file itself, or copy the text of the page to a file and import that',
  );
}
