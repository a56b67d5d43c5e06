/** How many times the larger input is the smaller. */
const factor = 8;

/** CPU microseconds below which a figure is only noise. */
const noise = 5_000;

/**
 * How many times more CPU time the work takes for an input eight times as large: about 8 when it is linear, 64 when it
 * is quadratic. The least of three takes, so that other work on the machine does not count. A limit of 30 tells the two
 * apart. `work` does the work for an input of the size that it gets.
 */
export function growth(size: number, work: (size: number) => void): number {
  work(size);
  return Math.min(
    ...[1, 2, 3].map(() => {
      const small = cpuTime(() => work(size));
      return cpuTime(() => work(factor * size)) / Math.max(small, noise);
    }),
  );
}

/** CPU microseconds that this process spent. */
function cpuTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user;
}
