import { describe, expect, test } from '@jest/globals';
import { services, story } from './questions.ts';
import { bypass, textOf } from './support.ts';

const texts = [
  ['one host on a line', textOf(bypass(story, {}, services))],
  ['nested by label', textOf(bypass(story, { compact: true }, services))],
  ['a function to include', textOf(bypass(story, { functionName: 'findWay' }, services))],
] as const;

const keywords = 'else false for function if in null return true typeof var while';
/** Globals and methods of ECMA-262 3rd edition; `way`, `host` and the like are the file's own. */
const globals = 'Math Number parseInt';
const properties =
  'charAt exec indexOf lastIndexOf length max min push split substring test toLowerCase toString first last ports host port way';

/** The code without comments, strings and regular expressions; the file divides nothing. */
function codeOf(text: string): string {
  return text.replace(/\/\/.*|"[^"\n]*"|\/(?:\[(?:[^\]\\\n]|\\.)*\]|[^/\\[\n]|\\.)+\//g, '0');
}

function declaredIn(code: string): string[] {
  const functions = [...code.matchAll(/function ?(\w*)\(([\w, ]*)\)/g)].flatMap(
    ([, name = '', parameters = '']) => [name, ...parameters.split(', ')],
  );
  const variables = [...code.matchAll(/^ *var (.*);$/gm)].flatMap(([, list = '']) =>
    [...list.matchAll(/(?:^|, )(\w+)(?= =|,|$)/g)].map(([, name = '']) => name),
  );
  return [
    ...functions,
    ...variables,
    ...[...code.matchAll(/^var (\w+) = \{/gm)].map(([, name = '']) => name),
  ];
}

describe.each(texts)('the file in ES3: %s', (_name, text) => {
  const code = codeOf(text);

  test('is printable ASCII in whole lines', () => {
    expect(text).toMatch(/^(?:[\x20-\x7e]*\n)+$/);
  });

  test('uses no word that ES3 does not have', () => {
    const known = new Set([...keywords.split(' '), ...globals.split(' '), ...declaredIn(code)]);
    const used = [...code.matchAll(/(?<![.\w])[A-Za-z_]\w*(?!\w|:)/g)].map(([word]) => word);
    expect(used.filter((word) => !known.has(word))).toEqual([]);
    expect(used.length).toBeGreaterThan(300);
  });

  test('uses no property or method that ES3 does not have', () => {
    const used = [...code.matchAll(/\.(\w+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !properties.split(' ').includes(name))).toEqual([]);
  });

  test('has no trailing comma and no later syntax', () => {
    expect(code).not.toMatch(/,\s*[}\])]|=>|`|\.\.\.|\*\*|\?\.|\?\?/);
  });

  test('uses no DNS and no misleading PAC function', () => {
    expect(text).not.toMatch(
      /dnsResolve|isInNet|isResolvable|myIpAddress|dnsDomainIs|localHostOrDomainIs|shExpMatch|isPlainHostName/,
    );
  });
});
