import { describe, expect, test } from '@jest/globals';
import { features } from '../../scripts/coverage-features.ts';
import { ask, coverageTable } from '../../scripts/coverage-table.ts';
import { targets } from '../../src/targets/list.ts';
import { specSchema } from '../support/schema.ts';
import { fakeTarget } from '../support/target.ts';

const feature = (title: string) => {
  const found = features.find((each) => each.title === title);
  if (found === undefined) throw new Error(`unknown feature "${title}"`);
  return found;
};
const target = (name: string) => targets.filter((each) => each.name === name);

describe('the coverage table', () => {
  test('has a row for every feature and a column for every target', () => {
    const lines = coverageTable(specSchema).split('\n');
    const names = targets.map(({ name }) => name).join(' | ');
    expect(lines[0]).toBe(`| Feature | ${names} |`);
    const rows = lines.slice(2, lines.indexOf(''));
    expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual(
      features.map(({ title }) => title),
    );
    const words = /^(exact|wider|narrower|unsupported|not-applicable|refused)$/;
    const cells = rows.flatMap((row) => row.split('|').slice(2, -1));
    expect(cells.filter((cell) => !words.test(cell.trim()))).toEqual([]);
    expect(cells).toHaveLength(features.length * targets.length);
  });

  test('prints the coverage and the reason that a target returns', () => {
    const exact = fakeTarget({ coverage: () => ({ kind: 'exact', reason: '' }) });
    const reason = 'it cannot do better';
    const wider = fakeTarget({ coverage: () => ({ kind: 'wider', reason, unseen: [reason] }) });
    expect(coverageTable(specSchema, [exact])).toContain('| a host | exact |\n');
    expect(coverageTable(specSchema, [wider])).toContain('| a host | wider |\n');
    expect(coverageTable(specSchema, [wider])).toContain(
      '| wider | it cannot do better | a host; ',
    );
  });

  test('prints the error and the help of a target that rejects the site', () => {
    const refusing = fakeTarget({
      view: () => ({ ok: false, error: [{ rule: 'a', message: 'too odd', help: 'change it' }] }),
    });
    expect(ask(refusing, feature('a host'), specSchema)).toEqual({
      kind: 'refused',
      reason: 'too odd (change it)',
    });
  });

  test('asks a target with the path, ports, clients and inspection of the feature', () => {
    const questions = features.map((each) => {
      let words = '';
      const listening = fakeTarget({
        coverage: ({ policy, rule, origin }) => {
          const ports = rule.ports.map(({ transport, low }) => `${transport}/${low}`).join('+');
          words = [origin.endpoint.written, ports, rule.inspection, policy.site.enforce].join(' ');
          return { kind: 'exact', reason: '' };
        },
      });
      ask(listening, each, specSchema);
      return words;
    });
    expect(questions).toContain('https://www.example.com/updates tcp/443 bypass closed');
    expect(questions).toContain('www.example.com tcp/5060+udp/5060 bypass closed');
    expect(questions).toContain('www.example.com tcp/443 allow closed');
    expect(questions).toContain('www.example.com tcp/443 bypass additive');
    expect(questions.filter((words) => words === '')).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['iptables', 'all subdomains of a host', 'wider'],
    ['iptables', 'a pattern in a label', 'unsupported'],
    ['iptables', 'DNS at any address', 'refused'],
    ['pac', 'a host', 'exact'],
    ['pac', 'a network', 'narrower'],
    ['pac', 'a UDP port', 'not-applicable'],
  ])('shows for %s that %s is %s', (name, title, kind) => {
    expect(target(name).map((each) => ask(each, feature(title), specSchema).kind)).toEqual([kind]);
  });
});
