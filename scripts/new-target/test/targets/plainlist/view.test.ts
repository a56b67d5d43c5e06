import { describe, expect, test } from '@jest/globals';
import { view } from '../../../src/targets/plainlist/view.ts';
import { policy, textOf } from './support.ts';

describe('the list', () => {
  test('names itself, the clients, then each destination with its ports', () => {
    expect(
      textOf({
        https: ['www.example.com', '*.example.org', '198.51.100.0/24'],
        http: ['www.example.com'],
      }),
    ).toBe(`# test-spec: what the clients may reach. Made by "portolan generate"; a change here is lost.
list spt_example
client 192.0.2.0/24
client 2001:db8:c1::/64
allow www.example.com tcp/80,tcp/443
allow *.example.org tcp/443
allow 198.51.100.0/24 tcp/443
`);
  });

  test('names the ticket that the site gives', () => {
    const targets = { plainlist: { reference: 'CHG-1042' } };
    expect(textOf({ https: ['www.example.com'] }, { targets }).split('\n')).toContain(
      'reference CHG-1042',
    );
  });

  test('is the same whatever the order of the spec', () => {
    const hosts = ['b.example.com', 'a.example.com', 'c.example.com'];
    expect(textOf({ https: hosts })).toBe(textOf({ https: [...hosts].reverse() }));
  });

  test('changes by one line when one host is added', () => {
    const before = textOf({ https: ['a.example.com', 'c.example.com'] }).split('\n');
    const after = textOf({ https: ['a.example.com', 'b.example.com', 'c.example.com'] });
    expect(after.split('\n').filter((line) => !before.includes(line))).toEqual([
      'allow b.example.com tcp/443',
    ]);
  });

  test('is refused when there is nothing to list', () => {
    expect(view(policy({ dns: ['resolvers'] }))).toEqual({
      ok: false,
      error: [
        {
          rule: 'plainlist-empty',
          message: 'site "example" has no destination that the list could name',
          help: 'take "plainlist" out of the site\'s targets',
        },
      ],
    });
  });
});
