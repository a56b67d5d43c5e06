import { readFileSync } from 'node:fs';
import { isSystemError } from './fault.ts';

/** Does a process with this id and start time run? Without a known start time, the id alone decides. */
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
    // EPERM: the process runs, and belongs to another user.
    return !(isSystemError(error) && error.code === 'ESRCH');
  }
}

/** The start time of a process in clock ticks since boot, on Linux; `dead` for a zombie. */
export function startOf(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses, which may contain spaces and parentheses itself.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
  } catch {
    // Other systems have no such file; then the process id alone decides.
    return undefined;
  }
}
