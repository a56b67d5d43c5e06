import { type FSWatcher, realpathSync, statSync, watch } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isMissing, isSystemError, type SystemError } from './fault.ts';
import { streamOf } from './output.ts';
import { hearReads } from './read.ts';

/** How long the files must stay as they are before the work starts again, in milliseconds: editors write in steps. */
const settling = 60;

/** The work to repeat. `changed` lists the files that changed, as the user named them: none at first. */
export type Repeated = {
  /** Returns false if it need not be repeated. */
  work(changed: readonly string[]): Promise<boolean>;
  /** Called after the work, when its files are watched. */
  waiting(files: number): void;
};

/**
 * Runs work, and again when a file that it read changes, appears or disappears. Ends when the process is asked to, and
 * then returns true; false if the work need not be repeated.
 */
export async function repeatOnChange({ work, waiting }: Repeated): Promise<boolean> {
  const bell = new Bell();
  const release = ringOnStop(bell);
  let watched: Watched | undefined;
  try {
    for (let changed: readonly string[] | undefined = []; changed !== undefined; ) {
      const next: Watched = new Watched(bell);
      const isRepeated = await next.recording(() => work(changed ?? []));
      // The directories of before are watched until these are: no change falls between.
      try {
        next.open();
      } finally {
        watched?.close();
        watched = next;
      }
      if (!isRepeated) return false;
      if (!bell.isStopped) waiting(watched.size);
      changed = await watched.change();
    }
    return true;
  } finally {
    watched?.close();
    release();
  }
}

/** Stops at Ctrl-C, at a request to end, and when nobody can read the output any more. Returns how to undo this. */
function ringOnStop(bell: Bell): () => void {
  const stop = () => bell.stop();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  const output = streamOf('stdout');
  output.on('error', stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
    output.off('error', stop);
  };
}

/** Says that something happened, also to one who listens later. */
class Bell {
  isStopped = false;
  #hasRung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake();
  }

  stop(): void {
    this.isStopped = true;
    this.ring();
  }

  async rung(): Promise<void> {
    await new Promise<void>((wake) => {
      this.#wake = wake;
      if (this.#hasRung) wake();
    });
    this.#hasRung = this.isStopped;
  }
}

/** The files that one run read, and their directories: an editor that renames a file over another changes only these. */
class Watched {
  readonly #bell: Bell;
  /** By file: its state before it was read, and the directory of the spec. */
  readonly #files = new Map<string, { readonly state: string; readonly top: string }>();
  #watchers: readonly FSWatcher[] = [];

  constructor(bell: Bell) {
    this.#bell = bell;
  }

  get size(): number {
    return this.#files.size;
  }

  /** Runs work, and keeps which files it reads. */
  async recording<Value>(work: () => Promise<Value>): Promise<Value> {
    hearReads((path, top) => {
      if (!this.#files.has(path)) this.#files.set(path, { state: stateOf(path), top });
    });
    try {
      return await work();
    } finally {
      hearReads(undefined);
    }
  }

  /** The files that changed, once they stay as they are; undefined when the process is asked to end. */
  async change(): Promise<readonly string[] | undefined> {
    let before = '';
    while (!this.#bell.isStopped) {
      // A directory may have been replaced by another one of its name.
      this.open();
      const states = [...this.#files.keys()].map((path) => [path, stateOf(path)] as const);
      const changed = states.filter(([path, state]) => this.#files.get(path)?.state !== state);
      const now = JSON.stringify(changed);
      if (changed.length > 0 && now === before) return changed.map(([path]) => path);
      before = now;
      if (changed.length === 0) await this.#bell.rung();
      if (!this.#bell.isStopped) await pause(settling);
    }
    return undefined;
  }

  /** Watches the directories as they are now. */
  open(): void {
    const opened = new Map<string, FSWatcher | undefined>();
    try {
      for (const [path, { top }] of this.#files) this.#openAbove(path, top, opened);
    } finally {
      this.close();
      this.#watchers = [...opened.values()].filter((each) => each !== undefined);
    }
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  /** Watches the directories from that of a file up to that of the spec, or further up to one that exists. */
  #openAbove(path: string, top: string, opened: Map<string, FSWatcher | undefined>): void {
    const target = targetOf(path);
    if (target !== undefined) this.#openOnce(dirname(target), opened);
    const last = resolve(top);
    let isAbove = false;
    let folder = resolve(path);
    do {
      folder = dirname(folder);
      this.#openOnce(folder, opened);
      isAbove ||= folder === last;
    } while ((!isAbove || opened.get(folder) === undefined) && folder !== dirname(folder));
  }

  #openOnce(folder: string, opened: Map<string, FSWatcher | undefined>): void {
    if (!opened.has(folder)) opened.set(folder, watcherOf(folder, this.#bell));
  }
}

/** Watches a directory; undefined if there is none. */
function watcherOf(folder: string, bell: Bell): FSWatcher | undefined {
  return attempt('watch', folder, () => {
    try {
      const ring = () => bell.ring();
      return watch(folder, ring).on('error', ring);
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (isSystemError(error) && tooMany.includes(error.code)) throw unwatchable(folder, error);
      throw error;
    }
  });
}

/** What Linux answers when the user's watches, or programs that watch, are at their limit. */
const tooMany: readonly string[] = ['EMFILE', 'ENOSPC'];

function unwatchable(folder: string, { code }: SystemError): UserError {
  return new UserError(
    `cannot watch ${visible(folder)}: too many directories are watched (${code})`,
    'end other programs that watch files, or raise fs.inotify.max_user_watches and max_user_instances',
  );
}

/** The file that a path of links ends at; undefined for other files, and when nothing is there. */
function targetOf(path: string): string | undefined {
  try {
    const target = realpathSync.native(path);
    return target === resolve(path) ? undefined : target;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** A text that differs when a file was written, replaced or removed. */
function stateOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    if (isSystemError(error)) return error.code;
    throw error;
  }
}
