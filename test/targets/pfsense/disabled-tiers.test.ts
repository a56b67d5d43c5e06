import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { verifyTarget } from '../../support/output.ts';
import { aliasesFile, configFile, policyOf, reading, render } from './support.ts';

const policy = policyOf({
  groups: [
    { id: 'web', to: { https: ['a.example.com'] } },
    {
      id: 'more',
      title: 'More',
      tier: 'optional',
      to: { https: ['b.example.com', '198.51.100.0/24'], http: ['http://c.example.com/help'] },
    },
  ],
  site: { targets: { pfsense: { interface: 'lan', disabledTiers: ['optional'] } } },
});
const files = render(policy);

type Change = readonly [from: string | RegExp, to: string];

/** What verify says of the files after a text of both of them is another. */
function failed(changes: readonly Change[]): string[] {
  const changed: TargetFiles = new Map(
    [...files].map(([name, text]) => [
      name,
      changes.reduce((now, [from, to]) => now.replace(from, to), text),
    ]),
  );
  expect([...changed]).not.toEqual([...files]);
  return verifyTarget(pfsense, policy, [], changed).failed.map(({ got }) => got);
}

describe('disabled rules', () => {
  test('allow nothing, and the reader returns their access separately', () => {
    const { access, dormant = [] } = reading(files);
    const places = (list: typeof access) =>
      list.map(({ destination }) => formatDestination(destination));
    expect(places(access)).toEqual(['a.example.com']);
    expect(places(dormant)).toEqual(['c.example.com', 'b.example.com', '198.51.100.0/24']);
    expect(dormant.map(({ at }) => at.file)).toEqual([aliasesFile, aliasesFile, aliasesFile]);
  });

  test('verify without changes', () => {
    expect(verifyTarget(pfsense, policy, [], files).failed).toEqual([]);
  });

  test.each<[string, Change[], string[]]>([
    [
      'another name',
      [['b.example.com', 'bad.example.net']],
      [
        'a disabled rule would allow https://bad.example.net/, which the spec does not',
        'a disabled rule would not allow https://b.example.com/, which the spec does',
      ],
    ],
    [
      'a wider network',
      [['198.51.100.0/24', '198.51.0.0/16']],
      ['a disabled rule would allow https://198.51.0.0/, which the spec does not'],
    ],
    [
      'one of them is on',
      [[/\t\t\t<disabled><\/disabled>\n/, '']],
      ['allow', 'a disabled rule would not allow http://c.example.com/, which the spec does'],
    ],
  ])('are compared with the spec: %s', (_what, changes, want) => {
    expect(failed(changes)).toEqual(expect.arrayContaining(want));
  });

  test('are compared with the ports of the spec', () => {
    const config = (files.get(configFile) ?? '').replace(/<port>80</, '<port>80-90<');
    const { failed: found } = verifyTarget(
      pfsense,
      policy,
      [],
      new Map([...files, [configFile, config]]),
    );
    expect(found.map(({ got }) => got).join('\n')).toContain('a disabled rule would allow');
  });
});
