import { describe, expect, test } from '@jest/globals';
import { problemsOf, specText } from '../support/load.ts';

/** The small spec with one text replaced. */
function broken(from: string, to: string): string[] {
  const text = specText({ tail: 'tests:\n  - { name: opens, only: [https, http] }' });
  if (!text.includes(from)) throw new Error(`the spec does not hold ${from}`);
  return problemsOf({ 'spec.yaml': text.replace(from, to) });
}

test('the spec before the mistakes is valid', () => {
  expect(broken('version', 'version')).toEqual([]);
});

describe('reports one problem per mistake, without follow-up errors', () => {
  const rows: readonly [what: string, from: string, to: string, want: string][] = [
    ['a mistyped "services" hides every service', 'services:', 'servces:', '5:1 unknown-key'],
    ['a mistyped "groups" is not a spec without groups', 'groups:', 'gruops:', '8:1 unknown-key'],
    ['a mistyped "sites" is not a spec without sites', 'sites:', 'site:', '14:1 unknown-key'],
    ['a mistyped destination is not an endpoint without one', 'url:', 'ulr:', '13:11 unknown-key'],
    ['a mistyped demand is not a test without one', 'only:', 'onyl:', '22:20 unknown-key'],
    ['a mistyped key that must be there is not missing', 'title:', 'titel:', '4:1 unknown-key'],
    [
      'a service whose port is wrong is still known',
      'tcp/443',
      'tcp/0443',
      '7:20 port-not-canonical',
    ],
    [
      'a port that is no text is judged as it is written',
      'tcp/443',
      '0x1bb',
      '7:20 port-not-canonical',
    ],
    ['a word of the wrong type is not also out of the list', 'closed', '7', '18:14 wrong-type'],
    [
      'a pattern that asks for less is not also a limit',
      'name: demo',
      `name: ${'d'.repeat(50)}`,
      '2:7 wrong-form',
    ],
    [
      'an empty list of services is not a missing one',
      '{ url: "https://www.example.com" }',
      '{ host: a.example, services: [] }',
      '13:38 empty-list',
    ],
  ];
  test.each(rows)('%s', (_what, from, to, want) => {
    expect(broken(from, to)).toEqual([`spec.yaml:${want}`]);
  });
});

test('reports a file that is included twice once', () => {
  const files = {
    'spec.yaml': specText({ head: 'include: [a.yaml, a.yaml]' }),
    'a.yaml': 'version: 1\n',
  };
  expect(problemsOf(files)).toEqual(['spec.yaml:5:19 include-twice']);
});

describe('reports every mistake of a file in one run', () => {
  test('a mistake of shape in one group does not hide the hosts of another', () => {
    const more =
      '  - id: more\n    title: 7\n    tier: optional\n    endpoints: [{ url: "https://a_b.example" }]\nsites:';
    expect(broken('sites:', more)).toEqual([
      'spec.yaml:15:12 wrong-type',
      'spec.yaml:17:24 host-underscore',
    ]);
  });

  test('each repeated item of a list is one problem', () => {
    expect(broken('[https, http]', '[https, http, https, http, http]')).toEqual([
      'spec.yaml:22:40 duplicate-item',
      'spec.yaml:22:47 duplicate-item',
      'spec.yaml:22:53 duplicate-item',
    ]);
  });
});
