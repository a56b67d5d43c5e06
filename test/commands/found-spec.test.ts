import { describe, expect, test } from '@jest/globals';
import { portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

/** Runs the tool in a directory with these specs, and other files. */
function runWith(names: readonly string[], ...words: string[]): Run {
  return inFolder((folder) => {
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, demoSpec()])));
    return portolan(folder, words);
  });
}

describe('a command that names no spec reads the one in the directory', () => {
  test.each(['spec.yaml', 'portolan.yaml', 'office.portolan.yaml'])('%s', (name) => {
    const { code, stdout } = runWith([name, 'other.yaml'], 'validate');
    expect(code).toBe(0);
    expect(stdout).toContain(`${name} is valid`);
  });

  test('and rejects several, with a command that works', () => {
    const { code, stderr } = runWith(['portolan.yaml', 'spec.yaml'], 'generate');
    expect(code).toBe(2);
    expect(stderr).toContain('this directory has several specs: portolan.yaml, spec.yaml');
    expect(runWith(['portolan.yaml', 'spec.yaml'], 'generate', 'portolan.yaml').code).toBe(0);
  });

  test('and names the usual file when there is none', () => {
    const { code, stderr } = runWith([], 'validate');
    expect(code).toBe(2);
    expect(stderr).toContain('file not found: "spec.yaml"');
  });
});

describe('validate compares the schema that the spec names for editors', () => {
  const named = (path: string) => `# yaml-language-server: $schema=${path}\n${demoSpec()}`;

  /** What validate says about the schema; `schema` is its text. */
  function noteOn(schema: string, format = 'text'): string {
    return inFolder((folder) => {
      const text = schema === 'own' ? portolan(folder, ['schema']).stdout : schema;
      writeFiles(folder, { 'a/spec.yaml': named('s/spec.json'), 'a/s/spec.json': text });
      return portolan(folder, ['validate', 'a/spec.yaml', '--format', format]).stderr;
    });
  }

  test.each([
    ['the schema of this version', 'own', ''],
    ['another one', '{}', 'note: a/s/spec.json is not the schema of Portolan '],
  ])('%s', (_, schema, note) => {
    expect(noteOn(schema)).toContain(note);
    if (note === '') expect(noteOn(schema)).toBe('');
  });

  test('and does not read files outside of its directory', () => {
    const stderr = inFolder((folder) => {
      writeFiles(folder, { 'a/spec.yaml': named('../spec.json'), 'spec.json': '{}' });
      return portolan(folder, ['validate', 'a/spec.yaml']).stderr;
    });
    expect(stderr).toBe('');
  });
});
