import { describe, expect, test } from '@jest/globals';
import { registry, ruleInfo } from '../../../src/review/findings/registry.ts';
import { wordOf } from '../../../src/review/rules/kit/rule-info.ts';

describe('the registry', () => {
  test('contains every published rule with its severity', () => {
    const published = [
      '9.8 any-destination',
      '9.5 public-suffix-wildcard',
      '9.1 metadata-address',
      '8.8 shared-tenant-wildcard',
      '7.5 internationalised-host',
      '7.5 output-empties',
      '7.0 broad-port-range',
      '7.0 inner-opened',
      '7.0 private-address',
      '7.0 required-not-expressible',
      '6.5 gained-without-reason',
      '6.0 any-resolver',
      '6.0 expired',
      '6.0 family-unfiltered',
      '5.3 cleartext',
      '5.0 application-port-mismatch',
      '5.0 mass-removal',
      '5.0 scheme-port-mismatch',
      '5.0 stale-rule-counts',
      '4.5 inspection-bypass',
      '4.0 app-id-shift',
      '4.0 enforced-wider',
      '4.0 not-expressible',
      '4.0 partial-label-wildcard',
      '4.0 resolver-bypasses-dnsmasq',
      '4.0 third-party-domain',
      '4.0 unknown-tld',
      '3.5 provenance-missing',
      '3.0 list-cut-off',
      '3.0 unresolved-requirement',
      '2.0 duplicate-or-covered',
    ];
    const known = registry.map(({ id, severity }) => `${severity.toFixed(1)} ${id}`);
    // A new rule may be anywhere between them.
    expect(known.filter((each) => published.includes(each))).toEqual(published);
  });

  test('contains each rule once, highest severity first, then by id', () => {
    const order = [...registry].sort((a, b) => b.severity - a.severity || (a.id < b.id ? -1 : 1));
    expect(registry).toEqual(order);
    expect(new Set(registry.map(({ id }) => id)).size).toBe(registry.length);
  });

  test.each(registry.map(({ id }) => id))('has title, reason and fix of %s', (id) => {
    const { title, why, remedy } = ruleInfo(id);
    expect(title).toMatch(/^[a-z][^.]+$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[a-z].*[^.]$/);
  });

  test.each([
    [10, 'critical'],
    [9, 'critical'],
    [8.9, 'high'],
    [7, 'high'],
    [6.9, 'medium'],
    [4, 'medium'],
    [3.9, 'low'],
    [0.1, 'low'],
  ])('names severity %d %s', (severity, word) => {
    expect(wordOf(severity)).toBe(word);
  });
});
