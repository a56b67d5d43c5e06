import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentAddress } from '../src/page/addresses.ts';

/** The constants that a bundle gets from package.json; src/globals.d.ts declares them. */
export function constantsOf(root: string): { readonly [name: string]: string } {
  const { version, homepage = null } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    PORTOLAN_VERSION: JSON.stringify(version),
    PORTOLAN_HOMEPAGE: JSON.stringify(checkedHomepage(homepage)),
  };
}

/** Reports link to the documents as README.md does, so its own address is needed, or that of a directory. */
function checkedHomepage(homepage: string | null): string | null {
  if (homepage === null) return null;
  if (documentAddress(homepage, '') === undefined || !/(?:\/|\/README\.md)$/.test(homepage))
    throw new Error(`homepage of package.json is ${homepage}, which is no address of README.md`);
  return homepage;
}
