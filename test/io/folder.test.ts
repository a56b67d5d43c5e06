import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSet } from '../../src/io/folder.ts';
import { inFolder } from '../support/folder.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

test('reading a directory that vanishes at any call gives a set of files or a one-line error', () =>
  inFolder((folder) => {
    const { stdout } = runWorker(buildWorker(folder), ['vanish', join(folder, 'out')]);
    const outcomes: string[] = JSON.parse(stdout);
    expect(outcomes.length).toBeGreaterThan(12);
    for (const outcome of outcomes) {
      expect(outcome).toMatch(
        /^(written|UserError: cannot read .*: it does not exist \(ENOENT\))$/,
      );
    }
  }));

test('reading a directory reports an entry whose name is not UTF-8 as not regular', () =>
  inFolder((folder) => {
    const named = (text: string) =>
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(text, 'latin1')]);
    writeFileSync(named('caf\xe9'), 'a');
    mkdirSync(named('th\xe9'));
    writeFileSync(join(folder, 'plain'), 'b');
    const { files, notRegular } = readSet(folder);
    expect([[...files.keys()], notRegular]).toEqual([['plain'], ['caf\ufffd', 'th\ufffd']]);
  }));
