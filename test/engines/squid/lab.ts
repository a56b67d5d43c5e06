import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A request of a client. */
export type Question = {
  readonly id: string;
  /** The client's address. */
  readonly from: string;
  /** The proxy, or in a redirected network the intended destination of the client. */
  readonly to: { readonly host: string; readonly port: number };
  /** A URL, or a path with `host`; with `tls` what CONNECT names, and without it the connection itself is TLS. */
  readonly target?: string;
  readonly host?: string;
  /** With proxy authentication? */
  readonly user?: boolean;
  /** The name in the TLS ClientHello (none if empty), and the request inside. */
  readonly tls?: { readonly name: string; readonly host: string; readonly path: string };
  readonly times?: number;
  /** The protocol in the Upgrade header of the request. */
  readonly upgrade?: string;
};

/** The result for the client: the proxy's status; in TLS the issuer of the certificate, and the status inside. */
type Reply = {
  readonly status: string;
  readonly issuer?: string;
  readonly inside?: string;
};

/** One observation of a request: by an origin, the ICAP service, the parent or the rewriter. */
type Sight = {
  readonly by: 'origin' | 'icap' | 'parent' | 'rewriter';
  readonly line?: string;
  readonly host?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
  /** The Upgrade header of a request that reached an origin. */
  readonly upgrade?: string;
};

export type Answer = { readonly replies: readonly Reply[]; readonly events: readonly Sight[] };

/** A test network around one Squid: see lab.mjs. */
export type Description = {
  /** The directory in which Squid and its libraries are unpacked; empty for that of the machine. */
  readonly root: string;
  /** Files of Squid's directory, including squid.conf. */
  readonly files: Readonly<Record<string, string>>;
  readonly redirect: readonly {
    readonly filter: 'iptables' | 'ip6tables';
    readonly from: string;
    readonly port: string;
    readonly to: string;
  }[];
  /** Name to its addresses, with a comma between them, and everything below it. */
  readonly names: Readonly<Record<string, string>>;
  /** Address to the name that its owner claims. */
  readonly pointers: Readonly<Record<string, string>>;
  readonly questions: readonly Question[];
  /** Whether the lines of the access log are wanted. */
  readonly logs?: boolean;
};

export type Answers = {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly pointers: Readonly<Record<string, readonly string[]>>;
  /** The lines of the access log, if they are wanted. */
  readonly log: readonly string[];
};

/** Programs that the test network runs. */
export const labPrograms = ['dnsmasq', 'openssl', 'ip', 'iptables', 'ip6tables'] as const;

const lab = join(import.meta.dirname, 'lab.mjs');
const world = ['unshare', '--net', '--pid', '--mount', '--mount-proc', '--fork', '--kill-child'];
const running = new Set<ChildProcess>();

// A test that fails or takes too long does not end its test network; it ends with the file.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Builds the test network, sends the requests and removes it; on failure throws with Squid's messages. */
export function askLab(description: Description): Promise<Answers> {
  const [program = '', ...args] = [...world, process.execPath, lab];
  const child = spawn(program, args);
  running.add(child);
  const [said, wrong] = [textOf(child.stdout), textOf(child.stderr)];
  // Its input stays open: the test network ends when it closes, however this process ends.
  child.stdin.write(`${JSON.stringify(description)}\n`);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(answersOf(said()));
      else reject(new Error(`the lab ended with ${code}:\n${wrong()}`));
    });
  });
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

function answersOf(line: string): Answers {
  const { answers, pointers, log } = JSON.parse(line) as {
    answers: Record<string, Answer>;
    pointers: Answers['pointers'];
    log: Answers['log'];
  };
  return { answers: new Map(Object.entries(answers)), pointers, log };
}
