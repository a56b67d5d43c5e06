import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../src/policy/digest.ts';
import { formatManifest, parseManifest, targetDigest } from '../../src/render/manifest.ts';
import { readFiles } from './folder.ts';

/** Rewrites a site's manifest for the files that are there, as an attacker would to make `verify` pass. */
export function forgeManifest(folder: string, policy?: string): void {
  const path = join(folder, 'manifest.json');
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  if (manifest === undefined) throw new Error(`${path} is not a manifest`);
  const found = Object.entries(readFiles(folder)).filter(([name]) => name !== 'manifest.json');
  const files = Object.fromEntries(found.map(([name, text]) => [name, sha256(text)]));
  const folders = new Set(Object.keys(files).flatMap((name) => name.match(/^[^/]+(?=\/)/) ?? []));
  const targets = [...folders].map((name) => {
    const own = Object.entries(files).filter(([each]) => each.startsWith(`${name}/`));
    return [name, targetDigest(Object.fromEntries(own))];
  });
  const forged = { ...manifest, policy: policy ?? manifest.policy, files };
  writeFileSync(path, formatManifest({ ...forged, targets: Object.fromEntries(targets) }));
}
