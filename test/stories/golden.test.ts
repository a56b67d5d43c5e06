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

// Each directory of test/golden has a spec.yaml and, below expected/, every file that Portolan generates from it. The
// guide is the project's own spec.yaml. `npm run test:update-golden` rewrites expected/; review its diff line by line.
const golden = join(import.meta.dirname, '../golden');
const folders = new Map([
  ['the guide', root],
  ...readdirSync(golden)
    .sort()
    .map((name) => [name, join(golden, name)] as const),
]);
const update = process.env['UPDATE_GOLDEN'] === '1';

type LineEnds = 'LF' | 'CRLF';

/** Every file generated from the spec of a directory, by `site/target/name`. Sources are read with these line ends. */
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

describe.each([...folders])('the golden files of %s', (name, folder) => {
  const expected = join(folder, name === 'the guide' ? 'generated' : 'expected');

  test('are exactly the generated files', () => {
    if (update) writeExpected(expected, render(folder, 'LF'));
    expect(render(folder, 'LF')).toEqual(existsSync(expected) ? readFiles(expected) : {});
  });

  test('have the same bytes when generated again', () => {
    expect(render(folder, 'LF')).toEqual(render(folder, 'LF'));
  });

  test('have the same bytes if the sources have CRLF line ends', () => {
    expect(render(folder, 'CRLF')).toEqual(render(folder, 'LF'));
  });
});
