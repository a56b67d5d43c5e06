import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder } from '../support/folder.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

test('a folder that vanishes at any call while it is read is a set, or one line', () =>
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
