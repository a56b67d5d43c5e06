import { describe, expect, test } from '@jest/globals';
import type { Site } from '../../../src/language/types.ts';
import { sharedPlaces } from '../../../src/render/shared-places.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { type Options, policyFor } from './support.ts';

const siteAt = (location: Options['location'] | undefined, prefix = 'spt') =>
  policyFor(
    { groups: [{ id: 'a', to: { https: ['a.example.com'] } }], site: { prefix } },
    location === undefined ? {} : { location },
  ).site;

const sameLocation = (a: Site, b: Site) => sharedPlaces([a, b], [paloalto]).length === 1;

describe('two sites write to the same location', () => {
  test.each<[string, Options['location'] | undefined, Options['location'] | undefined, boolean]>([
    ['without a location', undefined, undefined, true],
    ['one names the default', undefined, 'vsys1', true],
    ['two virtual systems', 'vsys1', 'vsys2', false],
    ['shared and a virtual system', 'shared', 'vsys1', false],
    [
      'both rulebases of a device group',
      { deviceGroup: 'a', rulebase: 'pre' },
      { deviceGroup: 'a', rulebase: 'post' },
      true,
    ],
    [
      'two device groups',
      { deviceGroup: 'a', rulebase: 'pre' },
      { deviceGroup: 'b', rulebase: 'pre' },
      false,
    ],
  ])('%s', (_name, a, b, want) => {
    expect(sameLocation(siteAt(a), siteAt(b))).toBe(want);
    expect(sameLocation(siteAt(b), siteAt(a))).toBe(want);
  });

  test('not with different prefixes', () => {
    expect(sameLocation(siteAt('vsys1'), siteAt('vsys1', 'abc'))).toBe(false);
  });

  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['one device', 'fw', 'fw', true],
    ['two devices', 'fw-north', 'fw-south', false],
    ['a device and a site that names none', 'fw', undefined, true],
  ])('on %s', (_name, a, b, want) => {
    const [first, second] = [a, b].map((device) => ({ ...siteAt('vsys1'), device }));
    if (first === undefined || second === undefined) throw new Error('two sites');
    expect(sameLocation(first, second)).toBe(want);
    expect(sameLocation(second, first)).toBe(want);
  });

  test('not if one has a different target', () => {
    expect(sameLocation(siteAt('vsys1'), { ...siteAt('vsys1'), targets: {} })).toBe(false);
  });
});
