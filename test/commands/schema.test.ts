import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { runNode } from '../support/node.ts';
import { readText, root } from '../support/schema.ts';

const schema = (...words: string[]) => inFolder((folder) => portolan(folder, ['schema', ...words]));

describe('schema', () => {
  test.each([
    [[], 'spec'],
    [['spec'], 'spec'],
    [['include'], 'include'],
    [['exceptions'], 'exceptions'],
    [['report'], 'report'],
  ])('with %j prints schema/%s.schema.json byte for byte', (words, name) => {
    expect(schema(...words)).toEqual({
      code: 0,
      stdout: readText(`schema/${name}.schema.json`),
      stderr: '',
    });
  });

  test('works with only the published directory dist', () =>
    inFolder((folder) => {
      for (const part of ['dist', 'package.json'])
        cpSync(join(root, part), join(folder, part), { recursive: true });
      const bundle = join(folder, 'dist/cli.js');
      const { status, stdout } = runNode([bundle, 'schema']);
      expect([status, stdout]).toEqual([0, readText('schema/spec.schema.json')]);
    }));

  test('reads no spec', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': 'not read' });
      expect(portolan(folder, ['schema']).code).toBe(0);
    }));
});
