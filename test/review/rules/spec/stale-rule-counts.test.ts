import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

function found(position: string, enforce: string): string[] {
  return raised('stale-rule-counts', {
    enforce,
    targets: `{ paloalto: { from: trust, to: untrust, position: ${position} } }`,
    resolvers: '[192.0.2.53]',
  }).map((each) => each.replace(/^\d+: /, ''));
}

const stale = (side: string) => [
  `"branch": paloalto: at position "${side}", rules removed from the spec still allow access`,
];

describe('stale-rule-counts', () => {
  test.each<[string, string, string[]]>([
    ['{ before: block-all }', 'closed', stale('before')],
    ['bottom', 'closed', stale('bottom')],
    ['{ after: portolan-marker }', 'closed', []],
    ['top', 'closed', []],
    ['bottom', 'additive', []],
    ['{ before: block-all }', 'additive', []],
  ])('checks position %s of a site with enforce %s', (position, enforce, want) => {
    expect(found(position, enforce)).toEqual(want);
  });

  test('ignores a site without this firewall', () => {
    expect(raised('stale-rule-counts', {})).toEqual([]);
  });
});
