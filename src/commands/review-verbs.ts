import { choice, defaultSpec } from './cli/usage.ts';
import type { Verb } from './cli/verb.ts';
import { reviewFormats, verifyFormats } from './formats.ts';
import {
  asOf,
  chosen,
  formatOption,
  maxSize,
  out,
  site,
  spec,
  specOptions,
  target,
} from './shared/options.ts';

const explainFormats = ['text', 'json'] as const;
const expectations = ['none', 'narrow-only'] as const;

/** Holds the committed files to the spec. */
export const verify: Verb = {
  name: 'verify',
  describe: 'read the files on the disk back: do they hold what the spec says?',
  argument: spec,
  options: [out, site, target, formatOption(verifyFormats), maxSize],
  async run(given) {
    const verb = await import('./verify/report.ts');
    return verb.verify({
      ...specOptions(given),
      ...chosen(given),
      out: given.text('out'),
      format: choice(given.text('format'), verifyFormats),
    });
  },
};

/** Tells who allows a flow. */
export const explain: Verb = {
  name: 'explain',
  describe: 'who allows a flow, and where does each output decide it? or why not',
  argument: {
    name: 'flow',
    describe: 'a URL, tcp://HOST:PORT, udp://HOST:PORT or HOST:PORT[/udp]',
    values: 'text',
    required: true,
    example: 'https://www.example.com/',
  },
  options: [
    { name: 'spec', describe: 'the spec [spec.yaml]', values: 'spec' },
    out,
    site,
    formatOption(explainFormats),
    maxSize,
  ],
  async run(given) {
    const verb = await import('./explain/explanation.ts');
    return verb.explain({
      flow: given.argument ?? '',
      spec: given.text('spec') ?? defaultSpec,
      called: given.text('spec') ?? defaultSpec,
      maxSize: given.text('max-size'),
      paint: given.paint,
      out: given.text('out'),
      sites: given.texts('site'),
      format: choice(given.text('format'), explainFormats),
    });
  },
};

/** Raises what a reviewer would. */
export const lint: Verb = {
  name: 'lint',
  describe: 'what would a security reviewer raise? each finding with its rule and place',
  argument: spec,
  options: [
    {
      name: 'fail-on',
      describe:
        'exit 1 when a finding is as grave: low, medium, high, critical, or a number from 0 to 10',
      values: 'text',
    },
    asOf,
    formatOption(reviewFormats),
    maxSize,
  ],
  async run(given) {
    const verb = await import('./lint/findings.ts');
    return verb.lint({
      ...specOptions(given),
      failOn: given.text('fail-on'),
      asOf: given.text('as-of'),
      format: choice(given.text('format'), reviewFormats),
    });
  },
};

/** Tells what a change opens and shuts. */
export const diff: Verb = {
  name: 'diff',
  describe: 'what access does a change gain and lose? as sets, with a witness each',
  argument: {
    name: 'spec',
    describe: 'the spec, or the old one of two [spec.yaml]',
    values: 'spec',
  },
  second: { name: 'new', describe: 'the new one of two', values: 'spec' },
  options: [
    { name: 'base', describe: 'the commit that is compared with [HEAD]', values: 'text' },
    { name: 'head', describe: 'the commit that is compared [the work tree]', values: 'text' },
    { name: 'outputs', describe: 'compare the committed outputs alone, through their readers' },
    out,
    asOf,
    { name: 'exit-code', describe: 'exit 1 when there is a change' },
    {
      name: 'expect',
      describe: 'exit 4 when the change does more: none, or what only shuts',
      values: expectations,
    },
    { name: 'no-fail', describe: 'exit 0 or 1 although something needs approval' },
    formatOption(reviewFormats),
    maxSize,
  ],
  async run(given) {
    const verb = await import('./diff/comparison.ts');
    const expect = given.text('expect');
    return verb.diff({
      ...specOptions(given),
      second: given.second,
      base: given.text('base'),
      head: given.text('head'),
      outputs: given.has('outputs'),
      out: given.text('out'),
      asOf: given.text('as-of'),
      exitCode: given.has('exit-code'),
      expect: expect === undefined ? undefined : choice(expect, expectations),
      noFail: given.has('no-fail'),
      format: choice(given.text('format'), reviewFormats),
    });
  },
};
