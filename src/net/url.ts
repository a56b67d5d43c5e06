import { failure, type Refusal, type Result, success } from '../problem.ts';

/** A URL in its parts; host and port as written, port undefined when none is. */
export type UrlParts = {
  readonly scheme: string;
  readonly host: string;
  readonly port: string | undefined;
  readonly path: string;
};

const urlShape = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/;
const authorityShape = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/;

/** Splits a URL; refuses userinfo, a query and a fragment. */
export function splitUrl(text: string): Result<UrlParts, Refusal> {
  const parts = urlShape.exec(text);
  if (parts === null)
    return failure(refuseUrl(`invalid URL "${text}"`, 'write scheme://host or scheme://host/path'));
  const [, scheme = '', authority = '', path = '', query, fragment] = parts;
  if (authority.includes('@'))
    return failure(
      refuseUrl(
        `"${text}" contains a user name or password`,
        'remove the user name, the password and the "@"',
      ),
    );
  if (query !== undefined)
    return failure(
      refuseUrl(`"${text}" contains a query`, 'remove the "?" and everything after it'),
    );
  if (fragment !== undefined)
    return failure(
      refuseUrl(`"${text}" contains a fragment`, 'remove the "#" and everything after it'),
    );
  const [, host = '', port] = authorityShape.exec(authority) ?? [];
  if (host === '')
    return failure(refuseUrl(`the URL "${text}" has no host`, 'write the host after "://"'));
  return success({ scheme, host, port, path });
}

function refuseUrl(message: string, help: string): Refusal {
  return { rule: 'url-shape', message, help };
}
