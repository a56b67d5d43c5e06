import { describe, expect, test } from '@jest/globals';
import type { OutputExplanation } from '../../../src/review/explain/explanation.ts';
import { explained, manyKinds, siteOf, type Tamper } from '../../support/explain.ts';

function outputOf(flow: string, target: string, tamper?: Tamper): OutputExplanation {
  const { outputs } = siteOf(explained(manyKinds, flow, tamper), 'branch');
  const found = outputs.find((output) => output.target === target);
  if (found === undefined) throw new Error(`no output "${target}"`);
  return found;
}

/** Replaces a text in the files of one target. */
function replacing(target: string, from: string, to: string): Tamper {
  return (_site, name, files) => {
    if (name !== target) return files;
    const changed = new Map([...files].map(([path, text]) => [path, text.replace(from, to)]));
    expect([...changed.values()]).not.toEqual([...files.values()]);
    return changed;
  };
}

describe('an output of a flow that the spec opens', () => {
  test.each<[string, string, string, string, string, string]>([
    ['exact', 'https://www.example.com/', 'pac', 'allow', 'exact', ''],
    [
      'wider by names below',
      'https://www.example.com/',
      'iptables',
      'allow',
      'wider',
      'dnsmasq also allows the subdomains of this host',
    ],
    [
      'wider by the path',
      'https://app.example.com/only/a',
      'pfsense',
      'allow',
      'wider',
      'a packet filter cannot see the path',
    ],
    [
      'left out',
      'https://a.cdn.example.net/',
      'pfsense',
      'deny',
      'unsupported',
      'an alias cannot contain a wildcard, so it is left out',
    ],
    [
      'not its to decide',
      'udp://203.0.113.53:53',
      'squid',
      'not-applicable',
      'not-applicable',
      'Squid does not decide DNS: it resolves names itself',
    ],
    [
      'refused for what is spoken',
      'http://www.example.com:443/',
      'squid',
      'deny',
      'exact',
      'it takes TLS only on this port',
    ],
  ])('%s', (_what, flow, target, verdict, coverage, reason) => {
    const output = outputOf(flow, target);
    expect(output).toMatchObject({ verdict, coverage, reason, widens: null, differs: false });
  });

  test('names the line that decides, in the file as it is', () => {
    const shifted: Tamper = (_site, _target, files) => files;
    const { at } = outputOf('https://www.example.com/', 'pac', shifted);
    expect(at?.file).toBe('pac/proxy.pac');
    const texts: string[] = [];
    outputOf('https://www.example.com/', 'pac', (_site, target, files) => {
      if (target === 'pac') texts.push(...files.values());
      return files;
    });
    expect(texts[0]?.split('\n')[(at?.line ?? 0) - 1]).toContain('"www.example.com": "443"');
  });
});

describe('an output of a flow that the spec does not open', () => {
  test.each<[string, string, string, string]>([
    ['by a name below a host', 'https://a.www.example.com/', 'iptables', 'www.example.com'],
    ['by the apex of a wildcard', 'https://cdn.example.net/', 'iptables', '*.cdn.example.net'],
    ['by the rest of a host', 'http://docs.example.com/x', 'pac', 'http://docs.example.com/manual'],
  ])('is opened %s, and names the endpoint', (_what, flow, target, written) => {
    const { verdict, coverage, widens, differs } = outputOf(flow, target);
    expect([verdict, coverage, widens?.endpoint.written, differs]).toEqual([
      'allow',
      'wider',
      written,
      false,
    ]);
  });

  test('is denied without coverage', () => {
    expect(outputOf('https://evil.test/', 'pac')).toEqual({
      target: 'pac',
      verdict: 'deny',
      coverage: null,
      reason: '',
      at: null,
      widens: null,
      differs: false,
    });
  });
});

describe('an output that is not what it should be', () => {
  test('has no verdict where there are no files', () => {
    const gone: Tamper = (_site, target, files) => (target === 'pac' ? undefined : files);
    expect(outputOf('https://www.example.com/', 'pac', gone)).toMatchObject({
      verdict: null,
      coverage: 'exact',
      reason: 'it has no files yet: portolan generate writes them',
      at: null,
      differs: true,
    });
  });

  test('has no verdict where a file is not as the tool writes it, and names the line', () => {
    const output = outputOf(
      'https://www.example.com/',
      'pac',
      replacing('pac', '"www.example.com": "443"', '"www.example.com": "443",'),
    );
    expect(output).toMatchObject({ verdict: null, differs: true });
    expect(output.reason).toMatch(/^not as the tool writes it: ./);
    expect(output.at?.file).toBe('pac/proxy.pac');
  });

  test('differs where a file opens what nobody asks for', () => {
    const tamper = replacing('pac', '"www.example.com": "443"', '"www.example.test": "443"');
    expect(outputOf('https://www.example.test/', 'pac', tamper)).toMatchObject({
      verdict: 'allow',
      coverage: null,
      reason: 'neither the spec nor the coverage of this output opens it',
      differs: true,
    });
    expect(outputOf('https://www.example.com/', 'pac', tamper)).toMatchObject({
      verdict: 'deny',
      coverage: 'exact',
      reason: 'the spec opens it here',
      differs: true,
    });
  });
});
