import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

describe('unknown-tld', () => {
  test.each<[string, string | undefined]>([
    ['api.example.cmo', 'ends in .cmo, which is not a top-level domain'],
    ['h20.e', 'ends in .e, which is not a top-level domain'],
    ['*.example.con', 'ends in .con, which is not a top-level domain'],
    ['cdn*.example.nett', 'ends in .nett, which is not a top-level domain'],
    ['printer.branch.lan', 'ends in .lan, which is not a top-level domain'],
    ['srv.local', 'ends in .local, which multicast DNS answers, not the resolvers'],
    ['x.onion', 'ends in .onion, which Tor answers, not the resolvers'],
    ['a.invalid', 'ends in .invalid, which is reserved and never exists'],
    ['a.localhost', 'ends in .localhost, which is the client itself'],
    ['db.corp.internal', "ends in .internal, which only a site's own resolver answers"],
    ['api.example.com', undefined],
    ['*.example.co.uk', undefined],
    ['d111111abcdef8.cloudfront.net', undefined],
    ['www.example.ck', undefined],
    ['www.ck', undefined],
    ['nas.home.arpa', undefined],
    ['local.example.com', undefined],
    ['www.xn--fiqs8s', undefined],
    // Reserved for documentation and tests, so the author does not mean a real host.
    ['files.example', undefined],
    ['*.cdn.test', undefined],
  ])('checks %s', (host, message) => {
    expect(raisedFor('unknown-tld', [`{ host: "${host}", service: https }`])).toEqual(
      message === undefined ? [] : [`"${host}": ${message}`],
    );
  });

  test('an address has no top-level domain', () => {
    expect(raisedFor('unknown-tld', ['{ network: 192.0.2.1, service: https }'])).toEqual([]);
  });
});
