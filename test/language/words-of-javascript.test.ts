import { describe, expect, test } from '@jest/globals';
import { loadFiles, specText } from '../support/load.ts';

/** The problems of a spec, as their rules and helps. */
function problemsOf(text: string): string[] {
  const loaded = loadFiles({ 'spec.yaml': text });
  return loaded.ok ? [] : loaded.error.problems.map(({ rule, help }) => `${rule}: ${help}`);
}

describe('"constructor", which every JavaScript object has', () => {
  test('is the scheme of a URL without a default port', () => {
    const services = '  constructor: { ports: [tcp/443], application: tls }';
    const endpoints = ['{ url: "constructor://www.example.com" }'];
    expect(problemsOf(specText({ services, endpoints }))).toEqual([]);
  });

  test('has no default port in "only"', () => {
    const tail = 'tests:\n  - { name: nothing else, only: ["constructor://www.example.com"] }';
    expect(problemsOf(specText({ tail }))).toEqual([
      'flow-port: add a port after the host, as in ":443"',
    ]);
  });

  test('is the name of a list without words of its own', () => {
    const endpoints = ['{ to: constructor, service: https }'];
    const site = '    destinations: { constructor: [] }';
    expect(problemsOf(specText({ endpoints, site }))).toEqual([
      'empty-list: list at least one item',
    ]);
  });
});
