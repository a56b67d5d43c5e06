import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSpec } from '../../src/language/load.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { readFiles, writeFiles } from '../support/folder.ts';
import { must } from '../support/policy.ts';
import { root } from '../support/rendered.ts';

// A story is a folder with a spec.yaml and, below expected/, every file that it gives; the guide's is the project itself.
// `npm run test:update-golden` writes expected/ anew: the diff of it is to be reviewed like any other.
const golden = join(import.meta.dirname, '../golden');
const folders = new Map([
  ['the guide', root],
  ...readdirSync(golden)
    .sort()
    .map((name) => [name, join(golden, name)] as const),
]);
const update = process.env['UPDATE_GOLDEN'] === '1';

type LineEnds = 'LF' | 'CRLF';

/** Every file that a story's spec gives, as `site/target/name`; the sources are read with these line ends. */
function render(folder: string, lineEnds: LineEnds): Record<string, string> {
  const { spec } = must(loadSpec((path) => readSource(join(folder, path), lineEnds), 'spec.yaml'));
  const files = must(renderSpec(spec, siteFindings)).flatMap((site) =>
    [...siteFiles(site)].map(
      ([path, bytes]) => [`${site.site}/${path}`, Buffer.from(bytes).toString()] as const,
    ),
  );
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readSource(
  file: string,
  lineEnds: LineEnds,
): { kind: 'bytes'; bytes: Uint8Array } | { kind: 'missing' } {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return { kind: 'missing' };
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return {
    kind: 'bytes',
    bytes: Buffer.from(lineEnds === 'LF' ? text : text.replaceAll('\n', '\r\n')),
  };
}

function writeExpected(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
  const scripts = Object.entries(files).filter(([, text]) => text.startsWith('#!'));
  for (const [path] of scripts) chmodSync(join(folder, path), 0o755);
}

describe.each([...folders])('the story %s', (name, folder) => {
  const expected = join(folder, name === 'the guide' ? 'generated' : 'expected');

  test('gives the files that lie there, and no others', () => {
    if (update) writeExpected(expected, render(folder, 'LF'));
    expect(render(folder, 'LF')).toEqual(existsSync(expected) ? readFiles(expected) : {});
  });

  test('gives the same bytes a second time', () => {
    expect(render(folder, 'LF')).toEqual(render(folder, 'LF'));
  });

  test('gives the same bytes from files that a checkout gave CRLF', () => {
    expect(render(folder, 'CRLF')).toEqual(render(folder, 'LF'));
  });
});
