import { describe, expect, test } from '@jest/globals';
import { explainText } from '../../../src/report/explain/text.ts';
import type { OutputExplanation } from '../../../src/review/explain/explanation.ts';
import { explained, manyKinds, siteOf, type Tamper } from '../../support/explain.ts';
import { specText } from '../../support/load.ts';

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

describe('an output for a flow that the spec allows', () => {
  test.each<[string, string, string, string, string, string]>([
    ['exact', 'https://www.example.com/', 'pac', 'allow', 'exact', ''],
    [
      'wider by subdomains',
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
      'unsupported',
      'https://a.cdn.example.net/',
      'pfsense',
      'deny',
      'unsupported',
      'an alias cannot contain a wildcard, so it is left out',
    ],
    [
      'not applicable',
      'udp://203.0.113.53:53',
      'squid',
      'not-applicable',
      'not-applicable',
      'Squid does not decide DNS: it resolves names itself',
    ],
    [
      'denied because of its protocol',
      'http://www.example.com:443/',
      'squid',
      'deny',
      'exact',
      'on this port it allows only TLS',
    ],
  ])('explains coverage: %s', (_what, flow, target, verdict, coverage, reason) => {
    const output = outputOf(flow, target);
    expect(output).toMatchObject({ verdict, coverage, reason, widens: null, differs: false });
  });

  test('names the deciding line of the file on disk', () => {
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

describe('an output for a flow that several endpoints allow', () => {
  const specWith = (...endpoints: readonly string[]) =>
    specText({
      endpoints: [
        '{ host: www.example.org, service: https }',
        '{ host: "*.example.com", service: https, inspection: bypass }',
        ...endpoints,
      ],
      targets: `
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128" }
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`,
    });
  const outputFor = (spec: string, flow: string, name: string) =>
    explained(spec, flow).sites[0]?.outputs.find(({ target }) => target === name);
  const together = 'together with *.example.com, which bypasses inspection';

  test.each([
    ['iptables', 'exact', ''],
    ['pac', 'wider', `skips the proxy ${together}`],
    ['paloalto', 'wider', `is not decrypted, ${together}`],
    ['pfsense', 'exact', ''],
    ['squid', 'wider', `is not inspected, ${together}`],
  ])('has the coverage of the host, not of the wildcard: %s', (target, coverage, reason) => {
    const spec = specWith('{ host: bank.example.com, service: https }');
    const output = outputFor(spec, 'https://bank.example.com/', target);
    expect(output).toMatchObject({ verdict: 'allow', coverage, reason, differs: false });
  });

  test('has the coverage of the host for a path that the spec does not list', () => {
    const spec = specWith('{ url: "https://bank.example.com/login" }');
    const output = outputFor(spec, 'https://bank.example.com/', 'squid');
    expect(output).toMatchObject({ coverage: 'wider', differs: false });
    expect(output?.reason).toMatch(/^is not inspected, /);
  });

  test('has the coverage of the endpoint that it allows, if it leaves out a closer one', () => {
    const spec = specWith('{ host: "ba*.example.com", service: https }');
    const output = outputFor(spec, 'https://bank.example.com/', 'iptables');
    expect(output).toMatchObject({
      verdict: 'allow',
      coverage: 'wider',
      reason: 'dnsmasq also allows the name itself, not only its subdomains',
    });
  });
});

describe('an output for a flow that the spec does not allow', () => {
  test.each<[string, string, string, string]>([
    ['a subdomain of a host', 'https://a.www.example.com/', 'iptables', 'www.example.com'],
    [
      'the parent domain of a wildcard',
      'https://cdn.example.net/',
      'iptables',
      '*.cdn.example.net',
    ],
    [
      'another path of a host',
      'http://docs.example.com/x',
      'pac',
      'http://docs.example.com/manual',
    ],
  ])('allows %s, and names the endpoint', (_what, flow, target, written) => {
    const { verdict, coverage, widens, differs } = outputOf(flow, target);
    expect([verdict, coverage, widens?.endpoint.written, differs]).toEqual([
      'allow',
      'wider',
      written,
      false,
    ]);
  });

  test('denies it and has no coverage', () => {
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

describe('a resolver that only the options of paloalto list', () => {
  const spec = manyKinds.replace(
    '      iptables: {}\n',
    '      iptables: {}\n      paloalto: { from: trust, to: untrust, position: top, resolverZone: trust, resolvers: [192.0.2.53] }\n',
  );
  const site = siteOf(explained(spec, 'udp://192.0.2.53:53'), 'branch');

  test('is allowed by paloalto only, and the remarks say what the spec allows', () => {
    expect(site.only).toEqual(['paloalto']);
    expect(site.remarks).toEqual([
      "udp/53 is allowed only to the site's resolvers (self, 203.0.113.53), not to 192.0.2.53",
      'allowed only by paloalto, whose options list this address as a resolver',
    ]);
  });

  test('has the options of paloalto as the reason of the output', () => {
    const output = site.outputs.find(({ target }) => target === 'paloalto');
    expect(output).toMatchObject({
      verdict: 'allow',
      reason: 'the paloalto options list this address as a resolver',
      differs: false,
    });
  });

  test('is not called exact in the text report', () => {
    const explanation = explained(spec, 'udp://192.0.2.53:53');
    const text = explainText({ explanation, out: 'generated' });
    expect(text).toContain('branch: allowed by paloalto only\n');
    expect(text).toMatch(/^ {2}paloalto {3}allow {11}by option {2}generated/m);
    expect(text).not.toContain('exact');
  });
});

describe('an output with unexpected files', () => {
  test('has no verdict without files', () => {
    const gone: Tamper = (_site, target, files) => (target === 'pac' ? undefined : files);
    expect(outputOf('https://www.example.com/', 'pac', gone)).toMatchObject({
      verdict: null,
      coverage: 'exact',
      reason: 'no files yet, run "portolan generate"',
      at: null,
      differs: true,
    });
  });

  test('has no verdict for a file in another format, and names the line', () => {
    const output = outputOf(
      'https://www.example.com/',
      'pac',
      replacing('pac', '"www.example.com": "443"', '"www.example.com": "443",'),
    );
    expect(output).toMatchObject({ verdict: null, differs: true });
    expect(output.reason).toMatch(/^not in the generated format: ./);
    expect(output.at?.file).toBe('pac/proxy.pac');
  });

  test('differs if a file allows a host that no endpoint lists', () => {
    const tamper = replacing('pac', '"www.example.com": "443"', '"www.example.test": "443"');
    expect(outputOf('https://www.example.test/', 'pac', tamper)).toMatchObject({
      verdict: 'allow',
      coverage: null,
      reason: 'expected deny: neither the spec nor the coverage of this output allows it',
      differs: true,
    });
    expect(outputOf('https://www.example.com/', 'pac', tamper)).toMatchObject({
      verdict: 'deny',
      coverage: 'exact',
      reason: 'expected allow: the spec allows it here',
      differs: true,
    });
  });
});
