import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../support/runs.ts';
import { questions, services, story } from './questions.ts';
import { bypass, load, proxy, smallName, textOf } from './support.ts';

const forms = [
  ['one host on a line', { compact: false }],
  ['nested by label', { compact: true }],
] as const;

describe.each(forms)('a PAC file with %s', (_name, options) => {
  const text = textOf(bypass(story, options, services));
  const ask = load(text);
  const want = questions.map(({ url, host, direct }) => [url, host, direct ? 'DIRECT' : proxy]);

  test('sends only listed hosts DIRECT, and no similar ones', () => {
    expect(questions.map(({ url, host }) => [url, host, ask(url, host)])).toEqual(want);
  });

  test.each([
    ['no arguments', [undefined, undefined]],
    ['numbers', [443, 443]],
    ['empty strings', ['', '']],
    ['nulls', [null, null]],
    ['objects', [{}, {}]],
    ['an object that cannot become text', [Object.create(null), Object.create(null)]],
    ['a URL without a host', ['https://', '']],
    ['a URL with a port and no host', ['https://:443/', '']],
    ['a URL of an empty user', ['https://@/', '']],
    ['a host alone', ['', 'api.pitneybowes.com']],
    ['a URL alone', ['https://api.pitneybowes.com/', '']],
    ['a dot', ['https://./', '.']],
    ['empty brackets', ['https://[]/', '[]']],
    ['half a bracket', ['https://[/', '[']],
    ['a colon', ['https://:/', ':']],
    ['a line break', ['https://api.pitneybowes.com\n/', 'api.pitneybowes.com\n']],
    [
      'a letter that becomes another in lower case',
      ['https://\u212Aapi.pitneybowes.com/', '\u212Aapi.pitneybowes.com'],
    ],
    [
      'a name of a million labels',
      [`https://${'a.'.repeat(1_000_000)}b/`, `${'a.'.repeat(1_000_000)}b`],
    ],
  ])('accepts %s without an error and sends it to the proxy', (_what, [url, host]) => {
    expect(ask(url, host)).toBe(proxy);
  });
});

/** Sorted and merged ranges, of which many are single ports or end next to another one. */
const portLists = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })), {
    minLength: 1,
    maxLength: 60,
  })
  .chain((steps) => fc.integer({ min: 0, max: 65_000 }).map((start) => rangesOf(start, steps)));

/** Ranges from a port on, each after a gap and longer than one port by so many. */
function rangesOf(start: number, steps: readonly (readonly [number, number])[]) {
  let end = start;
  return steps.map(([gap, more]) => {
    const low = end + 1 + gap;
    end = low + more;
    return { low, high: end };
  });
}

test('every port beside the ends of each range gets the answer of a look at each range', () => {
  fc.assert(
    fc.property(portLists, (ranges) => {
      const ports = ranges.map(({ low, high }) => `tcp/${low === high ? low : `${low}-${high}`}`);
      const policy = bypass({ s: ['a.example'] }, {}, { s: { ports, application: 'other' } });
      const ask = load(textOf(policy));
      for (const port of ranges.flatMap(({ low, high }) => [low - 1, low, high, high + 1])) {
        const isIn = ranges.some(({ low, high }) => low <= port && port <= high);
        const url = `https://a.example:${port}/`;
        expect([url, ask(url, 'a.example')]).toEqual([url, isIn ? 'DIRECT' : proxy]);
      }
    }),
    { numRuns: runs(200) },
  );
});

describe('names that are nested by label', () => {
  const places = fc.array(
    fc.oneof(
      smallName,
      smallName.map((of) => `*.${of}`),
    ),
    { minLength: 1, maxLength: 12 },
  );

  test('answer like one name on each line', () => {
    fc.assert(
      fc.property(places, places, smallName, (https, http, more) => {
        const [plain, nested] = forms.map(([, form]) =>
          load(textOf(bypass({ https, http }, form))),
        );
        const asked = [...https, ...http, more].map((place) => place.replace('*', 'x'));
        const hosts = asked.flatMap((host) => [host, `a.${host}`, host.replace(/^[^.]+\./, '')]);
        for (const host of hosts)
          for (const url of [`https://${host}/`, `http://${host}/`])
            expect([url, nested?.(url, host)]).toEqual([url, plain?.(url, host)]);
      }),
    );
  });

  test('are found in as many steps as the host has labels, however many are listed', () => {
    const stepsWith = (count: number) => {
      const https = Array.from(
        { length: count },
        (_, index) => `h${index}.d${index % 7}.example.com`,
      );
      const text = textOf(bypass({ https: [...https, '*.x.example.org'] }, { compact: true }));
      const counted = text.replace('    entry = table[', '    steps += 1;\n    entry = table[');
      const steps = load(
        `${counted}var steps;
function stepsOf(url, host) { steps = 0; FindProxyForURL(url, host); return steps; }`,
        'stepsOf',
      );
      return ['h1.d1.example.com', 'h1.d1.example.com.evil.example', 'a.b.x.example.org'].map(
        (host) => steps(`https://${host}/`, host),
      );
    };
    expect(stepsWith(10)).toEqual([4, 12, 8]);
    expect(stepsWith(3_000)).toEqual(stepsWith(10));
  });
});

describe('every host', () => {
  const ask = load(textOf(bypass({ https: ['any'] })));

  test.each([
    ['https://www.example.com/', 'www.example.com', 'DIRECT'],
    ['https://intranet/', 'intranet', 'DIRECT'],
    ['https://198.51.100.1/', '198.51.100.1', 'DIRECT'],
    ['https://[2001:db8::1]/', '2001:db8::1', 'DIRECT'],
    ['http://www.example.com/', 'www.example.com', proxy],
    ['https://www.example.com:444/', 'www.example.com', proxy],
    ['https://', '', proxy],
  ])('is listed only on its ports: %s', (url, host, want) => {
    expect(ask(url, host)).toBe(want);
  });
});

describe('underscores', () => {
  const listed = [
    '*.link.example.com',
    'my_files.example.org',
    'a.*.example.net',
    'cdn*.example.net',
    'us_*x.example.net',
  ];

  test.each([
    ['app_web.link.example.com', 'DIRECT'],
    ['a_b.c_d.link.example.com', 'DIRECT'],
    ['link.example.com', proxy],
    ['my_files.example.org', 'DIRECT'],
    ['my-files.example.org', proxy],
    ['a.b_c.example.net', 'DIRECT'],
    ['a._.example.net', 'DIRECT'],
    ['a.b.c.example.net', proxy],
    ['cdn1.example.net', 'DIRECT'],
    ['cdn_1.example.net', proxy],
    ['us_x.example.net', 'DIRECT'],
    ['us_1x.example.net', 'DIRECT'],
    ['us_1_x.example.net', proxy],
    ['us1x.example.net', proxy],
  ])('%s goes %s: only a star inside a label does not match them', (host, want) => {
    for (const compact of [false, true]) {
      const ask = load(textOf(bypass({ https: listed }, { compact })));
      expect(ask(`https://${host}/`, host)).toBe(want);
    }
  });
});

test('returns answers of the site unchanged', () => {
  const options = {
    direct: 'PROXY open.example.net:3128; DIRECT',
    proxy: 'HTTPS a.example.net:443; SOCKS5 [2001:db8::1]:1080',
  };
  const ask = load(textOf(bypass({ https: ['www.example.com'] }, options)));
  expect(ask('https://www.example.com/', 'www.example.com')).toBe(options.direct);
  expect(ask('https://www.example.org/', 'www.example.org')).toBe(options.proxy);
});

describe("a function that a site's own file includes", () => {
  const included = textOf(
    bypass({ https: ['www.example.com'] }, { functionName: 'findSendproProxy' }),
  );
  const site = `${included}
function FindProxyForURL(url, host) {
  var way = findSendproProxy(url, host);
  if (way !== null) return way;
  return "PROXY theirs.example.net:8080";
}
`;

  test('returns null for a host that is not listed', () => {
    const ask = load(included, 'findSendproProxy');
    expect(ask('https://www.example.com/', 'www.example.com')).toBe('DIRECT');
    expect(ask('https://www.example.org/', 'www.example.org')).toBeNull();
    expect(ask(undefined, undefined)).toBeNull();
  });

  test('leaves other decisions to the site, called as in its header', () => {
    const ask = load(site);
    expect(ask('https://www.example.com/', 'www.example.com')).toBe('DIRECT');
    expect(ask('https://www.example.org/', 'www.example.org')).toBe(
      'PROXY theirs.example.net:8080',
    );
  });

  test.each([
    [included, 'findSendproProxy'],
    [textOf(bypass({ https: ['www.example.com'] })), 'FindProxyForURL'],
  ])('defines only one global name', (text, name) => {
    const names = load(
      `${text}\nfunction names() { return Object.getOwnPropertyNames(this).join(" "); }`,
      'names',
    );
    const before = load(
      'function names() { return Object.getOwnPropertyNames(this).join(" "); }',
      'names',
    );
    const known = new Set(String(before('', '')).split(' '));
    expect(
      String(names('', ''))
        .split(' ')
        .filter((each) => !known.has(each)),
    ).toEqual([name]);
  });
});
