import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { digestOf } from '../../../src/targets/kit/reading/script.ts';
import type { Reading } from '../../../src/targets/reading.ts';
import { read } from '../../../src/targets/squid/read/index.ts';
import { scriptDigest } from '../../../src/targets/squid/read/script.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import {
  bypass,
  describeAccess,
  everything,
  filesOf,
  policyOf,
  readingOf,
  textOf,
} from './support.ts';
import { widened } from './widened.ts';

const textFor = (options: Partial<SquidOptions> = {}) => textOf(policyOf(everything(options)));
const explicit = textFor();
const intercept = textFor({ tlsInspection: 'intercept' });

/** The verdict, and the line that decides. */
function verdict(text: string, flow: string, from = '192.0.2.9'): string {
  const { verdict: is, at } = readingOf(text).decide(
    must(parseFlow(flow)),
    must(parseAddress(from)),
  );
  return at === null ? is : `${is} ${text.split('\n')[at.line - 1]}`;
}

function refused(text: string): string {
  const result = read(filesOf(text));
  return result.ok ? 'accepted' : `${result.error.line}: ${result.error.message}`;
}

describe('a flow is decided by a line', () => {
  test.each([
    ['https://api.example.com/', 'allow acl spt_web_https_host dstdomain -n api.example.com'],
    [
      'https://API.example.com./any/path',
      'allow acl spt_web_https_host dstdomain -n api.example.com',
    ],
    ['tcp://api.example.com:443', 'allow acl spt_web_https_host dstdomain -n api.example.com'],
    ['https://a.b.example.net/', 'allow acl spt_web_https_sub dstdomain -n .example.net'],
    ['https://x.deep.example.net/', 'allow acl spt_web_https_sub dstdomain -n .example.net'],
    [
      'https://cdn7.example.org/',
      'allow acl spt_web_https_like dstdom_regex -n ^cdn[a-z0-9-]*\\.example\\.org$',
    ],
    ['https://198.51.100.9/', 'allow acl spt_web_https_net dst -n 198.51.100.0/24'],
    ['https://[2001:db8:7::1]/', 'allow acl spt_web_https_net dst -n 2001:db8:7::/48'],
    ['http://www.example.com/any', 'allow acl spt_web_http_host dstdomain -n www.example.com'],
    ['tcp://queue.example.com:5671', 'allow acl spt_web_amqp_host dstdomain -n queue.example.com'],
    [
      'https://updates.example.com/',
      'allow acl spt_updates_https_host dstdomain -n updates.example.com',
    ],
    [
      'tcp://anything.example:8005',
      expect.stringMatching(/^allow acl spt_updates_alternative all-of /),
    ],
    ['https://example.net/', 'deny'],
    ['https://api.example.com.evil.example/', 'deny'],
    ['https://cdn.a.example.org/', 'deny'],
    ['https://198.51.101.1/', 'deny'],
    ['https://api.example.com:8443/', expect.stringMatching(/^allow acl spt_updates_alternative/)],
    ['https://api.example.com:8444/', 'deny'],
    ['http://api.example.com/', 'deny'],
    ['http://api.example.com:443/', 'deny'],
    ['https://www.example.com:80/', 'deny'],
    ['ftp://www.example.com:80/', 'deny'],
    ['ws://www.example.com/', 'deny'],
    ['wss://www.example.com/', 'allow acl spt_web_https_host dstdomain -n www.example.com'],
    ['udp://queue.example.com:5671', 'not-applicable'],
    ['udp://192.0.2.53:53', 'not-applicable'],
    ['tcp://192.0.2.53:53', 'not-applicable'],
    ['tcp://169.254.169.254:80', 'deny'],
  ])('%s', (flow, want) => {
    expect(verdict(explicit, flow)).toEqual(want);
  });

  test.each([
    ['/manual', 'allow'],
    ['/manual/', 'allow'],
    ['/manual/a/b', 'allow'],
    ['/manual?page=1', 'allow'],
    ['/manual%3Fa', 'allow'],
    ['/manual/a%20b', 'allow'],
    ['/manual/a..b', 'deny'],
    ['/manual/a%25b', 'deny'],
    ['/manual/%5C', 'deny'],
    ['/manual/%C3%A9', 'deny'],
    ['/manuals', 'deny'],
    ['/Manual', 'deny'],
    ['/', 'deny'],
    ['/a/manual', 'deny'],
  ])('a path in cleartext, as Squid compares it: %s', (path, want) => {
    expect(verdict(explicit, `http://docs.example.com${path}`).split(' ')[0]).toBe(want);
  });

  test('denies a client outside the networks', () => {
    expect(verdict(explicit, 'https://api.example.com/', '192.0.3.1')).toBe('deny');
    expect(verdict(explicit, 'https://api.example.com/', '198.18.0.6')).toBe('deny');
    expect(verdict(explicit, 'https://api.example.com/', '2001:db8:c1::9')).toMatch(/^allow /);
  });

  test.each(['none', 'explicit', 'intercept'] as const)(
    'and a WebSocket in cleartext is not open by a rule for http, tlsInspection %s',
    (tlsInspection) => {
      const text = textFor({ tlsInspection });
      expect(verdict(text, 'http://www.example.com/')).toMatch(/^allow /);
      expect(verdict(text, 'ws://www.example.com/')).toBe('deny');
      expect(verdict(text, 'wss://www.example.com/')).toMatch(/^allow /);
    },
  );

  test('allows nothing by the first step of a redirected connection alone', () => {
    expect(verdict(intercept, 'tcp://203.0.113.99:443')).toBe('deny');
  });
});

describe('the reader accepts a rule with some ports of its service', () => {
  /** The headings of the rules and their access, for a site with one client. */
  const readBack = (words: SpecWords) => {
    const targets = { squid: { tlsInspection: 'none' as const } };
    const text = textOf(policyOf({ ...words, site: { clients: ['192.0.2.1'], targets } }));
    return {
      rules: text.split('\n').filter((line) => / (?:bypass|allow)$/.test(line)),
      access: readingOf(text).access.map(describeAccess),
    };
  };

  test.each([
    [
      'in words',
      ['tcp/4-13'],
      '# hosts/secret/tcp-4+tcp-6-10+tcp-12-13, bypass',
      ['any / tcp/4 ', 'any / tcp/6-10 ', 'any / tcp/12-13 '],
    ],
    [
      'as a hash, where the words would be too many',
      ['tcp/1-2', 'tcp/4-13', 'udp/1-10'],
      '# hosts/secret/ports-01217a8a, bypass',
      ['any / tcp/1-2 ', 'any / tcp/4 ', 'any / tcp/6-10 ', 'any / tcp/12-13 '],
    ],
  ])('next to the rule with the others, %s', (_how, ports, heading, access) => {
    const services = {
      clear: { ports: ['tcp/5', 'tcp/11'], application: 'http' as const },
      secret: { ports, application: 'tls' as const },
    };
    const groups = [{ id: 'hosts', to: { clear: ['any'], secret: ['any'] } }];
    expect(readBack({ services, groups })).toEqual({
      rules: ['# hosts/clear, bypass', heading],
      access: ['any / tcp/5 ', 'any / tcp/11 ', ...access].map((one) => `${one}from 192.0.2.1`),
    });
  });

  test('alone, if Squid cannot express the others', () => {
    const services = {
      queue: { ports: ['udp/1', 'udp/3', 'udp/5', 'udp/7'], application: 'other' as const },
      wide: { ports: ['tcp/90', 'udp/1-8', 'udp/10', 'udp/12'], application: 'other' as const },
    };
    const groups = [{ id: 'hosts', to: { queue: ['a.example.com'], wide: ['a.example.com'] } }];
    expect(readBack({ services, groups })).toEqual({
      rules: ['# hosts/wide/ports-361ec56c, bypass'],
      access: ['a.example.com / tcp/90 from 192.0.2.1'],
    });
  });
});

describe('the reader of Squid refuses what the tool does not write', () => {
  const replaced = (from: string | RegExp, to: string) => explicit.replace(from, to);

  test.each([
    ['an empty file', '', '1: expected the header with the spec name, found the end of the file'],
    [
      'no last line feed',
      explicit.slice(0, -1),
      /expected a line feed at the end of the file, found none$/,
    ],
    ['CRLF', explicit.replaceAll('\n', '\r\n'), /^1: expected printable ASCII, found /],
    ['a byte order mark', `\ufeff${explicit}`, /^1: expected printable ASCII, found /],
    [
      'a tab',
      replaced('acl spt_connect method', 'acl spt_connect\tmethod'),
      /expected printable ASCII/,
    ],
    [
      'a line that Squid would split',
      replaced('# web/https', `#${'x'.repeat(9000)}`),
      /expected at most 8190 characters in a line, found 90/,
    ],
    [
      'another header',
      replaced('do not edit', 'hand-made'),
      '1: expected the header with the spec name, found "# every-kind: destinations allowed without authentication. Generated by \\"portolan generate\\"; hand-made."',
    ],
    [
      'a star where Squid reads a name',
      replaced('-n api.', '-n *.'),
      /expected "acl spt_web_https_host dstdomain -n www\.example\.com"/,
    ],
    ['a URL', replaced('-n api.', '-n https://api.'), /is more than a host name/],
    [
      'a port in a name',
      replaced('api.example.com', 'api.example.com:443'),
      /is more than a host name/,
    ],
    ['an underscore in a domain', replaced('api.example', 'api.exam_ple'), /underscore/],
    [
      'two names on a line',
      replaced('-n api.example.com', '-n api.example.com b.example.com'),
      /./,
    ],
    [
      'a wildcard with its apex',
      replaced(/ !spt_web_https_apex/, ''),
      /expected "acl spt_web_https all-of/,
    ],
    ['dstdomain without -n', replaced('dstdomain -n api', 'dstdomain api'), /expected/],
    ['an expression without its end', replaced('example\\.org$', 'example\\.org'), /./],
    ['a dot that is any character', replaced('example\\.org', 'example.org'), /./],
    [
      'a star that may be no label',
      replaced('^a\\.[a-z0-9_-]+', '^a\\.[a-z0-9-]*'),
      /expected a pattern without empty labels/,
    ],
    [
      'a whole label that takes no underscore',
      replaced('^a\\.[a-z0-9_-]+', '^a\\.[a-z0-9-]+'),
      /expected a host, found the placeholder/,
    ],
    ['host bits', replaced('198.51.100.0/24', '198.51.100.1/24'), /has host bits set/],
    [
      'a range that is a block',
      replaced('198.51.100.0/24', '198.51.100.0-198.51.100.255'),
      /expected "198\.51\.100\.0\/24", found "198\.51\.100\.0-198\.51\.100\.255"/,
    ],
    ['every address', replaced('198.51.100.0/24', 'all'), /invalid address/],
    [
      'a second http_access',
      `${explicit}http_access allow all\n`,
      /expected the end of the file, found "http_access allow all"/,
    ],
    ['a cleartext rule that allows tunnels', replaced(' !spt_connect', ''), /expected/],
    ['a path that climbs', replaced(/ !spt_odd/, ''), /expected/],
    [
      'the hash of another path',
      explicit.replaceAll('^/manual(', '^/other('),
      /expected an acl name that begins with/,
    ],
    [
      'the name of another rule',
      explicit.replaceAll('spt_web_amqp', 'spt_web_mqtt'),
      /expected the ports of "web\/amqp", found "spt_web_mqtt_port"/,
    ],
    [
      'a heading that is the id of no rule',
      replaced('# web/amqp, ', '# web/amqp/ports-12, '),
      /^[0-9]+: expected the id of a rule, found "web\/amqp\/ports-12"$/,
    ],
    [
      'a heading that names a part of the ports by other words',
      replaced('# web/amqp, ', '# web/amqp/tcp-all, '),
      /^[0-9]+: expected the id of a rule, found "web\/amqp\/tcp-all"$/,
    ],
    [
      'an option that the lines do not keep',
      replaced('direct=true', 'direct=false'),
      /expected "adaptation_access/,
    ],
    [
      'other clients in another order',
      replaced('192.0.2.0/24', '203.0.113.0/24'),
      /expected "acl spt_clients/,
    ],
    [
      'a covered wildcard',
      replaced(
        'acl spt_web_https_sub dstdomain -n .example.net\n',
        'acl spt_web_https_sub dstdomain -n .a.example.net\nacl spt_web_https_sub dstdomain -n .example.net\n',
      ),
      /unexpected domain: another line already covers it/,
    ],
    [
      'networks that overlap',
      replaced(
        '-n 198.51.100.0/24\n',
        '-n 198.51.100.0/24\nacl spt_web_https_net dst -n 198.51.100.9\n',
      ),
      /unexpected network: it overlaps another line/,
    ],
  ])('%s', (_what, text, want) => {
    expect(text).not.toBe(explicit);
    expect(refused(text)).toEqual(typeof want === 'string' ? want : expect.stringMatching(want));
  });

  test('a client acl at the first step, which Squid 6 does not match', () => {
    const text = intercept.replace('peek spt_step1', 'peek spt_clients spt_step1');
    expect(text).not.toBe(intercept);
    expect(refused(text)).toMatch(
      /expected "ssl_bump peek spt_step1", found "ssl_bump peek spt_clients spt_step1"$/,
    );
  });

  test('a duplicate rule, since Squid would merge hosts and ports', () => {
    const [rule] = /\n# web\/amqp, bypass\n(?:acl .*\n)+/.exec(explicit) ?? [''];
    expect(refused(explicit.replace(rule, rule + rule))).toMatch(
      /expected a different name for each rule, found "spt_web_amqp" twice$/,
    );
  });

  test('a rule without hosts, and a file without rules', () => {
    const text = textOf(bypass({ https: ['a.example.com'] }));
    expect(refused(text.replace(/^acl \S+ dstdomain .*\n/gm, ''))).toMatch(
      /expected a destination for "\S+", found none$/,
    );
    const rule = /\n# hosts\/https, bypass\n(?:acl .*\n)+/;
    expect(refused(text.replace(rule, ''))).toMatch(/expected at least one rule, found none$/);
  });

  test('reads any host if the combining line has no destination', () => {
    const text = textOf(bypass({ https: ['a.example.com'] }));
    const open = text.replace(/^acl \S+ dstdomain .*\n/gm, '').replace(' spt_hosts_https_host', '');
    expect(readingOf(open).access).toMatchObject([{ destination: { kind: 'any' } }]);
  });

  test('a missing file, and a file of another name', () => {
    expect(read(new Map())).toMatchObject({
      ok: false,
      error: { message: 'expected this file, found none' },
    });
    const more = new Map([...filesOf(explicit), ['squid/apply.sh', '']]);
    expect(read(more)).toMatchObject({ ok: false, error: { file: 'squid/apply.sh' } });
  });
});

describe('a deleted, doubled, moved or widened line is refused, or changes the access', () => {
  const accessOf = ({ access }: Reading) => access.map(describeAccess).sort().join('\n');

  test.each([
    ['none', textFor({ tlsInspection: 'none' })],
    ['explicit', explicit],
    ['intercept', intercept],
    ['a parent', textFor({ direct: false, adaptationServices: [], delayPools: [] })],
  ])('%s', (_name, text) => {
    const before = accessOf(readingOf(text));
    const mutants = [...mutantsOf(filesOf(text), widened)];
    const survivors = mutants.filter(({ files }) => {
      const result = read(files);
      return result.ok && accessOf(result.value) === before;
    });
    expect(mutants.length).toBeGreaterThan(5 * text.split('\n').length);
    expect(survivors.map(({ what }) => what)).toEqual([]);
  });
});

describe('apply.sh', () => {
  const files = filesOf(explicit);
  const script = files.get('squid/apply.sh') ?? '';
  const withScript = (text: string): string => {
    const result = read(new Map([...files, ['squid/apply.sh', text]]));
    return result.ok
      ? 'accepted'
      : `${result.error.file}:${result.error.line}: ${result.error.message}`;
  };
  const prefixAt = script.split('\n').indexOf("prefix='spt'") + 1;

  test('the reader knows the script of this version', () => {
    const template = readFileSync(
      join(import.meta.dirname, '../../../templates/squid/apply.sh.hbs'),
      'utf8',
    ).replaceAll('\r\n', '\n');
    const from = template.split('\n').indexOf('# --- data of this site ---') + 1;
    expect({ scriptDigest }).toEqual({ scriptDigest: digestOf(template, { from, count: 2 }) });
  });

  test.each([
    ['is accepted as written', script, 'accepted'],
    [
      'of another spec',
      script.replace('# every-kind:', '# other:'),
      'squid/apply.sh:2: expected "# every-kind: generated by \\"portolan generate\\"; do not edit.", found "# other: generated by \\"portolan generate\\"; do not edit."',
    ],
    [
      'of another prefix',
      script.replace("'spt'", "'abc'"),
      `squid/apply.sh:${prefixAt}: expected the prefix "spt" as in bypass.conf, found "abc"`,
    ],
    [
      'with code in the prefix',
      script.replace("'spt'", "'spt'$(id)"),
      `squid/apply.sh:${prefixAt}: expected the prefix, found "prefix='spt'$(id)"`,
    ],
    [
      'of another mode',
      script.replace("'explicit'", "'none'"),
      `squid/apply.sh:${prefixAt + 1}: expected tlsInspection "explicit" as in bypass.conf, found "none"`,
    ],
    [
      'with another line of code',
      script.replace('set -eu', 'set -e'),
      'squid/apply.sh:1: expected the script of this version, found a different one',
    ],
    ['that is empty', '', 'squid/apply.sh:1: expected "#!/bin/sh", found the end of the file'],
  ])('%s', (_what, text, want) => {
    expect(withScript(text)).toBe(want);
  });
});
