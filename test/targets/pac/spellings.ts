/** A URL, and the host that a client passes with it if it differs from the text between the slashes. */
export type Row = readonly [url: string, host?: string];

/** What a file answers of the rows by their groups. */
export type Rows = {
  /** Around the proxy. */
  readonly direct: readonly Row[];
  /** To the proxy. */
  readonly through: readonly Row[];
  /** To the proxy; but a client that first makes a web address of it, as a browser does, asks for what is listed. */
  readonly respelt: readonly Row[];
  /** To the proxy, since the client passes another host than the URL's. */
  readonly mistaken: readonly Row[];
};

/** Names that stand for NAME, which the file lists on port 443; on 80 and on ports next to these it does not. */
const spellings: Rows = {
  direct: [
    ['https://NAME/'],
    ['https://NAME'],
    ['https://NAME/any/path?query=1#part'],
    ['https://NAME?query'],
    ['https://NAME#part'],
    ['HTTPS://NAME/'],
    ['https://UPPER/'],
    ['https://NAME./'],
    ['https://NAME:443/'],
    ['https://NAME.:443/'],
    ['https://NAME:0443/'],
    ['https://NAME:/'],
    ['https://NAME/', 'UPPER.'],
    // Other schemes on the same port.
    ['wss://NAME/'],
    ['WSS://NAME/'],
    ['http://NAME:443/'],
    ['ws://NAME:443/'],
    ['tcp://NAME:443'],
    ['ftp://NAME:443/'],
    // User names and passwords are not the host.
    ['https://user:pass@NAME/', 'NAME'],
    ['https://evil.example:80@NAME/', 'NAME'],
    ['https://a@b@NAME/', 'NAME'],
    ['https://NAME/@evil.example:80'],
    ['https://NAME/x:80'],
    ['https://NAME/https://evil.example/'],
  ],
  through: [
    // Look-alikes.
    ['https://xNAME/'],
    ['https://evilNAME/'],
    ['https://evil-NAME/'],
    ['https://NAME.evil.example/'],
    ['https://child.NAME/'],
    ['https://NAMEx/'],
    ['https://NAME-x/'],
    ['https://NAME.x/'],
    ['https://com/'],
    ['https://NAME../'],
    ['https://.NAME/'],
    ['https://_NAME/'],
    // The first letter is another alphabet's.
    ['https://\u0430NAME/'],
    // Other ports.
    ['http://NAME/'],
    ['ws://NAME/'],
    ['wss://NAME:80/'],
    ['https://NAME:442/'],
    ['https://NAME:444/'],
    ['https://NAME:44/'],
    ['https://NAME:4433/'],
    ['https://NAME:80,443/'],
    ['https://NAME:440-450/'],
    ['https://NAME:0/'],
    ['https://NAME:65979/'],
    ['https://NAME:99999999999999999999/'],
    ['https://NAME:443x/'],
    ['https://NAME:-443/'],
    ['https://NAME:0x1bb/'],
    // Schemes without a port of their own, or with another.
    ['ftp://NAME/'],
    ['gopher://NAME/'],
    ['constructor://NAME/'],
    ['__proto__://NAME/'],
    ['//NAME/'],
    ['NAME:443', 'NAME'],
    // A user name, a path or a query that looks like the host.
    ['https://NAME@evil.example/', 'evil.example'],
    ['https://NAME:443@evil.example/', 'evil.example'],
    ['https://evil.example\\@NAME:443/', 'evil.example'],
    ['https://evil.example/https://NAME/'],
    ['https://evil.example:443#@NAME/', 'evil.example'],
    ['https://evil.example?@NAME/', 'evil.example'],
    // Names that every object answers to.
    ['https://__proto__/'],
    ['https://constructor/'],
    ['https://tostring/'],
    ['https://toString/'],
    ['https://hasOwnProperty/'],
    ['https://__proto__.NAME/'],
    ['https://constructor.NAME/'],
    ['https://a.__proto__/'],
    ['https://a.constructor/'],
    ['https://__proto__.constructor/'],
    // Addresses that are not listed, including this machine's.
    ['https://localhost/'],
    ['https://[::1]/', '::1'],
    ['https://127.0.0.1/'],
    ['https://169.254.169.254/'],
    ['https://10.0.0.1/'],
    ['https://192.0.2.53/'],
    ['https://[3fff::1]/', '3fff::1'],
    ['https://[3fff::1]/', '[3fff::1]'],
    ['https://[3fff::1]:443/', '3fff::1'],
    ['wss://[3fff::1]/', '3fff::1'],
  ],
  respelt: [
    ['https:NAME/'],
    ['https:///NAME/', 'NAME'],
    ['https:\\\\NAME/', 'NAME'],
    ['https://NAME\\@evil.example/', 'NAME'],
    ['https://NAME\\.evil.example/', 'NAME'],
    ['https://NAME%2E/'],
    ['https://NAME\u3002/'],
    ['https://\u00adNAME/'],
  ],
  mistaken: [
    ['https://NAME@evil.example/', 'NAME'],
    ['https://NAME:443@evil.example/', 'NAME'],
    ['https://evil.example/', 'NAME'],
    ['https://NAME/', 'evil.example'],
    ['https://NAME/', 'xNAME'],
  ],
};

/** The spellings of one name. */
export function spellingsOf(name: string): Rows {
  const { direct, through, respelt, mistaken } = spellings;
  const written = (text: string) =>
    text.replaceAll('NAME', name).replaceAll('UPPER', name.toUpperCase());
  const of = (rows: readonly Row[]): Row[] =>
    rows.map(([url, host]) =>
      host === undefined ? [written(url)] : [written(url), written(host)],
    );
  return {
    direct: of(direct),
    through: of(through),
    respelt: of(respelt),
    mistaken: of(mistaken),
  };
}

/** A host as clients of every kind ask of it. */
export type Question = {
  readonly url: string;
  /** What a client passes that uses the text unchanged. */
  readonly host: string;
  /** What such a client is to be told: around the proxy? */
  readonly direct: boolean;
  /** What a client is to be told that makes a web address of the text first. */
  readonly canonical: boolean;
  /** Does the host differ from the URL's? */
  readonly mistaken: boolean;
};

/** Every row as a question. */
export function questionsOf(...parts: readonly Partial<Rows>[]): Question[] {
  const all = (group: keyof Rows, direct: boolean, canonical: boolean) =>
    parts
      .flatMap((rows) => rows[group] ?? [])
      .map((row) => ({ ...asked(row), direct, canonical, mistaken: group === 'mistaken' }));
  return [
    ...all('direct', true, true),
    ...all('through', false, false),
    ...all('respelt', false, true),
    ...all('mistaken', false, false),
  ];
}

function asked([url, host]: Row): { url: string; host: string } {
  return { url, host: host ?? /^(?:[^/]*:)?(?:\/\/)?([^/?#:]*)/.exec(url)?.[1] ?? '' };
}
