import { describe } from '@jest/globals';
import { passes, permits, refuses } from './cases.ts';
import { committed } from './files.ts';
import { get, tunnel } from './questions.ts';
import { bypassedByStory, namesOfStory, pointersToStory, refusedByStory } from './story.ts';
import { proveIn } from './world.ts';

describe('the committed file of the story with every kind of destination', () => {
  proveIn(
    () => ({
      bypass: committed('test/golden/every-kind-in-two-sites/expected/closed'),
      site: { inspection: 'explicit', services: ['icap_av'] },
      names: namesOfStory,
      pointers: pointersToStory,
    }),
    [
      ...passes(...bypassedByStory),
      ...refuses('icap, parent, rewriter', ...refusedByStory),
      ...permits(
        'icap, parent, rewriter',
        ['a host in cleartext', get('http://portal.example.com/')],
        ['a host', tunnel('portal.example.com:443')],
        ['below a wildcard', tunnel('one.apps.example.com:443')],
        ['a host on ports of its own', tunnel('www.example.com:8440')],
        ['a host on the last of its ports', tunnel('www.example.com:9443')],
        ['a port that is no usual one of TLS', tunnel('turn.example.com:3478')],
        ['an address', tunnel('198.51.100.130:3478')],
        [
          'a host that shows the name of one that bypasses',
          tunnel('portal.example.com:443', { name: 'www.example.com', host: 'portal.example.com' }),
        ],
      ),
      ...refuses(
        'icap, parent, rewriter',
        ['the apex of a wildcard that is permitted', tunnel('apps.example.com:443')],
        ['an address beside those that are permitted', tunnel('198.51.100.144:3478')],
      ),
      [
        "a private address beside the listed ones is the site's own to refuse",
        tunnel('10.9.1.0:443'),
        '200 by Bump CA, 403; fetched 0; seen by nobody',
      ],
      [
        'another host inside of a permitted tunnel is refused',
        tunnel('portal.example.com:443', { host: 'other.example.com' }),
        '200 by Bump CA, 403; fetched 0; seen by icap, rewriter',
      ],
    ],
  );
});
