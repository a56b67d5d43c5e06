import type { Tier } from '../language/types.ts';
import type { PortRange } from '../net/port.ts';
import type { Place } from '../problem.ts';

/** What an audit found: the document compared with the spec, and the spec with the document. */
export type AuditReport = {
  /** The id of the document in the spec; undefined if the spec lists no document. */
  readonly id: string | undefined;
  /** Undefined if the spec writes no digest, or the right one. */
  readonly digest: DigestFinding | undefined;
  /** What the document names and the spec does not allow. */
  readonly missing: readonly MissingFinding[];
  /** What the document and the spec have in different tiers. */
  readonly tiers: readonly TierFinding[];
  /** What the spec has and no row of the document names. */
  readonly extra: readonly ExtraFinding[];
  /** Rows and endpoints that are neither equal nor a finding, each with the reason. */
  readonly remarks: readonly AuditRemark[];
  /** Whether the document names ports; otherwise destinations alone were compared. */
  readonly hasPorts: boolean;
  readonly counts: AuditCounts;
};

export type AuditCounts = {
  /** Rows of the document. */
  readonly rows: number;
  /** Destinations with their ports that the document names, each once; without ports, those that the spec has not. */
  readonly named: number;
  /** Those of them that the spec has exactly so. */
  readonly equal: number;
  /** Endpoints of the spec that cite this document. */
  readonly endpoints: number;
};

/** The spec's digest of a document is not that of the file. */
export type DigestFinding = {
  readonly listed: string;
  readonly actual: string;
  readonly at: Place;
};

/** A line of the document. */
export type RowSide = { readonly line: number; readonly words: string };

/** An endpoint of the spec, or a need that it lists. */
export type SpecSide = {
  /** As the spec writes it. */
  readonly written: string;
  /** The group of an endpoint, or the id of a need. */
  readonly owner: string;
  readonly at: Place;
};

/** Why something is missing. */
export type MissingKind =
  /** No endpoint allows the destination. */
  | 'absent'
  /** An endpoint allows the destination on other ports. */
  | 'ports'
  /** An endpoint allows more than the URL, and no endpoint writes the URL. */
  | 'url'
  /** Endpoints allow a part of the destination. */
  | 'part';

export type MissingFinding = {
  readonly kind: MissingKind;
  /** The destination, with the scheme and path of a URL. */
  readonly subject: string;
  /** The missing ports; empty if the document names none. */
  readonly ports: readonly PortRange[];
  readonly message: string;
  readonly help: string;
  /** Every row that names it, in the order of the document; never empty. */
  readonly rows: readonly RowSide[];
  /** The nearest endpoint; undefined if none is near. */
  readonly near: SpecSide | undefined;
};

export type TierFinding = {
  readonly subject: string;
  readonly ports: readonly PortRange[];
  readonly documentTier: Tier;
  readonly specTier: Tier;
  readonly message: string;
  readonly help: string;
  readonly rows: readonly RowSide[];
  readonly endpoint: SpecSide;
};

/** Why an endpoint is extra. */
export type ExtraKind =
  /** No row names its destination. */
  | 'absent'
  /** A row names its destination on other ports. */
  | 'ports'
  /** Rows name a part of it alone. */
  | 'wider'
  /** No row names its destination, and it cites no document. */
  | 'no-source';

export type ExtraFinding = {
  readonly kind: ExtraKind;
  readonly endpoint: SpecSide;
  readonly ports: readonly PortRange[];
  readonly message: string;
  readonly help: string;
  /** The nearest row; undefined if none is near. */
  readonly near: RowSide | undefined;
  /** Some rows that name a part of it, if it is wider than the document. */
  readonly rows: readonly RowSide[];
};

/** Why a row or an endpoint is not a finding. */
export type RemarkKind =
  /** The spec allows it under another name or form, and says so. */
  | 'written-otherwise'
  /** Only a wider entry of the spec covers it, and the document does not name all of that. The run fails. */
  | 'covered'
  /** The document names a destination without a port, and the spec allows it on some. */
  | 'no-port'
  /** The spec declines it. */
  | 'declined'
  /** The spec lists it as a need without an address. */
  | 'unresolved'
  /** It is the address of the document itself. */
  | 'own-address'
  /** The document asks for something that no endpoint can be, and the spec does not mention it. */
  | 'need'
  /** Access to the clients or within their network, which a spec does not contain. */
  | 'left-out'
  /** Nothing could be compared with it. */
  | 'not-compared';

export type AuditRemark = {
  readonly kind: RemarkKind;
  readonly subject: string;
  readonly ports: readonly PortRange[];
  readonly message: string;
  /** Never empty. */
  readonly rows: readonly RowSide[];
  readonly spec: SpecSide | undefined;
};

/** What only wider entries of the spec cover. */
export function coveredIn({ remarks }: AuditReport): readonly AuditRemark[] {
  return remarks.filter(({ kind }) => kind === 'covered');
}

/** Whether the run fails: something is missing or only covered, an entry is wider, or a tier or the digest differs. */
export function isFailing(report: AuditReport): boolean {
  const { digest, missing, tiers, extra } = report;
  return (
    digest !== undefined ||
    missing.length > 0 ||
    tiers.length > 0 ||
    extra.some(({ kind }) => kind === 'wider') ||
    coveredIn(report).length > 0
  );
}
