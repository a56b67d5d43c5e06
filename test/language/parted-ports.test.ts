import { describe, expect, test } from '@jest/globals';
import { fixedTexts } from '../support/fix.ts';
import { loadFiles, specText } from '../support/load.ts';

const specOf = (ports: string) =>
  specText({ services: `  https:\n    ports: ${ports}\n    application: tls` });

/** The helps for these ports, in the order of the text. */
function helps(ports: string): string[] {
  const loaded = loadFiles({ 'spec.yaml': specOf(ports) });
  return loaded.ok ? [] : loaded.error.problems.map(({ help }) => help);
}

describe('a comma in brackets that could separate thousands', () => {
  test.each([
    ['[1,433/tcp]', 2, 'if "1,433" is one number, write "tcp/1433" in place of both items'],
    ['["tcp/443", 9,100/tcp]', 2, 'if "9,100" is one number, write "tcp/9100" in place of'],
    ['[tcp/5,671]', 1, 'if "5,671" is one number, write "tcp/5671" in place of both items'],
    ['[tcp/1,024]', 1, 'use 24 instead; if "1,024" is one number, write "tcp/1024" in place of'],
    ['[TCP/5, 671]', 2, 'if "5,671" is one number, write "tcp/5671" in place of both items'],
    ['[1,433]', 2, 'if "1,433" is one number, write it as one item in place of both items'],
    ['[1,433/tcp/udp]', 2, 'is one number, write "tcp/1433", "udp/1433" in place of both items'],
  ])('has no fix, and the help for both readings: %s', (ports, count, help) => {
    const given = helps(ports);
    expect(given).toHaveLength(count);
    for (const each of given) expect(each).toContain(help);
    expect(fixedTexts({ 'spec.yaml': specOf(ports) })['spec.yaml']).toBe(specOf(ports));
  });

  test.each([
    ['a number that is no port', '[80,443/tcp]', '[80,tcp/443]'],
    ['no three digits', '[5,67/tcp]', '[5,tcp/67]'],
    ['a number in quotes', '["1",433/tcp]', '["1",tcp/433]'],
    ['a transport on each side', '[TCP/1,433/tcp]', '[tcp/1,tcp/433]'],
    ['no comma', '\n      - 1\n      - 433/tcp', '\n      - 1\n      - tcp/433'],
  ])('is not one for %s', (_what, before, after) => {
    expect(fixedTexts({ 'spec.yaml': specOf(before) })['spec.yaml']).toBe(specOf(after));
    for (const each of helps(before)) expect(each).not.toContain('one number');
  });
});
