import { type Question, questionsOf, type Rows, spellingsOf } from './spellings.ts';

/** The hosts, wildcards, patterns and networks that the questions are about. */
export const story = {
  https: [
    'api.pitneybowes.com',
    'www.pitneybowes.com',
    'mail-gw.example.com',
    '443.example.com',
    'x.constructor',
    '*.cdn.example.org',
    'cdn*.example.com',
    'a.*.b*c.example.com',
    '198.51.100.0/24',
    '203.0.113.7',
    '192.0.2.250-192.0.3.5',
    '2001:db8::/31',
    '2001:dba::5',
    '2001:dbb::fffe-2001:dbb::1:2',
  ],
  http: ['www.pitneybowes.com', 'microsoft.com'],
  range: ['api.pitneybowes.com', 'ports.example.com'],
} as const;

export const services = {
  range: { ports: ['tcp/8000-8010', 'tcp/9000', 'udp/7000'], application: 'other' },
} as const;

/** Questions that are specific to the scenario. */
const own: Partial<Rows> = {
  direct: [
    ['ws://www.pitneybowes.com/'],
    ['ftp://www.pitneybowes.com:80/'],
    // Both ports of one host, and one of another.
    ['http://www.pitneybowes.com/'],
    ['https://www.pitneybowes.com/'],
    ['http://microsoft.com/SoftwareDistribution'],
    // A range includes both its ends.
    ['https://api.pitneybowes.com:8000/'],
    ['https://ports.example.com:8000/'],
    ['https://ports.example.com:8005/'],
    ['https://ports.example.com:8010/'],
    ['https://ports.example.com:9000/'],
    // Wildcards and patterns.
    ['https://a.cdn.example.org/'],
    ['https://a.b.c.cdn.example.org/'],
    ['https://a_b.cdn.example.org/'],
    ['https://a.x_y.bc.example.com/'],
    ['https://cdn.example.com/'],
    ['https://cdn-7.example.com/'],
    ['https://CDN7.EXAMPLE.COM./'],
    ['https://a.x.bc.example.com/'],
    ['https://a.x-y.b12c.example.com/'],
    ['https://443.example.com/'],
    ['https://x.constructor/'],
    // Addresses, in brackets and bare, in every spelling.
    ['https://198.51.100.0/'],
    ['https://198.51.100.255/'],
    ['https://203.0.113.7/'],
    ['https://192.0.2.250/'],
    ['https://192.0.3.5/'],
    ['https://[2001:db8::1]/', '2001:db8::1'],
    ['https://[2001:db8::1]/', '[2001:db8::1]'],
    ['https://[2001:db8::1]:443/', '2001:db8::1'],
    ['https://[2001:DB8:0:00:000:0000:0:1]/', '2001:DB8:0:00:000:0000:0:1'],
    ['https://[2001:db8::192.0.2.1]/', '2001:db8::192.0.2.1'],
    ['https://[2001:db9:ffff:ffff:ffff:ffff:ffff:ffff]/', '2001:db9:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['https://[2001:dba::5]/', '2001:dba::5'],
    ['https://[2001:dba::0.0.0.5]/', '2001:dba::0.0.0.5'],
    ['https://[2001:dbb::fffe]/', '2001:dbb::fffe'],
    ['https://[2001:dbb::1:2]/', '2001:dbb::1:2'],
  ],
  through: [
    // Look-alikes of domains.
    ['https://evilpitneybowes.com/'],
    ['https://pitneybowes.com/'],
    ['https://api-pitneybowes.com/'],
    ['https://apixpitneybowes.com/'],
    ['https://api.pitneybowes.co/'],
    ['https://api..pitneybowes.com/'],
    ['https://api_.pitneybowes.com/'],
    ['https://mail.gw.example.com/'],
    ['https://gw.example.com/'],
    ['https://mailxgw.example.com/'],
    // Other ports.
    ['https://microsoft.com/'],
    ['https://ports.example.com:7999/'],
    ['https://ports.example.com:8011/'],
    ['https://ports.example.com:7000/'],
    ['https://ports.example.com/'],
    // A name that every object answers to, below one that is listed.
    ['https://x.x.constructor/'],
    // Around a wildcard, and around patterns.
    ['https://cdn.example.org/'],
    ['https://xcdn.example.org/'],
    ['https://a.cdn.example.org.evil.example/'],
    ['https://*.cdn.example.org/'],
    ['http://a.cdn.example.org/'],
    ['https://cdn.x.example.com/'],
    ['https://xcdn.example.com/'],
    ['https://cdn_7.example.com/'],
    ['https://a.x.b_c.example.com/'],
    ['https://cdn7-example.com/'],
    ['https://cdn7.example.com.evil.example/'],
    ['https://a.b1c.example.com/'],
    ['https://a.x.y.b1c.example.com/'],
    ['https://a.x.b1d.example.com/'],
    ['https://a.x.b.example.com/'],
    // Around the addresses.
    ['https://198.51.99.255/'],
    ['https://198.51.101.0/'],
    ['http://198.51.100.1/'],
    ['https://198.51.100/'],
    ['https://198.51.100.256/'],
    ['https://198.51.100.1.evil.example/'],
    ['https://203.0.113.6/'],
    ['https://203.0.113.8/'],
    ['https://192.0.2.249/'],
    ['https://192.0.3.6/'],
    ['https://[2001:db7:ffff:ffff:ffff:ffff:ffff:ffff]/', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['https://[2001:dba::]/', '2001:dba::'],
    ['https://[2001:dba::4]/', '2001:dba::4'],
    ['https://[2001:dbb::fffd]/', '2001:dbb::fffd'],
    ['https://[2001:dbb::1:3]/', '2001:dbb::1:3'],
    ['https://[::ffff:198.51.100.1]/', '::ffff:198.51.100.1'],
    ['https://[2001:db8::1%25eth0]/', '2001:db8::1%eth0'],
    ['https://[2001:db8:::1]/', '2001:db8:::1'],
    ['https://[2001:db8::1::2]/', '2001:db8::1::2'],
    ['https://[2001:db8::12345]/', '2001:db8::12345'],
    ['https://[2001:db8:1:2:3:4:5]/', '2001:db8:1:2:3:4:5'],
    ['https://[2001:db8:1:2:3:4:5:6:7]/', '2001:db8:1:2:3:4:5:6:7'],
    ['https://[2001:db8:1:2:3:4:5:6::]/', '2001:db8:1:2:3:4:5:6::'],
    ['https://2001:db8::1/', '2001:db8::1'],
  ],
  // Other spellings of a listed address.
  respelt: [['https://198.51.100.01/'], ['https://0xc6.51.100.1/'], ['https://3325256705/']],
};

/** Every question, with the host that a sound client would pass. */
export const questions: readonly Question[] = questionsOf(spellingsOf('api.pitneybowes.com'), own);
