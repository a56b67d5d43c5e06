import { describe, expect, test } from '@jest/globals';
import { formatPortRange } from '../../../src/net/port.ts';
import { openJson } from '../../../src/report/explain/json.ts';
import { openText } from '../../../src/report/explain/text.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { explained, manyKinds, opened } from '../../support/explain.ts';
import { expectReport } from '../../support/report.ts';

/** For each site, its open ports by the spec, and those that only an output opens. */
function portsOf(host: string, spec = manyKinds): Record<string, (readonly string[])[]> {
  const sites = opened(spec, host).sites.map(({ site, open }): [string, string[][]] => {
    const texts = (isAllowed: boolean) =>
      open
        .filter((each) => each.site.rules.length > 0 === isAllowed)
        .map(({ ports, path }) => `${ports.map(formatPortRange).join(' ')} ${path}`);
    return [site, [texts(true), texts(false)]];
  });
  return Object.fromEntries(sites);
}

describe('a host without a port is explained by all that is open there', () => {
  test.each<[string, Record<string, (readonly string[])[]>]>([
    ['www.example.com', { branch: [['tcp/443 /'], []], lab: [['tcp/443 /'], []] }],
    [
      'turn.example.com',
      {
        branch: [['tcp/3478 /', 'udp/3478-3481 /'], []],
        lab: [['tcp/3478 udp/3478-3481 /'], []],
      },
    ],
    [
      'docs.example.com',
      { branch: [['tcp/80 /manual'], ['tcp/80 /']], lab: [['tcp/80 /manual'], ['tcp/80 /']] },
    ],
    ['below.www.example.com', { branch: [[], ['tcp/443 /']], lab: [[], []] }],
    ['203.0.113.53', { branch: [['tcp/53 udp/53 /'], []], lab: [[], []] }],
    ['[2001:DB8::5]', { branch: [[], []], lab: [[], []] }],
    ['nothing.example.org', { branch: [[], []], lab: [[], []] }],
  ])('%s', (host, want) => {
    expect(portsOf(host)).toMatchObject(want);
  });

  test.each([
    'www.example.com',
    'a.cdn.example.net',
    'turn.example.com',
    'docs.example.com',
    '198.51.100.9',
  ])('%s: the answer for each flow is the one of the flow itself', (host) => {
    for (const { site, open } of opened(manyKinds, host).sites)
      for (const { flow, site: answer } of open) {
        const [same] = explained(manyKinds, flow.text).sites.filter((each) => each.site === site);
        expect(same).toEqual(answer);
      }
  });

  test('as text: a line with all ports, then each with its rule and its outputs', () => {
    const answer = { explanation: opened(manyKinds, 'www.example.com'), out: 'generated' };
    const text = openText(answer, plain);
    expect(text.split('\n').slice(0, 6)).toEqual([
      'www.example.com',
      '',
      'branch: open on tcp/443',
      '',
      'branch tcp/443: allowed',
      '  rule       web/https (required, inspection: bypass)',
    ]);
    expect(text).toContain('  pac        allow  exact  generated/branch/pac/proxy.pac:19\n');
    expect(text).toContain('\nlab: open on tcp/443\n\nlab tcp/443: allowed\n');
  });

  test('as text: access that only an output allows is not called open', () => {
    const host = 'below.www.example.com';
    const text = openText({ explanation: opened(manyKinds, host), out: 'generated' }, plain);
    expect(text).toContain('branch: nothing is open\n');
    expect(text).toContain('branch tcp/443: not allowed by the spec, but allowed by iptables\n');
  });

  test.each([
    [
      '203.0.113.9',
      'hosts on tcp/80, tcp/443, tcp/3478, tcp/8443, udp/3478-3481 are allowed by name',
    ],
    ['198.51.100.9', 'are allowed by name'],
  ])('an address: %s can also be open by a name', (host, remark) => {
    const explanation = opened(manyKinds, host);
    const [branch] = explanation.sites;
    expect(branch?.remarks).toEqual([expect.stringContaining(remark)]);
    const text = openText({ explanation, out: 'generated' }, plain).replaceAll(/\n {13}/g, ' ');
    expect(text).toContain(`  remark     ${branch?.remarks[0]}\n`);
    const json = expectReport(openJson({ explanation, out: 'generated' }));
    expect(json).toMatchObject({ sites: { branch: { remarks: branch?.remarks } } });
  });

  test('a port that is open to the address is not in doubt, nor is any port of a name', () => {
    const remarksOf = (host: string) => opened(manyKinds, host).sites[0]?.remarks;
    expect(remarksOf('www.example.com')).toEqual([]);
    const open = opened(manyKinds, '198.51.100.9').sites[0]?.open.flatMap(({ ports }) => ports);
    expect(open?.map(formatPortRange)).toEqual(['tcp/443']);
    expect(remarksOf('198.51.100.9')).toEqual([
      expect.stringContaining('hosts on tcp/80, tcp/3478, tcp/8443, udp/3478-3481 are allowed'),
    ]);
  });

  test('as JSON that matches the schema', () => {
    const explanation = opened(manyKinds, 'docs.example.com');
    expect(expectReport(openJson({ explanation, out: 'generated' }))).toMatchObject({
      host: 'docs.example.com',
      allowed: true,
      sites: {
        branch: {
          allowed: true,
          open: [
            { ports: ['tcp/80'], path: '/', flow: 'http://docs.example.com:80/', allowed: false },
            {
              ports: ['tcp/80'],
              path: '/manual',
              flow: 'http://docs.example.com:80/manual',
              allowed: true,
              rule: 'web/http',
              targets: { squid: { verdict: 'allow' } },
            },
          ],
        },
      },
    });
  });
});
