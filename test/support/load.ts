import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedSpec, loadSpec, type RefusedSpec } from '../../src/language/load.ts';
import type { FileReader } from '../../src/language/spec-folder.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import type { Problem, Result } from '../../src/problem.ts';
import { codeFrame } from '../../src/report/page/frame.ts';

/** Files by their path below the spec's directory. */
export type MemoryFiles = Readonly<Record<string, string | Uint8Array>>;

/** Loads `spec.yaml` from files in memory. */
export function loadFiles(files: MemoryFiles, root = 'spec.yaml'): Result<LoadedSpec, RefusedSpec> {
  return loadSpec(memoryReader(files), root);
}

/** Every problem as `file:line:column rule`, in order; empty if the spec is valid. */
export function problemsOf(files: MemoryFiles): string[] {
  const loaded = loadFiles(files);
  if (loaded.ok) return [];
  return loaded.error.problems.map(({ at, rule }) => `${at.file}:${at.line}:${at.column} ${rule}`);
}

/** A reader of files in memory. */
export function memoryReader(files: MemoryFiles): FileReader {
  const encoder = new TextEncoder();
  return (path) => {
    const content = Object.hasOwn(files, path) ? files[path] : undefined;
    if (content === undefined) return { kind: 'missing' };
    return {
      kind: 'bytes',
      bytes: typeof content === 'string' ? encoder.encode(content) : content,
    };
  };
}

/** The messages about the spec of a directory, with code frames, or `valid`. */
export function report(folder: string): string {
  const loaded = loadSpec(folderReader(folder), 'spec.yaml');
  if (!loaded.ok) return frames(loaded.error.problems, loaded.error.sources);
  const compiled = compileSites(loaded.value.spec);
  return compiled.ok ? 'valid\n' : frames(compiled.error, loaded.value.sources);
}

function frames(problems: readonly Problem[], sources: ReadonlyMap<string, string>): string {
  const all = problems.map((problem) => codeFrame(problem, sources.get(problem.at.file)));
  return `${all.join('\n\n')}\n`;
}

/** A reader of the files below a directory. */
export function folderReader(folder: string): FileReader {
  return (path) => {
    const file = join(folder, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return { kind: 'missing' };
    return { kind: 'bytes', bytes: readFileSync(file) };
  };
}

/** The parts of a small valid spec that a test replaces, each as YAML at its own indent. */
export type SpecParts = {
  /** Lines before the services. */
  readonly head?: string;
  readonly services?: string;
  /** Keys of the one group, `web`. */
  readonly group?: string;
  /** The items of the group's endpoints. */
  readonly endpoints?: readonly string[];
  /** Additional keys of the one site, `branch`. */
  readonly site?: string;
  readonly clients?: string;
  readonly resolvers?: string;
  readonly enforce?: string;
  readonly targets?: string;
  /** Lines after the sites. */
  readonly tail?: string;
};

/** A small spec with one group and one site. */
export function specText(parts: SpecParts = {}): string {
  const lines = [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    parts.head ?? '',
    'services:',
    parts.services ??
      '  http: { ports: [tcp/80], application: http }\n  https: { ports: [tcp/443], application: tls }',
    'groups:',
    '  - id: web',
    '    title: Web',
    '    tier: required',
    parts.group ?? '',
    '    endpoints:',
    ...(parts.endpoints ?? ['{ url: "https://www.example.com" }']).map((item) => `      - ${item}`),
    'sites:',
    '  branch:',
    `    clients: ${parts.clients ?? '[192.0.2.0/24]'}`,
    `    resolvers: ${parts.resolvers ?? '[self]'}`,
    `    enforce: ${parts.enforce ?? 'closed'}`,
    '    tiers: [required]',
    `    targets: ${parts.targets ?? '{ iptables: {} }'}`,
    parts.site ?? '',
    parts.tail ?? '',
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
