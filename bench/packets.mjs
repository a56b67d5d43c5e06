/**
 * Sends UDP packets to an address, and prints their CPU microseconds: `node packets.mjs ADDRESS`. Each line of
 * stdin is a number of packets. The kernel forwards each of them within the call that sends it.
 */
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const [address] = process.argv.slice(2);
const socket = createSocket('udp4');
await new Promise((connected) => socket.connect(443, address, connected));

const send = () => new Promise((sent) => socket.send('packet', sent));

for await (const line of createInterface({ input: process.stdin })) {
  const count = Number(line);
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) await send();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / count);
}
socket.close();
