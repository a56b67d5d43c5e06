import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addInclude } from '../../../src/language/edit/include.ts';
import { EditedText, type TextEdit } from '../../../src/language/fix/edited-text.ts';
import { parseYaml } from '../../../src/language/yaml/parse.ts';
import { loadFiles } from '../../support/load.ts';
import { must } from '../../support/policy.ts';
import { atLeast, runs } from '../../support/runs.ts';

const comment = fc.constantFrom('', ' # why', ' # "[', ' #: {');
const above = fc.constantFrom('', '# about\n', '\n', '# one\n\n# two\n');

/** One of the ways in which people write the includes of a spec; some have none. */
const include = fc.oneof(
  fc.constant(''),
  comment.map((end) => `include: [other.yaml]${end}\n`),
  comment.map((end) => `include: [ "other.yaml" , ]${end}\n`),
  comment.map((end) => `include: []${end}\n`),
  comment.map((end) => `include:${end}\n`),
  comment.map((end) => `include:${end}\n- other.yaml${end}\n`),
  comment.map((end) => `include:\n    # deep\n    - other.yaml${end}\n    # last\n`),
  comment.map((end) => `include: [${end}\n  other.yaml,${end}\n  ]\n`),
  fc.constant('include:\n  -\n    other.yaml\n'),
  fc.constant('include:\n  - >-\n    other.yaml\n'),
);

const title = fc.constantFrom(
  'title: Demo\n',
  'title: "Demo: a" # name\n',
  'title: >-\n  Demo\n  of two lines\n\n',
  'title: Demo\n  of two lines\n',
);

const sites = `sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [198.51.100.53]
    enforce: closed
    tiers: [required]
    targets: { iptables: {} }
`;
const groups = `groups:
  - { id: own, title: Own, tier: required, endpoints: [{ host: own.example.com, service: https }] }
`;
const services = 'services: { https: { ports: [tcp/443], application: tls } }\n';

/** A spec in block style, its keys in any order, with comments and blank lines between them. */
const block = fc
  .tuple(include, title, fc.array(above, { minLength: 8, maxLength: 8 }))
  .chain(([includes, titles, comments]) => {
    const keys = ['version: 1\n', 'name: demo\n', 'prefix: dmo\n', titles, includes];
    const all = [...keys, services, groups, sites];
    return fc
      .shuffledSubarray(all, { minLength: all.length })
      .map((some) => some.map((key, index) => `${comments[index] ?? ''}${key}`).join(''));
  });

const flow = fc.constantFrom(
  `{ version: 1, name: demo, prefix: dmo, title: Demo, services: { https: { ports: [tcp/443], application: tls } }, groups: [{ id: own, title: Own, tier: required, endpoints: [{ host: own.example.com, service: https }] }], sites: { branch: { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } } } }\n`,
);

const layout = fc
  .tuple(fc.oneof({ weight: 9, arbitrary: block }, flow), fc.boolean(), fc.boolean())
  .map(([text, isCrlf, isOpen]) => {
    const closed = isOpen ? text.replace(/\n+$/, '') : text;
    return isCrlf ? closed.replaceAll('\n', '\r\n') : closed;
  });

const parts = {
  'other.yaml': 'version: 1\n',
  'vendor/x.yaml':
    'version: 1\ngroups: [{ id: x, title: X, tier: required, endpoints: [{ host: x.example.com, service: https }] }]\n',
};

test('an include is added to any layout of a spec, and every other byte stays', () => {
  let count = 0;
  fc.assert(
    fc.property(layout, (text) => {
      const parsed = must(parseYaml('spec.yaml', text));
      if (parsed.root.kind !== 'map') throw new Error('expected a map');
      const edit = addInclude(text, parsed.root, 'vendor/x.yaml');
      if (edit === undefined) throw new Error(`no include was added:\n${text}`);
      expect(edit.start).toBe(edit.end);
      const edited = new EditedText<TextEdit>(text, [edit]).current;
      const loaded = loadFiles({ 'spec.yaml': edited, ...parts });
      if (!loaded.ok) throw new Error(`${loaded.error.problems[0]?.message}\n${edited}`);
      expect(loaded.value.spec.groups.map(({ id }) => id)).toContain('x');
      const lineEnds = (each: string) => each.replaceAll('\r\n', '').includes('\n');
      if (text.includes('\r\n')) expect(lineEnds(edited)).toBe(lineEnds(text));
      count += 1;
    }),
    { numRuns: runs(500) },
  );
  expect(count).toBeGreaterThanOrEqual(atLeast(500));
});
