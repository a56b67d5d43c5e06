/**
 * Prints the CPU microseconds of one call of a PAC file, as a median: `node --jitless lookups.mjs proxy.pac hosts.json`.
 * Browsers run PAC files without a compiler, so this runs without one too. Half of the calls ask for a host that is not
 * listed.
 */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const [pac, hosts] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const names = JSON.parse(hosts).flatMap((host) => [host, `x${host}`]);
const urls = names.map((host) => `https://${host}/`);
const calls = 5_000;
const batches = 15;

const context = createContext({});
runInContext(pac, context);
const find = runInContext('FindProxyForURL', context);

function ask(count) {
  let direct = 0;
  for (let index = 0; index < count; index += 1) {
    // A stride that visits all names, far from one another.
    const at = (index * 7919) % names.length;
    if (find(urls[at], names[at]) === 'DIRECT') direct += 1;
  }
  return direct;
}

// Half of all names are listed; without this, a file that answers nothing would be the fastest.
if (ask(names.length) !== names.length / 2) throw new Error('the file gives wrong answers');
ask(calls);
const times = Array.from({ length: batches }, () => {
  const before = process.cpuUsage();
  ask(calls);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
});
console.log(times.sort((a, b) => a - b)[batches >> 1]);
