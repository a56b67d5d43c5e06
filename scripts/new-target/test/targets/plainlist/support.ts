import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import type { TargetFiles } from '../../../../../src/targets/reading.ts';
import {
  type GroupWords,
  must,
  policyOfTarget,
  type SiteWords,
} from '../../../../../test/support/policy.ts';
import { templates } from '../../../compiled/templates.js';
import { view } from '../../../src/targets/plainlist/view.ts';

/** A policy of one group with permission only, from a few words. */
export function policy(
  to: GroupWords['to'],
  group: Partial<GroupWords> = {},
  site: SiteWords = {},
): TargetPolicy {
  return policyOfTarget('plainlist')({
    groups: [{ id: 'hosts', inspection: 'allow', to, ...group }],
    site: { targets: { plainlist: {} }, ...site },
  });
}

/** The text of list.txt. */
export function textOf(to: GroupWords['to'], site: SiteWords = {}): string {
  return templates['plainlist/list.txt'](must(view(policy(to, {}, site)))['plainlist/list.txt']);
}

export function filesOf(text: string): TargetFiles {
  return new Map([['plainlist/list.txt', text]]);
}
