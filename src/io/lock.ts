import { randomBytes } from 'node:crypto';
import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { type Named, type Path, pathOf } from './path.ts';
import { isRunning, startOf } from './process.ts';

/** Who holds a lock. The start time tells a process from a later one of the same number. */
type Holder = { readonly host: string; readonly pid: number; readonly start: string };

/**
 * Does the work while no other process holds the lock, and removes the lock whatever happens.
 * The lock of a dead process is taken over; one of a living process fails, naming it.
 */
export function withLock<Value>(lock: Named, work: () => Value): Value {
  const path = pathOf(lock);
  const token = take(path);
  try {
    return work();
  } finally {
    release(path, token);
  }
}

/** Other processes take a lock and give it back in between; a file system that is at odds with itself does so for ever. */
const mostTurns = 1000;

/**
 * The lock is a symbolic link that leads nowhere: its text appears together with its name, so that a process that is
 * killed in between leaves no lock without an owner. It is read, never followed.
 */
function take(path: Path): string {
  const token = `${hostname()}:${process.pid}:${startOf(process.pid) ?? ''}:${randomBytes(8).toString('hex')}`;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (create(path, token)) return token;
    const held = readLock(path);
    if (held === undefined) continue;
    if (isAlive(parseToken(held))) throw heldBy(path, held);
    takeOver(path, held);
  }
  throw new UserError(`cannot lock ${visible(path.shown)}: it comes and goes`, 'try again');
}

/**
 * Removes a dead process's lock under a lock of its own. Whoever holds that one looks again first: between seeing a
 * lock and removing it, another process may have done both and hold a new one.
 */
function takeOver(path: Path, dead: string): void {
  const { at, shown } = path;
  withLock({ at: `${at}-recovery`, shown: `${shown}-recovery` }, () => release(path, dead));
}

function release(path: Path, token: string): void {
  if (readLock(path) === token) attempt('remove', path.shown, () => unlinkSync(path.at));
}

function create(path: Path, token: string): boolean {
  try {
    symlinkSync(token, path.at);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false;
    return attempt('lock', path.shown, () => {
      throw error;
    });
  }
}

/** The lock's text; undefined when it has gone in the meantime. */
function readLock(path: Path): string | undefined {
  try {
    return readlinkSync(path.at);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (isSystemError(error) && error.code === 'EINVAL') throw notOurs(path);
    return attempt('lock', path.shown, () => {
      throw error;
    });
  }
}

function parseToken(text: string): Holder | undefined {
  const parts = /^(.*):([0-9]+):([0-9]*):[0-9a-f]+$/.exec(text);
  if (parts === null) return undefined;
  const [, host = '', pid = '', start = ''] = parts;
  return { host, pid: Number(pid), start };
}

/** Only a process of this machine that is surely gone is dead. */
function isAlive(holder: Holder | undefined): boolean {
  if (holder === undefined || holder.host !== hostname()) return true;
  return isRunning(holder.pid, holder.start);
}

function heldBy(path: Path, text: string): UserError {
  const holder = parseToken(text);
  if (holder === undefined) return notOurs(path);
  const where = holder.host === hostname() ? '' : ` on ${visible(holder.host)}`;
  return new UserError(
    `process ${holder.pid}${where} is writing here: it holds ${visible(path.shown)}`,
    where === '' ? 'wait for it to end' : 'wait for it to end; if it is gone, remove that file',
  );
}

function notOurs(path: Path): UserError {
  return new UserError(`${visible(path.shown)} is not a lock of portolan's`, 'move it away');
}
