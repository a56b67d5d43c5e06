import { randomBytes } from 'node:crypto';
import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { type Named, type Path, pathOf } from './path.ts';
import { isRunning, startOf } from './process.ts';

/** The process that has a lock. The start time distinguishes it from a later process with the same id. */
type Holder = { readonly host: string; readonly pid: number; readonly start: string };

/**
 * Runs the work under a lock, and always removes the lock afterwards. Takes over the lock of a dead process; throws a
 * UserError that names a living one.
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

/**
 * Limits the retries: other processes may create and remove the lock meanwhile, and a broken file system never settles.
 */
const mostTurns = 1000;

/**
 * The lock is a dangling symbolic link. The system creates its text together with its name, so a killed process leaves
 * no lock without an owner. The link is read, never followed.
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
  throw new UserError(
    `cannot lock ${visible(path.shown)}: other processes keep recreating it`,
    'run the command again',
  );
}

/**
 * Removes the lock of a dead process under a second lock, and reads the first lock again before it is removed:
 * meanwhile another process may have removed it and created its own.
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

/** The text of the lock; undefined when the lock no longer exists. */
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

/** Only a process of this machine that does not run is dead; any other may be alive. */
function isAlive(holder: Holder | undefined): boolean {
  if (holder === undefined || holder.host !== hostname()) return true;
  return isRunning(holder.pid, holder.start);
}

function heldBy(path: Path, text: string): UserError {
  const holder = parseToken(text);
  if (holder === undefined) return notOurs(path);
  const where = holder.host === hostname() ? '' : ` on ${visible(holder.host)}`;
  return new UserError(
    `process ${holder.pid}${where} is writing to this directory: it owns the lock ${visible(path.shown)}`,
    where === ''
      ? 'wait until it ends, then run the command again'
      : 'wait until it ends; if it does not run any more, delete the lock file',
  );
}

function notOurs(path: Path): UserError {
  return new UserError(`${visible(path.shown)} is not a lock of Portolan`, 'move this file away');
}
