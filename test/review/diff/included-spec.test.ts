import { describe, expect, test } from '@jest/globals';
import { accessText } from '../../../src/report/diff/words.ts';
import { compareFiles } from './support.ts';

const vendor = `version: 1
name: vendor
prefix: vnd
title: Vendor
documents:
  guide: { title: Guide, domains: [example.net] }
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - id: api
    title: API
    tier: required
    source: { document: guide, section: Hosts }
    endpoints:
      - { host: api.example.net, service: https }
tests:
  - { name: it works, allow: ["https://api.example.net/"] }
`;

/** A spec that includes the vendor's. */
function files(include: string, text = vendor, site = ''): Record<string, string> {
  return {
    'spec.yaml': `version: 1
name: demo
prefix: dmo
title: Demo
include: [${include}]
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required]
${site}    targets: { iptables: {} }
`,
    'vendor.yaml': text,
    'moved/vendor.yaml': text,
  };
}

const base = files('{ spec: vendor.yaml, as: vendor }');

/** The changes of access, and what else changed. */
function changes(head: Record<string, string>) {
  const { sites, settings, tests, wording } = compareFiles(base, head);
  const access = [...sites.values()].flatMap(({ gained, lost }) => [
    ...gained.map((gain) => `+ ${accessText(gain)} at ${gain.origins[0]?.endpoint.place.file}`),
    ...lost.map((loss) => `- ${accessText(loss)}`),
  ]);
  return {
    access,
    settings: settings.map(({ what }) => what),
    tests: tests.map(({ what, needsApproval }) => `${what}${needsApproval ? ' (approval)' : ''}`),
    wording: wording.map(({ what }) => what),
  };
}

const nothing = { access: [], settings: [], tests: [], wording: [] };

describe('diff of a spec that includes another one', () => {
  test('shows access that the included spec adds, at its line there', () => {
    const more = vendor.replace(
      'service: https }\n',
      'service: https }\n      - { host: new.example.net, service: https }\n',
    );
    expect(changes(files('{ spec: vendor.yaml, as: vendor }', more))).toEqual({
      ...nothing,
      access: ['+ new.example.net on tcp/443 at vendor.yaml'],
    });
  });

  test('shows no change for a file that moves', () => {
    expect(changes(files('{ spec: moved/vendor.yaml, as: vendor }'))).toEqual(nothing);
  });

  test('shows no change of access for a new name, but of documents and tests', () => {
    expect(changes(files('{ spec: vendor.yaml, as: maker }'))).toEqual({
      access: [],
      settings: ['document maker-guide: domains'],
      tests: ['test "maker: it works"', 'test "vendor: it works" (approval)'],
      wording: [
        'document maker-guide: title',
        'document vendor-guide: domains',
        'document vendor-guide: title',
      ],
    });
  });

  test('shows all access of a spec that a second include adds', () => {
    const copy = vendor.replaceAll('api.example.net', 'copy.example.net');
    const head = files('{ spec: vendor.yaml, as: vendor }, { spec: moved/vendor.yaml, as: copy }');
    expect(changes({ ...head, 'moved/vendor.yaml': copy }).access).toEqual([
      '+ copy.example.net on tcp/443 at moved/vendor.yaml',
    ]);
  });
});

describe('a test of an included spec that judges fewer groups', () => {
  const only = `only: ["https://*.example.net"] }`;
  const help =
    '  - { id: help, title: Help, tier: required, source: { document: guide, section: Hosts }, endpoints: [{ host: help.example.net, service: https }] }\n';
  const withTests = (text: string, tests: string) =>
    text.replace(/tests:\n.*\n/, tests === '' ? '' : `tests:\n  - ${tests}\n`);
  const include = '{ spec: vendor.yaml, as: vendor }';
  const own = withTests(vendor, `{ name: only ours, ${only}`);
  const more = own.replace('tests:\n', `${help}tests:\n`);
  const atRoot = (spec: Record<string, string>, extra: string) => ({
    ...spec,
    'spec.yaml': `${spec['spec.yaml']}${extra}`,
  });
  const rootTest = `tests:\n  - { name: "vendor: only ours", ${only}\n`;
  const rootGroup = `groups:\n${help.replace('id: help', 'id: vendor-help').replace('document: guide', 'document: vendor-guide').replace('service: https', 'service: vendor-https')}`;
  const testsOf = (before: Record<string, string>, after: Record<string, string>) =>
    compareFiles(before, after).tests.map(({ what, after: is, needsApproval }) => [
      what,
      is,
      needsApproval,
    ]);
  const name = 'test "vendor: only ours"';

  test('needs approval when it judged all groups before, at the top of the spec', () => {
    const before = atRoot(files(include, withTests(vendor, '')), rootTest);
    expect(testsOf(before, files(include, own))).toEqual([
      [name, 'only https://*.example.net, only for the groups of the included spec', true],
    ]);
    expect(testsOf(files(include, own), before)).toEqual([]);
  });

  test('needs approval for a group that moves out of the spec under its full id', () => {
    const after = atRoot(files(include, own), rootGroup);
    expect(testsOf(files(include, more), after)).toEqual([
      [name, 'only https://*.example.net, no longer for the group vendor-help', true],
    ]);
    expect(testsOf(after, files(include, more))).toEqual([]);
  });

  test('names the first groups of many', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => help.replaceAll('help', id)).join('');
    const before = own.replace('tests:\n', `${many}tests:\n`);
    expect(testsOf(files(include, before), files(include, own))).toEqual([
      [
        name,
        'only https://*.example.net, no longer for the groups vendor-a, vendor-b, vendor-c and 1 more',
        true,
      ],
    ]);
  });
});
