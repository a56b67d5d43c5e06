import { describe, expect, test } from '@jest/globals';
import type { Endpoint, Spec } from '../../src/language/types.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { type GroupWords, must, type SpecWords, specOf } from '../support/policy.ts';

const conflict: SpecWords = {
  groups: [
    { id: 'a', inspection: 'bypass', to: { https: ['api.example.com'] } },
    { id: 'b', inspection: 'allow', to: { https: ['api.example.com'] } },
  ],
};

/** The spec with its one site under several ids. */
function withSites(spec: Spec, ids: readonly string[]): Spec {
  return { ...spec, sites: ids.flatMap((id) => spec.sites.map((site) => ({ ...site, id }))) };
}

function bothServices(group: GroupWords): GroupWords {
  return { ...group, to: { http: ['api.example.com'], https: ['api.example.com'] } };
}

/** Endpoints of one destination as one endpoint with all their services. */
function oneOf(endpoints: readonly Endpoint[]): Endpoint[] {
  const services = endpoints.flatMap((endpoint) => endpoint.services);
  return endpoints.slice(0, 1).map((endpoint) => ({ ...endpoint, services }));
}

describe('compileSites', () => {
  test('returns one policy for each site, in the order of the sites', () => {
    const spec = specOf({ groups: [{ id: 'a', to: { https: ['api.example.com'] } }] });
    const policies = must(compileSites(withSites(spec, ['first', 'second'])));
    expect(policies.map(({ site }) => site.id)).toEqual(['first', 'second']);
  });

  test('adds the policies of the sites on the same device; without "device", of all sites', () => {
    const spec = specOf({ groups: [{ id: 'a', to: { https: ['api.example.com'] } }] });
    const policies = must(compileSites(withSites(spec, ['first', 'second'])));
    const [first, second] = policies;
    const device = [...(first?.device ?? [])];
    expect(device.map(({ site }) => site.id)).toEqual(['first', 'second']);
    expect(device.map(({ rules }) => rules)).toEqual(policies.map(({ rules }) => rules));
    expect(second?.device).toBe(first?.device);
  });

  test('reports a mistake of two sites once', () => {
    const compiled = compileSites(withSites(specOf(conflict), ['first', 'second']));
    expect(compiled.ok ? [] : compiled.error.map(({ rule }) => rule)).toEqual([
      'inspection-conflict',
    ]);
  });

  test('reports two mistakes at one location', () => {
    const [a, b] = conflict.groups;
    const twice = specOf({
      groups: [a, b].flatMap((group) => (group ? [bothServices(group)] : [])),
    });
    const oneEndpoint = {
      ...twice,
      groups: twice.groups.map((group) => ({ ...group, endpoints: oneOf(group.endpoints) })),
    };
    const compiled = compileSites(withSites(oneEndpoint, ['first', 'second']));
    expect(compiled.ok ? [] : compiled.error.map(({ message }) => message)).toEqual([
      '"api.example.com" on service "http" has inspection "allow" in group "b", and "bypass" in group "a" (spec.yaml:1)',
      '"api.example.com" on service "https" has inspection "allow" in group "b", and "bypass" in group "a" (spec.yaml:1)',
    ]);
  });
});
