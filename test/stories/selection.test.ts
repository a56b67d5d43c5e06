import { describe, expect, test } from '@jest/globals';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { readText } from '../support/schema.ts';

const story = readText('test/golden/groups-selected-by-tag/spec.yaml');
const line = '    select: { tags: [teams], groups: [sign-in] }\n';

/** The groups that have rules at a site. */
function groupsAt(spec: string, site: string): string[] {
  const policies = must(compileSites(must(loadFiles({ 'spec.yaml': spec })).spec));
  const rules = policies.find((policy) => policy.site.id === site)?.rules ?? [];
  return [...new Set(rules.map(({ group }) => group.id))].sort();
}

describe('one line of a site selects one product of a long list', () => {
  test('allows only the groups with the tag, in the tiers of the site', () => {
    expect(groupsAt(story, 'meeting-rooms')).toEqual(['sign-in', 'teams-media', 'teams-web']);
  });

  test('allows every group in the tiers without the line', () => {
    expect(story).toContain(line);
    expect(groupsAt(story.replace(line, ''), 'meeting-rooms')).toEqual([
      'files',
      'lists',
      'mail-default',
      'mail-optimize',
      'sign-in',
      'teams-media',
      'teams-web',
    ]);
  });

  test('changes nothing at a site without the line', () => {
    expect(groupsAt(story.replace(line, ''), 'office')).toEqual(groupsAt(story, 'office'));
  });
});
