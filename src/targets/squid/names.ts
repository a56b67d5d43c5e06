import { createHash } from 'node:crypto';
import type { UrlPath } from '../../net/path.ts';
import type { Refusal, Result } from '../../problem.ts';
import { objectName, uniqueNames } from '../kit/writing/names.ts';

// Squid 5.7 accepts 62 characters. A definition may have 63, but a reference to it is a FATAL error.
// 16 of them follow a rule's name: the hash of a path (9) and the longest ending (7).
const ruleLimits = { length: 62 - 16, separator: '_', others: /[^A-Za-z0-9-]/gu };

/** Rule id to the name of its acl; every other acl of the rule begins with it. */
type RuleNames = ReadonlyMap<string, string>;

/** Names the rules, or refuses with name-collision. */
export function ruleNames(prefix: string, ids: readonly string[]): Result<RuleNames, Refusal[]> {
  return uniqueNames(ids, (id) => objectName([prefix, ...id.split('/')], ruleLimits));
}

/** The name for one path of a rule. A path has characters that names cannot have, so the name contains its hash. */
export function pathName(rule: string, path: UrlPath): string {
  return `${rule}_${pathHash(path)}`;
}

/** Two paths of one rule with the same hash; the message names the rule and the paths (name-collision). */
export function pathCollisions(rule: string, paths: readonly UrlPath[]): Refusal[] {
  const named = uniqueNames(
    paths,
    (path) => pathHash(path),
    () => 'put one of the two URLs into a group of its own',
  );
  if (named.ok) return [];
  return named.error.map((refusal) => ({
    ...refusal,
    message: `${refusal.message} in the rule "${rule}"`,
  }));
}

function pathHash(path: string): string {
  return createHash('sha256').update(path, 'utf8').digest('hex').slice(0, 8);
}

/** The acls that rules share. A rule's own acl names contain a group and a service, so they never collide. */
export type Shared = {
  readonly clients: string;
  readonly connect: string;
  readonly http: string;
  readonly https: string;
  readonly secure: string;
  readonly odd: string;
  readonly inner: string;
  readonly step: string;
  readonly address: string;
  readonly first: string;
  readonly firstPort: string;
  readonly tunnel: string;
  readonly serverName: string;
  readonly plain: string;
  readonly permit: string;
  readonly bypass: string;
  readonly allow: string;
};

export function sharedNames(prefix: string): Shared {
  return {
    clients: `${prefix}_clients`,
    connect: `${prefix}_connect`,
    http: `${prefix}_http`,
    https: `${prefix}_https`,
    secure: `${prefix}_secure`,
    odd: `${prefix}_odd`,
    inner: `${prefix}_inner`,
    step: `${prefix}_step1`,
    address: `${prefix}_address`,
    first: `${prefix}_first`,
    firstPort: `${prefix}_ports`,
    tunnel: `${prefix}_tunnel`,
    serverName: `${prefix}_sni`,
    plain: `${prefix}_plain`,
    permit: `${prefix}_permit`,
    bypass: `${prefix}_bypass`,
    allow: `${prefix}_allow`,
  };
}
