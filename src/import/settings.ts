import type { ReaderOptions } from '../documents/document.ts';
import type { Inspection, Tier } from '../language/types.ts';
import type { KnownServices } from './services.ts';

/** What the command line and the document's file say about an import. */
export type ImportSettings = {
  /** The word for the format, as on the command line. */
  readonly format: string;
  /** The id of the document: a lower-case letter, then lower-case letters, digits and hyphens, at most 32. */
  readonly id: string;
  /** Of the document's bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** For rows to which the document gives none. */
  readonly tier?: Tier | undefined;
  /** For rows to which the document gives none. Without it, `allow`. */
  readonly inspection?: Inspection | undefined;
  /** The services of rows without a port, as the user wrote them: names, or ports such as `tcp/5671`. */
  readonly services?: readonly string[] | undefined;
  /** The values of `--where`, as the user wrote them. */
  readonly where?: readonly string[] | undefined;
  /** Whether adjacent networks with equal services are merged, exactly. */
  readonly aggregate?: boolean | undefined;
  /** Whether networks wider than /8 (IPv4) and /16 (IPv6) are accepted. */
  readonly allowWide?: boolean | undefined;
  /** These four replace what the document says about itself. */
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly revision?: string | undefined;
  readonly date?: string | undefined;
  /** What the reader was given. `bypass` also allows sections that bypass inspection. */
  readonly reader?: ReaderOptions | undefined;
  /** The services of the spec that the part is for. */
  readonly known?: KnownServices | undefined;
  /** The path from the part of the spec of `--into`. */
  readonly spec?: string | undefined;
  /** The directory of the lists, from that of the part. Without it, the id of the document. */
  readonly lists?: string | undefined;
};

/** What an earlier import decided and an update keeps. */
export type FormerImport = {
  /** How the destinations of a group with these services were written; undefined if there were none. */
  readonly formOf: (group: string, services: readonly string[]) => 'list' | 'inline' | undefined;
  /** The section of a need, which names the line at which the need was first seen. */
  readonly sectionOf: (need: string) => string | undefined;
};
