import { compareText } from '../net/order.ts';
import { sha256 } from '../policy/digest.ts';

/**
 * The contents of one site's directory: Portolan's version, the digest of the policy and the digests of the files.
 * Portolan did not write a file that the manifest does not list.
 */
export type Manifest = {
  readonly tool: { readonly name: string; readonly version: string };
  /** The spec's name. */
  readonly spec: string;
  readonly site: string;
  /** SHA-256 of the compiled policy. Comments and wording do not change it. */
  readonly policy: string;
  /** By target: the SHA-256 of what `sha256sum` prints for its files, sorted by name. */
  readonly targets: Readonly<Record<string, string>>;
  /** SHA-256 of every file except the manifest itself, by its path below the site's directory. */
  readonly files: Readonly<Record<string, string>>;
};

export const manifestName = 'manifest.json';
export const toolName = 'portolan';

/** The digest of one target, from its files' digests. */
export function targetDigest(files: Readonly<Record<string, string>>): string {
  const lines = sortedEntries(files).map(([path, digest]) => `${digest}  ${path}\n`);
  return sha256(lines.join(''));
}

/** The manifest's text, with its keys in a fixed order. */
export function formatManifest(manifest: Manifest): string {
  const { tool, spec, site, policy, targets, files } = manifest;
  const ordered = {
    tool: { name: tool.name, version: tool.version },
    spec,
    site,
    policy,
    targets: Object.fromEntries(sortedEntries(targets)),
    files: Object.fromEntries(sortedEntries(files)),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** Reads a manifest; undefined for any text that Portolan cannot have written. */
export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const { tool, spec, site, policy, targets, files } = value;
  if (!isRecord(tool) || !isText(spec) || !isText(site) || !isDigest(policy)) return undefined;
  if (!isText(tool['name']) || !isText(tool['version'])) return undefined;
  if (!isDigests(targets) || !isDigests(files)) return undefined;
  if (!Object.keys(files).every(isInside)) return undefined;
  const { name, version } = { name: tool['name'], version: tool['version'] };
  return name === toolName
    ? { tool: { name, version }, spec, site, policy, targets, files }
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sortedEntries(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => compareText(a, b));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDigest(value: unknown): value is string {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}

function isDigests(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(isDigest);
}

/** Manifests are read from the disk, so their paths must not point outside of the directory. */
function isInside(path: string): boolean {
  return (
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
    path !== manifestName
  );
}
