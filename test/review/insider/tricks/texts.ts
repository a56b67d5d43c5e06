import { booking, inSpec, listed } from './edits.ts';
import type { Edit, Trick } from './trick.ts';

/** Tricks with text that is displayed differently from its content. */
export const textTricks: readonly Trick[] = [
  refused(
    'a comment hides a line end that only some readers see',
    inSpec('# What the tricks change', '# What the tricks change\u2028- { to: any }'),
    'U+2028',
  ),
  refused(
    'letters of another direction reverse a line',
    inSpec('note: The packages are signed', 'note: "The packages \u202eare signed"'),
    'U+202E',
  ),
  refused(
    'a name contains a zero-width character',
    inSpec('host: help.example.com', 'host: "help.exam\u200bple.com"'),
    'U+200B',
  ),
  refused(
    'a key is given twice, and the second one counts',
    inSpec('    enforce: closed\n', '    enforce: closed\n    enforce: additive\n'),
    'enforce',
  ),
  refused(
    'an anchor and its alias are far apart',
    inSpec('clients: [192.0.2.0/24]', 'clients: &all [192.0.2.0/24]'),
    'anchor',
  ),
  refused(
    'a merge key copies keys from another location',
    inSpec('  depot:\n', '  depot:\n    <<: { enforce: closed }\n'),
    '<<',
  ),
  refused(
    'a tag changes the type of a text',
    inSpec('prefix: tcl', 'prefix: !!binary dGNs'),
    'tag',
  ),
  refused('a second document follows the first', inSpec('tests:\n', '---\ntests:\n'), 'document'),
  refused(
    'a port is written in hexadecimal',
    { file: 'services.yaml', from: 'tcp/8883', to: 'tcp/0x50' },
    '0x50',
  ),
  refused(
    'a range of ports runs backwards',
    { file: 'services.yaml', from: 'tcp/8883', to: 'tcp/9000-80' },
    '9000-80',
  ),
  refused(
    'an unknown key is meant to be overlooked',
    inSpec('    exclude: [remote-help]\n', '    excludes: [remote-help]\n'),
    'exclude',
  ),
  refused(
    'an exclusion names an unknown group',
    inSpec('exclude: [remote-help]', 'exclude: [remote-halp]'),
    'remote-halp',
  ),
  refused(
    'an empty list of clients is meant as any client',
    inSpec('clients: [192.0.2.0/24]', 'clients: []'),
    'clients',
  ),
  refused(
    'an include points outside the directory',
    inSpec('include: [services.yaml]', 'include: [services.yaml, ../base/services.yaml]'),
    'directory',
  ),
  refused(
    'a list points outside the directory',
    inSpec('lists/cdn.txt', '../base/lists/cdn.txt'),
    'directory',
  ),
  refused(
    'a URL names a user that looks like the host',
    booking('{ url: "https://api.example.com@evil.net/" }'),
    'url',
  ),
  refused(
    'a host is written with a network mask',
    booking('{ network: 198.51.100.1/24, service: https }'),
    '198.51.100.0/24',
  ),
  refused('a line of a list holds two names', listed('c.cdn.example.net evil.net'), 'entry'),
  refused(
    'the name of a zone means every zone',
    inSpec('        from: trust\n', '        from: any\n'),
    'any',
  ),
  refused(
    'the name of a profile breaks out of its line',
    inSpec('profileGroup: strict', 'profileGroup: "strict; set deviceconfig"'),
    'profileGroup',
  ),
  refused(
    'a proxy of the PAC closes its text',
    inSpec('"PROXY proxy.example.net:3128"', `'PROXY a";}:1'`),
    'proxy',
  ),
  refused(
    'a port is written in the digits of another script',
    { file: 'services.yaml', from: 'tcp/8883', to: 'tcp/８８８３' },
    '８８８３',
  ),
  refused('an App-ID stands for all of them', inSpec('[clock-reports]', '[any]'), 'any'),
  refused(
    'a wildcard stands for a whole top-level domain',
    booking('{ host: "*.com", service: https }'),
    '*.com',
  ),
  refused(
    'a wildcard of any depth precedes a pattern',
    booking('{ host: "*.a*.example.com", service: https }'),
    '*.a*',
  ),
  refused(
    'a path ends in a star',
    inSpec('updates.example.com/clock', 'updates.example.com/*'),
    'path',
  ),
  refused(
    'the name of a list goes through another directory and back',
    inSpec('lists/cdn.txt', 'lists/../../base/lists/cdn.txt'),
    'directory',
  ),
  refused(
    'a key is given twice, once by the code of a letter',
    inSpec('    enforce: closed\n', '    enforce: closed\n    "enf\\x6frce": additive\n'),
    'enforce',
  ),
  refused(
    'a line of a comment ends in a carriage return that many viewers do not show',
    inSpec(
      'groups:\n',
      '# all of it\r  - { id: x, title: X, tier: required, endpoints: [{ to: any, service: https }] }\ngroups:\n',
    ),
    'U+000D',
  ),
  refused(
    'a line of a list ends in a carriage return that many viewers do not show',
    {
      file: 'lists/cdn.txt',
      from: 'a.cdn.example.net\n',
      to: 'a.cdn.example.net # \rdrop.example.net\n',
    },
    'U+000D',
  ),
];

function refused(name: string, edit: Edit, word: string): Trick {
  return { name, change: [edit], caught: [{ by: 'validate', problems: [word] }] };
}
