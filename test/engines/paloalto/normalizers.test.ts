import { describe, expect, test } from '@jest/globals';
import { compareLive, isDrift } from '../../../src/review/live/compare.ts';
import type { LiveTarget } from '../../../src/targets/device.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { configOf } from '../../support/pan-config.ts';
import { dump, files, harmless, harmlessSets } from '../../targets/paloalto/live-dumps.ts';
import { readerWith } from '../changed-reader.ts';

/** The configurations without drift that a reader calls drift, or cannot read. */
function rejected(live: LiveTarget): string[] {
  const texts = [
    ...harmless.map(([name, change, others]) => [name, change(configOf(files, others))] as const),
    ...harmlessSets.map(([name, change]) => [`set: ${name}`, change(dump)] as const),
  ];
  return texts.flatMap(([name, text]) => {
    const report = compareLive('branch', { target: paloalto, live }, [{ name, text }], files);
    return report.ok && !isDrift(report.value) ? [] : [name];
  });
}

const changed = (file: string, from: string, to: string) => readerWith('paloalto', file, from, to);

describe('the reader of configurations', () => {
  test('finds no drift in all else that a configuration contains', async () => {
    expect(rejected(await changed('read/config/set.ts', '', ''))).toEqual([]);
  });

  test.each([
    ['the default type of a rule', 'entries.ts', "  'rule-type': 'universal',\n", ''],
    ['rules without the field disabled', 'entries.ts', "  disabled: 'no',\n", ''],
    ['no negation of sources', 'entries.ts', "  'negate-source': 'no',\n", ''],
    ['no negation of destinations', 'entries.ts', "  'negate-destination': 'no',\n", ''],
    ['a log of the end', 'entries.ts', "  'log-end': 'yes',\n", ''],
    ['no log of the start', 'entries.ts', "  'log-start': 'no',\n", ''],
    ['any user', 'entries.ts', "  'source-user': 'any',\n", ''],
    ['any host, old', 'entries.ts', "  'hip-profiles': 'any',\n", ''],
    ['any host', 'entries.ts', "  'source-hip': 'any',\n", ''],
    ['any host as the destination', 'entries.ts', "  'destination-hip': 'any',\n", ''],
    ['any category', 'entries.ts', "  category: 'any',\n", ''],
    ['answers of the API', 'xml.ts', "if (root.name === 'config') return root;", 'return root;'],
  ])(
    'without its part for %s, it finds drift where there is none',
    async (_name, file, from, to) => {
      expect(rejected(await changed(`read/config/${file}`, from, to))).not.toEqual([]);
    },
  );

  test.each([
    [
      'line ends',
      'session.ts',
      String.raw`line.replace(/\r$/, '')`,
      'line',
      'line ends of Windows',
    ],
    [
      'the byte order mark',
      'session.ts',
      String.raw`text.replace(/^\uFEFF/, '')`,
      'text',
      'a byte order mark',
    ],
    [
      'empty lines',
      'session.ts',
      '!around.test(text)',
      "!(text !== '' && around.test(text))",
      'empty lines',
    ],
    [
      'lines around the commands',
      'session.ts',
      '(?:Entering|Exiting) configuration mode',
      'none',
      'the session of a terminal',
    ],
    [
      'prompts',
      'session.ts',
      'prompt.exec(text)',
      '/^never$/.exec(text)',
      'the session of a terminal',
    ],
    [
      'a prompt without a line end',
      'session.ts',
      'isCut && !prompt.test(text)',
      'isCut',
      'no line end after the last prompt',
    ],
    ['lists', 'set-words.ts', "word === '[' || word === ']'", "word === ''", 'as they are'],
    [
      'quotes',
      'set-words.ts',
      'else this.#words.push(plain(content));',
      'else this.#words.push(JSON.stringify(content));',
      'names in quotes',
    ],
    [
      'texts over lines',
      'set-words.ts',
      "if (end === '') this.#open = [content];\n    else this",
      'this',
      'other parts of the configuration',
    ],
    [
      'quotes in a text',
      'set-words.ts',
      String.raw`/"((?:[^"\\]|\\(?:.|$))*)("?)/y`,
      '/"([^"]*)("?)/y',
      'other parts of the configuration',
    ],
    [
      'a line for each member',
      'set.ts',
      'if ((isSingle || nested.has(first)) && !this',
      'if (!this',
      'members on lines of their own',
    ],
    [
      'the name of a virtual system',
      'set.ts',
      "first === 'vsys' || ",
      '',
      'the name of the virtual system',
    ],
    [
      'identifiers',
      'set.ts',
      "if (first === 'uuid') return undefined;",
      '',
      'identifiers of rules',
    ],
    [
      'other parts',
      'set.ts',
      'if (path === undefined) return undefined;',
      "if (path === undefined) return 'no';",
      'other parts of the configuration',
    ],
    [
      'whole words',
      'set.ts',
      'rest[at] === word',
      'rest[at]?.startsWith(word) === true',
      'other parts of the configuration',
    ],
  ])(
    'without its part for %s, it rejects set commands',
    async (_name, file, from, to, expected) => {
      expect(rejected(await changed(`read/config/${file}`, from, to))).toContain(
        `set: ${expected}`,
      );
    },
  );
});
