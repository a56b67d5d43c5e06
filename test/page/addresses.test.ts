import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/commands/verbs.ts';
import { commandPage, documentAddress, lineAddress, rulePage } from '../../src/page/addresses.ts';
import { registry } from '../../src/review/findings/registry.ts';
import { root } from '../support/rendered.ts';

/** The headings of a page as GitHub and GitLab name them in addresses. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}

describe('the page in the documents', () => {
  const [rules, commands] = ['docs/rules.md', 'docs/cli.md'].map(anchorsOf);

  test.each(registry.map(({ id }) => id))('of the rule %s has its heading', (id) => {
    expect(rulePage(id)).toBe(`docs/rules.md#${id}`);
    expect(rules?.has(id)).toBe(true);
  });

  test.each(verbs.map(({ name }) => name))('of the command %s has its heading', (name) => {
    expect(commandPage(name)).toBe(`docs/cli.md#portolan-${name}`);
    expect(commands?.has(`portolan-${name}`)).toBe(true);
  });

  test.each([
    [
      'a file of a version',
      'https://git.example.com/a/portolan/blob/v1.2.3/README.md',
      'https://git.example.com/a/portolan/blob/v1.2.3/docs/rules.md#expired',
    ],
    ['a site', 'https://portolan.example/', 'https://portolan.example/docs/rules.md#expired'],
    ['unknown', null, undefined],
    ['not of the web', 'javascript:alert(1)', undefined],
    ['not plain', 'https://portolan.example/")', undefined],
  ])('has an address beside README.md, which is %s', (_name, homepage, address) => {
    expect(documentAddress(homepage, rulePage('expired'))).toBe(address);
  });
});

test.each([
  ['a quote', 'https://git.example.com/"'],
  ['another scheme', 'javascript:alert(1)//'],
  ['a line feed', 'https://git.example.com/a\n'],
])('a line has no address below an address with %s', (_name, files) => {
  expect(lineAddress('https://git.example.com/a/blob/1', 'spec.yaml', 3)).toBe(
    'https://git.example.com/a/blob/1/spec.yaml#L3',
  );
  expect(lineAddress(files, 'spec.yaml', 3)).toBeUndefined();
});
