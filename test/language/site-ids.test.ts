import { describe, expect, test } from '@jest/globals';
import { problemsOf, specText } from '../support/load.ts';

function rulesOf(id: string): string[] {
  return problemsOf({ 'spec.yaml': specText().replace('  branch:', `  ${id}:`) });
}

describe('a site id is the name of a directory on every system', () => {
  const numbered = ['com', 'lpt'].flatMap((port) =>
    Array.from({ length: 10 }, (_, number) => `${port}${number}`),
  );

  test.each(['con', 'prn', 'aux', 'nul', ...numbered])('refuses the Windows device %s', (id) => {
    expect(rulesOf(id)).toEqual(['spec.yaml:15:3 site-id-reserved']);
  });

  test.each(['con-1', 'cone', 'com', 'com10', 'lpt', 'lpt-1', 'aux2', 'nula', 'conin'])(
    '%s is a name like any other',
    (id) => {
      expect(rulesOf(id)).toEqual([]);
    },
  );

  test('accepts these names as ids of groups and services, which are in no path', () => {
    const text = specText({
      services: '  nul: { ports: [tcp/443], application: tls }',
      endpoints: ['{ host: a.example.com, service: nul }'],
    }).replace('- id: web', '- id: con');
    expect(problemsOf({ 'spec.yaml': text })).toEqual([]);
  });
});
