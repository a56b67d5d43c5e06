import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../support/rendered.ts';
import { type Cursor, LanguageServer } from './language-server.ts';

const uri = pathToFileURL(join(root, 'spec.yaml')).href;
const text = readFileSync(join(root, 'spec.yaml'), 'utf8');

let server: LanguageServer;
let opened = 0;

beforeAll(async () => {
  server = await LanguageServer.start();
});

afterAll(() => server.stop());

/** The cursor at the end of the first such text. */
function after(content: string, found: string): Cursor {
  const before = content.slice(0, content.indexOf(found) + found.length).split('\n');
  if (!content.includes(found)) throw new Error(`no "${found}"`);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Opens a changed spec as a file of its own. */
async function openWith(from: string, to: string) {
  if (!text.includes(from)) throw new Error(`no "${from}"`);
  const changed = text.replace(from, () => to);
  opened += 1;
  const name = uri.replace('spec.yaml', `changed-${opened}.yaml`);
  return { name, changed, diagnostics: await server.open(name, changed) };
}

test('an editor finds nothing wrong in the spec', async () => {
  expect(await server.open(uri, text)).toEqual([]);
});

describe('an editor shows', () => {
  beforeAll(async () => {
    await server.open(uri, text);
  });

  test.each([
    ['which characters a name may have', '\nname:', 'A lower-case letter, then lower-case letters'],
    ['what a prefix may be', '\nprefix:', '2 to 8 characters'],
    ['what each tier means', ' tier:', '`required`: The product does not work without it.'],
    ['what each inspection means', '\ninspection:', '`bypass`: Allowed without decryption'],
    ['what each application means', ' application:', '`tls`: Anything inside TLS'],
    ['what enforcement means', ' enforce:', '`closed`: Default deny'],
    ['how a port is written', ' ports:', 'a decimal number or a range from low to high'],
    ['which networks clients are', ' clients:', 'The networks, addresses or ranges'],
    ['an example of a document', '\ndocuments:', 'SendPro Tablet Connectivity Guide'],
    ['what a version is', '\nversion:', 'The only version is 1.'],
  ])('%s', async (_, key, shown) => {
    const { line, character } = after(text, key);
    expect(await server.hover(uri, { line, character: character - 2 })).toContain(shown);
  });
});

describe('an editor offers', () => {
  test.each([
    ['tiers', 'tier: required', 'tier: ', ['required', 'recommended', 'optional']],
    ['inspections', '\ninspection: bypass', '\ninspection: ', ['bypass', 'allow']],
    ['enforcement', 'enforce: closed', 'enforce: ', ['closed', 'additive']],
    ['keys of a spec', 'version: 1\n', 'version: 1\nva', ['variables']],
  ])('%s', async (_, from, to, labels) => {
    const { name, changed } = await openWith(from, to);
    const cursor = after(changed, to);
    expect(await server.complete(name, cursor)).toEqual(expect.arrayContaining(labels));
  });
});

describe('an editor reports', () => {
  test.each([
    ['an unknown key', 'version: 1\n', 'version: 1\nhosts: []\n', 'hosts is not allowed'],
    ['a tier that does not exist', 'tier: required', 'tier: needed', 'Value is not accepted'],
    ['a port without a transport', 'tcp/443', '443', 'Incorrect type'],
    ['a name with a space', 'name: sendpro-tablet', 'name: sendpro tablet', 'pattern'],
  ])('%s', async (_, from, to, message) => {
    const { diagnostics } = await openWith(from, to);
    expect(diagnostics.map((each) => each.message).join('\n')).toContain(message);
  });
});
