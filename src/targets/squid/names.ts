import { createHash } from 'node:crypto';
import type { UrlPath } from '../../net/path.ts';
import type { Refusal, Result } from '../../problem.ts';
import { objectName, uniqueNames } from '../kit/writing/names.ts';

// Squid 5.7 takes 62 characters: a definition may have 63, but whatever refers to that one is a FATAL error.
// 16 of them are for what follows a rule's name: a path's hash (9) and the longest ending (7).
const ruleLimits = { length: 62 - 16, separator: '_', keep: /^[A-Za-z0-9-]$/ };

/** Rule id to the name of its acl; every other acl of the rule begins with it. */
type RuleNames = ReadonlyMap<string, string>;

/** Names the rules, or refuses with name-collision. */
export function ruleNames(prefix: string, ids: readonly string[]): Result<RuleNames, Refusal[]> {
  return uniqueNames(ids, (id) => objectName([prefix, ...id.split('/')], ruleLimits));
}

/** The part of a rule that holds one path. A path has characters that no name has, so its hash stands for it. */
export function pathName(rule: string, path: UrlPath): string {
  return `${rule}_${pathHash(path)}`;
}

/** Two paths of one rule whose hashes are the same; rule id and paths stand in the message (name-collision). */
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

/** The acls that rules share. A rule's own names have a group and a service in them, so they never meet these. */
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
