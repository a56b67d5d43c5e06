import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { digest } from '../../src/policy/digest.ts';
import { renderSite, siteFiles } from '../../src/render/site.ts';
import type { Encoded, Target } from '../../src/targets/target.ts';
import { must, policyOf, type SpecWords, specOf } from '../support/policy.ts';
import { fakeTarget, pacView } from '../support/target.ts';

const words: SpecWords = {
  name: 'demo',
  groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
  site: { id: 'branch', targets: { pac: { proxy: 'PROXY proxy.example.net:3128' } } },
};
const policy = policyOf(words);
const spec = specOf(words);

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function render(target: Target) {
  return renderSite([target], policy, spec, []);
}

describe('a rendered site', () => {
  test('contains the files of its targets, the coverage page and the manifest', () => {
    const files = siteFiles(must(render(fakeTarget())));
    expect([...files.keys()]).toEqual(['coverage.md', 'manifest.json', 'pac/proxy.pac']);
  });

  test('has a manifest with the tool, the policy and the digest of every other file', () => {
    const files = siteFiles(must(render(fakeTarget())));
    const pac = sha256(files.get('pac/proxy.pac') ?? '');
    expect(JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString())).toEqual({
      tool: { name: 'portolan', version: PORTOLAN_VERSION },
      spec: 'demo',
      site: 'branch',
      policy: digest(policy),
      // What `sha256sum pac/* | sha256sum` says.
      targets: { pac: sha256(`${pac}  pac/proxy.pac\n`) },
      files: { 'coverage.md': sha256(files.get('coverage.md') ?? ''), 'pac/proxy.pac': pac },
    });
  });

  test('fails with all problems of a target, at the site', () => {
    const refuse = (rule: string) => ({ rule, message: 'no', help: 'yes' });
    const result = render(
      fakeTarget({ view: () => ({ ok: false, error: [refuse('one'), refuse('two')] }) }),
    );
    expect(result).toEqual({
      ok: false,
      error: ['one', 'two'].map((rule) => ({ ...refuse(rule), at: policy.site.place })),
    });
  });

  test.each<[string, string | undefined, number]>([
    ['the option that is to blame', 'proxy', 3],
    ['its target when the site does not write the option', 'direct', 2],
    ['its target when no option is to blame', undefined, 2],
  ])('is refused at %s', (_name, option, line) => {
    const placeAt = (each: number) => ({ file: 'spec.yaml', line: each, column: 1, length: 3 });
    const targetPlaces = new Map([
      ['pac', placeAt(2)],
      ['pac.proxy', placeAt(3)],
    ]);
    const placed = { ...policy, site: { ...policy.site, targetPlaces } };
    const refusal = { rule: 'one', message: 'no', help: 'yes' };
    const blames = option === undefined ? refusal : { ...refusal, option };
    const target = fakeTarget({ view: () => ({ ok: false, error: [blames] }) });
    expect(renderSite([target], placed, spec, [])).toEqual({
      ok: false,
      error: [{ ...refusal, at: placeAt(line) }],
    });
  });

  test('contains the warnings of its targets, for their clients', () => {
    const targets = { pac: { proxy: 'PROXY proxy.example.net:3128', clients: ['198.51.100.7'] } };
    const own = policyOf({ ...words, site: { id: 'branch', targets } });
    const target = fakeTarget({
      warnings: (files, seen) => [`${[...files.keys()]} for ${seen.site.clients.length} client`],
    });
    expect(must(renderSite([target], own, spec, [])).warnings).toEqual([
      'pac/proxy.pac for 1 client',
    ]);
    expect(must(renderSite([target], own, spec, [], new Set())).warnings).toEqual([]);
  });

  test('fails if a target rejects its own files', () => {
    const refusal = { rule: 'pac-broken', message: 'no', help: 'yes' };
    expect(render(fakeTarget({ prove: () => [refusal] }))).toEqual({
      ok: false,
      error: [{ ...refusal, at: policy.site.place }],
    });
  });
});

describe('a bug in rendering throws', () => {
  const withName = (specName: string) =>
    fakeTarget({
      view: () => ({
        ok: true,
        value: { 'pac/proxy.pac': { ...pacView, specName: specName as Encoded<'x'> } },
      }),
    });

  test.each([
    ['a carriage return', 'a\rb', '\\r'],
    ['a tab', 'a\tb', '\\t'],
    ['a letter beyond ASCII', 'caf\u00e9', 'é'],
  ])('an encoder lets %s through', (_name, text, shown) => {
    expect(() => render(withName(text))).toThrow(
      `pac/proxy.pac would contain the character "${shown}"`,
    );
  });

  test('if the reader rejects the file', () => {
    const read: Target['read'] = () => ({
      ok: false,
      error: { file: 'pac/proxy.pac', line: 3, message: 'odd' },
    });
    expect(() => render(fakeTarget({ read }))).toThrow(
      'the reader of pac rejects the generated file: pac/proxy.pac:3: odd',
    );
  });

  test('if a view has no template', () => {
    const view: Target['view'] = () => ({ ok: true, value: { 'pac/other.pac': {} } });
    expect(() => render(fakeTarget({ view }))).toThrow('no template for "pac/other.pac"');
  });
});
