import { quote as quoteText } from '../../characters.ts';

// Limits of length keep the search linear. A port in the place of a password is none.
const user = String.raw`(?:[^\s/?#@]{0,256}@|[^\s/:@[]{0,256}:(?!\d{1,5}(?:[/?#\s]|$))[^\s@]{0,256}@)+`;
const userAfterScheme = new RegExp(String.raw`(?<=\b[a-z][a-z0-9+.-]{0,20}://)${user}`, 'gi');
const userAtStart = new RegExp(`^${user}`);
// Without a scheme, a name alone is that of a mail address.
const userWithoutScheme = /(?<![\w.%+:/-])[\w.%+-]{1,64}:[^\s/@]{1,128}@(?=[\w[])/g;

/**
 * The text without what a reader could use to log in: the user information, the queries and the fragments of URLs.
 * Parts, records and logs are public in a team.
 */
export function withoutSecrets(text: string): string {
  if (!/[@?#]/.test(text)) return text;
  const masked = text.replaceAll(userAfterScheme, '***@').replaceAll(userWithoutScheme, '***@');
  return masked.replaceAll(/\S+/g, (token) => {
    const at = queryStart(token);
    const [, end = ''] = /([\])}>"'`,;.|]*)$/.exec(token.slice(-8)) ?? [];
    if (at < 0 || at + 1 + end.length >= token.length) return token;
    return `${token.slice(0, at + 1)}...${end}`;
  });
}

/** A word without its query and its fragment, if it is a URL. */
export function withoutQuery(word: string): string {
  const at = queryStart(word);
  return at < 0 ? word : word.slice(0, at);
}

/** Where the query or the fragment of a URL begins; -1 without one. A word such as `C#` has none. */
function queryStart(word: string): number {
  const at = word.search(/[?#]/);
  const isUrl = at > 0 && /:\/\/|[\w*]\.[\w*]/.test(word.slice(0, at));
  return isUrl ? at : -1;
}

/** Whether a destination begins with a user name, or with a name and a password. */
export function hasUserInfo(text: string): boolean {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text) ?? [];
  return scheme === undefined ? text.search(userWithoutScheme) === 0 : userAtStart.test(rest);
}

/** A quote shows fewer characters, whatever is masked before them. */
const longestQuoted = 1000;

/** A text of a document for a message, without its secrets. */
export function quote(text: string): string {
  return quoteText(
    withoutSecrets(text.slice(0, longestQuoted)) + (text.length > longestQuoted ? '...' : ''),
  );
}
