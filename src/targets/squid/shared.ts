import type { Encoded } from '../target.ts';
import { type Acl, encodeAcl } from './encode.ts';

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

/** A line that gives an acl one more value. */
export type Line<Value extends Encoded<string>> = { readonly acl: Acl; readonly value: Value };

export function lineOf<Value extends Encoded<string>>(acl: string, value: Value): Line<Value> {
  return { acl: encodeAcl(acl), value };
}
