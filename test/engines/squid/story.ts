import type { Named } from './cases.ts';
import { get, tunnel } from './questions.ts';

// The entries of the scenario with every kind of destination, written out again, and similar ones.

/** Names with a separate address, and addresses with the name that their owner claims. */
export const namesOfStory = { 'leads.example.com': '198.51.100.7' };
export const pointersToStory = { '203.0.113.67': 'www.example.com' };

const manual = 'http://docs.example.com/manual/first.part';

export const bypassedByStory: readonly Named[] = [
  ['a host in cleartext', get('http://www.example.com/any/path?query=..')],
  ['a path', get(manual)],
  ['below a path', get(`${manual}/below`)],
  ['a path with a query', get(`${manual}?query`)],
  ['a host', tunnel('www.example.com:443')],
  ['a host whose path no tunnel shows', tunnel('app.example.com:443')],
  ['below a wildcard', tunnel('one.example.net:443')],
  ['two labels below a wildcard', tunnel('one.two.example.net:443')],
  ['a pattern', tunnel('cdn7.example.org:443')],
  ['a host with an underscore', tunnel('my_files.example.com:443')],
  ['an underscore below a wildcard', tunnel('app_web.example.net:443')],
  ['an underscore before the star of a pattern', tunnel('app_web.example.org:443')],
  ['an underscore where a star is the whole label', tunnel('files.a_b.example.org:443')],
  ['a pattern whose star stands for nothing', tunnel('cdn.example.org:443')],
  ['the first port of a range', tunnel('api.example.com:8440')],
  ['a port inside a range', tunnel('api.example.com:8441')],
  ['the last port of a range', tunnel('api.example.com:8442')],
  ['a port beside a range', tunnel('api.example.com:9443')],
  ['the first address of a network', tunnel('198.51.100.0:443')],
  ['the last address of a network', tunnel('198.51.100.127:443')],
  ['a private address that is listed', tunnel('10.9.0.7:443')],
  ['the first address of a range', tunnel('203.0.113.10:8440')],
  ['the last address of a range', tunnel('203.0.113.20:9443')],
  ['an address of IPv6', tunnel('[2001:db8:7::5]:443')],
  ['a client of IPv6', tunnel('www.example.com:443', { from: '2001:db8:c1::10' })],
];

export const refusedByStory: readonly Named[] = [
  ['the apex of a wildcard', tunnel('example.net:443')],
  ['that apex in capitals and with a trailing dot', tunnel('EXAMPLE.NET.:443')],
  ['a name that ends like a wildcard', tunnel('oneexample.net:443')],
  ['the apex of a pattern', tunnel('example.org:443')],
  ['a dot where the star of a pattern stands', tunnel('cdn.x.example.org:443')],
  ['an underscore where the star of a pattern stands', tunnel('cdn_7.example.org:443')],
  ['a second underscore in a pattern with one', tunnel('app_web_1.example.org:443')],
  ['a letter before a pattern', tunnel('xcdn7.example.org:443')],
  ['a name below a pattern', tunnel('x.cdn7.example.org:443')],
  ['a name that goes on after a pattern', tunnel('cdn7.example.org.evil.example:443')],
  ['another letter for the dot of a path', get('http://docs.example.com/manual/firstXpart')],
  ['a longer last segment', get(`${manual}s`)],
  ['the parent of a path', get('http://docs.example.com/manual/')],
  ['a path below another', get('http://docs.example.com/x/manual/first.part')],
  ['a path in the query', get('http://docs.example.com/?/manual/first.part')],
  ['a path that climbs out', get(`${manual}/../other`)],
  ['a backslash, which a server may take for a slash', get(`${manual}/a\\b`)],
  ['an escape that a server may decode again', get(`${manual}/%2541`)],
  ['a path of more than printable ASCII', get(`${manual}/%C3%A9`)],
  ['a host of another path', get('http://app.example.com/only/this')],
  ['a host that is listed on another port', tunnel('api.example.com:443')],
  ['the port before a range', tunnel('api.example.com:8439')],
  ['the port after a range', tunnel('api.example.com:8443')],
  ['the port before a single one', tunnel('api.example.com:9442')],
  ['the address after a network', tunnel('198.51.100.200:443')],
  ['the address before a range', tunnel('203.0.113.9:8440')],
  ['the address after a range', tunnel('203.0.113.21:8440')],
  ['an address on the port of another', tunnel('203.0.113.10:443')],
  ['a name that leads to a listed address', tunnel('leads.example.com:443')],
  ['a group of a tier that the site does not take', tunnel('extra.example.com:443')],
  ['an address whose owner claims our name (PTR)', tunnel('203.0.113.67:443')],
  ['that address in cleartext', get('http://203.0.113.67/')],
  [
    'another name in CONNECT than in the TLS greeting',
    tunnel('evil.example:443', { name: 'www.example.com' }),
  ],
  [
    'a client of IPv6 outside the client networks',
    tunnel('www.example.com:443', { from: '2001:db8:c2::10' }),
  ],
];
