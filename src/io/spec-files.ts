import { readdirSync } from 'node:fs';

/**
 * The files in the current directory that are specs by their name: `spec.yaml`, `portolan.yaml` and `*.portolan.yaml`;
 * sorted. Empty when the directory cannot be read.
 */
export function specFilesHere(): string[] {
  try {
    return readdirSync('.').filter(isSpecName).sort();
  } catch {
    // The command reports the file that it then cannot read.
    return [];
  }
}

function isSpecName(name: string): boolean {
  return name === 'spec.yaml' || name === 'portolan.yaml' || name.endsWith('.portolan.yaml');
}
