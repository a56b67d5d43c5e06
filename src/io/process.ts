import { readFileSync } from 'node:fs';
import { isSystemError } from './fault.ts';

/** Does a process run that started then? Where nobody knows when one started, its number has to do. */
export function isRunning(pid: number, start: string): boolean {
  if (!exists(pid)) return false;
  const found = startOf(pid);
  return found === undefined || start === '' || start === found;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return !(isSystemError(error) && error.code === 'ESRCH');
  }
}

/** When a process started, in Linux's clock ticks since boot; `dead` for one that only waits to be collected. */
export function startOf(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
  } catch {
    // Other systems have no such file: the process's number alone has to do.
    return undefined;
  }
}
