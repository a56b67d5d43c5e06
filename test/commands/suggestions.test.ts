import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

const spec = `version: 1
name: demo
prefix: dmo
title: Demo
inspection: bypass
documents:
  guide: { title: Guide }
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - id: web
    title: Web
    tier: required
    source: { document: guide }
    endpoints:
      - { host: www.example.com, service: https }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    exclude: []
    targets: { iptables: { log: true } }
tests:
  - { name: opened, allow: ["https://www.example.com/"], sites: [branch] }
  - { name: all of it, only: ["https://www.example.com", https] }
  - { name: by target, flow: "https://www.example.com/", expect: { iptables: allow } }
`;

/** The fixes that a run prints. */
function helpOf(words: readonly string[], text: string): string[] {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': text });
    const { stdout, stderr } = portolan(folder, words);
    return (stdout + stderr).split('\n').filter((line) => line.startsWith('  help: '));
  });
}

describe('a mistyped word of the command line gets a suggestion', () => {
  test.each<[string, string]>([
    ['generat', 'generate'],
    ['chekc spec.yaml', 'check'],
    ['vlaidate', 'validate'],
    ['explian https://www.example.com/', 'explain'],
    ['inti', 'init'],
    ['shema', 'schema'],
    ['compltion bash', 'completion'],
    ['generat --help', 'generate'],
    ['help vaildate', 'validate'],
    ['hlep', 'help'],
    ['verison', 'version'],
    ['chekc --version', 'check'],
    ['--no-color chekc', 'check'],
    ['--out check chekc', 'check'],
    ['generate --dryrun', '--dry-run'],
    ['generate -out there', '--out'],
    ['generate --taget iptables', '--target'],
    ['check --formt json', '--format'],
    ['check --formt=json', '--format'],
    ['--colour check', '--color'],
    ['init --stdot', '--stdout'],
    ['check --format jsn', 'json'],
    ['validate --format gihub', 'github'],
    ['lnt', 'lint'],
    ['lint --fail-no high', '--fail-on'],
    ['schema exeptions', 'exceptions'],
    ['completion bsh', 'bash'],
    ['completion fsih', 'fish'],
    ['schema inclde', 'include'],
    ['explain a.example.com:1 --frmat json', '--format'],
    ['explain a.example.com:1 --site brnch', 'branch'],
    ['generate --site brnch', 'branch'],
    ['generate --target ipables', 'iptables'],
  ])('%s', (words, want) => {
    expect(helpOf(words.split(' '), spec)).toEqual([`  help: did you mean "${want}"?`]);
  });

  test('a word that resembles no choice gets the list of choices', () => {
    expect(helpOf(['completion', 'powershell'], spec)).toEqual(['  help: use bash, fish or zsh']);
  });

  test('an unknown option before the command gets the general help', () => {
    expect(helpOf(['--sitee', 'x', 'generate'], spec)).toEqual(['  help: run "portolan --help"']);
  });

  test('a further argument is named for removal', () => {
    expect(helpOf(['schema', 'spec', 'report'], spec)).toEqual(['  help: remove "report"']);
    expect(helpOf(['init', 'a.yaml', '--', 'b.yaml'], spec)).toEqual(['  help: remove "b.yaml"']);
  });
});

describe('a mistyped word of the spec gets a suggestion:', () => {
  test.each<[string, string, string, string]>([
    ['a key of the file', 'title: Demo', 'titel: Demo', 'title'],
    ['a key of a document', '{ title: Guide }', '{ titel: Guide }', 'title'],
    ['a key of a service', 'ports: [', 'prots: [', 'ports'],
    ['a key of a group', 'tier: required', 'teir: required', 'tier'],
    ['a key of an endpoint', 'host: www', 'hots: www', 'host'],
    ['a key of a site', 'clients:', 'clinets:', 'clients'],
    ['a key of a test', 'allow: ["', 'alow: ["', 'allow'],
    ['an option of a target', 'log: true', 'lgo: true', 'log'],
    ['the name of a target', 'iptables: { log', 'iptable: { log', 'iptables'],
    ['the name of a target in a test', 'expect: { iptables', 'expect: { iptabels', 'iptables'],
    ['the name of a service', 'service: https', 'service: htps', 'https'],
    ['the name of a service in a test', ', https] }', ', htps] }', 'https'],
    ['the name of a document', 'document: guide', 'document: giude', 'guide'],
    ['the name of a group', 'exclude: []', 'exclude: [wbe]', 'web'],
    ['the name of a site', 'sites: [branch]', 'sites: [brnch]', 'branch'],
    ['a kind of inspection', 'inspection: bypass', 'inspection: bypas', 'bypass'],
    ['an application', 'application: tls', 'application: tsl', 'tls'],
    ['a tier', 'tier: required', 'tier: requird', 'required'],
    ['a tier of a site', 'tiers: [required]', 'tiers: [requierd]', 'required'],
    ['a way to enforce', 'enforce: closed', 'enforce: close', 'closed'],
    ['a verdict', 'iptables: allow', 'iptables: alow', 'allow'],
    ['the device among the resolvers', 'resolvers: [self]', 'resolvers: [slef]', 'self'],
    ['the resolvers as a destination', 'host: www.example.com', 'to: resolver', 'resolvers'],
  ])('%s', (_what, is, typed, want) => {
    expect(spec).toContain(is);
    const helps = helpOf(['validate'], spec.replace(is, typed));
    expect(helps).toContain(`  help: did you mean "${want}"?`);
  });
});
