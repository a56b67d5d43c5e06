import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { parse } from '../src/commands/parser.ts';
import { diffMarkdown } from '../src/report/diff-markdown.ts';
import { plain } from '../src/report/frame.ts';
import { compare } from './review/diff/support.ts';
import { readText } from './support/schema.ts';

type Step = { readonly run?: string; readonly uses?: string };
type Workflow = { readonly jobs: { readonly review: { readonly steps: readonly Step[] } } };

const text = readText('docs/review.yml');
const { jobs } = load(text) as Workflow;
const scripts = jobs.review.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const commands = scripts.flatMap((script) =>
  [...script.matchAll(/npx portolan (.*?)(?: > \S+)?$/gm)].map((match) => match[1] ?? ''),
);

describe('the workflow that a repository may copy', () => {
  test.each(commands)('runs what there is: %s', async (command) => {
    const words = command.split(' ').map((word) => word.replaceAll('"', ''));
    expect(
      typeof (await parse(
        words.filter((word) => word !== '+%F)'),
        '',
        plain,
      )),
    ).toBe('function');
  });

  test('reviews with four verbs', () => {
    expect(commands.map((command) => command.split(' ')[0])).toEqual([
      'check',
      'verify',
      'lint',
      'diff',
    ]);
  });

  test('finds its comment by the marker that comments have', () => {
    const [marker = ''] = diffMarkdown(compare({}, {})).text.split('\n');
    expect(text).toContain(`startswith("${marker}")`);
  });

  test('is shell that a shell reads, and puts nothing of the event into it', () => {
    for (const script of scripts) {
      expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
      expect(script).not.toContain('${{');
    }
  });
});
