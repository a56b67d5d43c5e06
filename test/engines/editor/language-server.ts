import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../support/rendered.ts';

/** Where the cursor is; both count from 0. */
export type Cursor = { readonly line: number; readonly character: number };

export type Diagnostic = {
  readonly message: string;
  readonly range: { readonly start: Cursor };
};

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[]; readonly diagnostics?: Diagnostic[] };
  readonly result?: unknown;
};

/** The YAML language server that editors start, with one open file. It fetches nothing: no store of schemas. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #received = Buffer.alloc(0);
  #id = 0;
  #diagnosed: (found: readonly Diagnostic[]) => void = () => {};

  private constructor() {
    const program = join(root, 'node_modules/yaml-language-server/bin/yaml-language-server');
    this.#process = spawn(process.execPath, [program, '--stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#process.stdout?.on('data', (part: Buffer) => this.#take(part));
  }

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer();
    const documentation = { documentationFormat: ['markdown'], snippetSupport: false };
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          completion: { completionItem: documentation },
        },
        workspace: { configuration: true },
      },
    });
    server.#tell('initialized', {});
    return server;
  }

  /** Opens a file, and returns what the server says is wrong in it. */
  open(uri: string, text: string): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      this.#diagnosed = resolve;
      this.#tell('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      });
    });
  }

  /** The text that an editor shows at the cursor; empty when there is none. */
  async hover(uri: string, position: Cursor): Promise<string> {
    const found = await this.#ask('textDocument/hover', { textDocument: { uri }, position });
    return JSON.stringify(found ?? '').replaceAll('\\n', '\n');
  }

  /** The words that an editor offers at the cursor. */
  async complete(uri: string, position: Cursor): Promise<readonly string[]> {
    const found = await this.#ask('textDocument/completion', { textDocument: { uri }, position });
    const text = JSON.stringify(found ?? {});
    return [...text.matchAll(/"label":"([^"]+)"/g)].map(([, label = '']) => label);
  }

  stop(): void {
    this.#process.kill();
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  #tell(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #take(part: Buffer): void {
    this.#received = Buffer.concat([this.#received, part]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const [, length = '0'] =
        /Content-Length: (\d+)/.exec(`${this.#received.subarray(0, head)}`) ?? [];
      const end = head + 4 + Number(length);
      if (this.#received.length < end) return;
      const message: Message = JSON.parse(`${this.#received.subarray(head + 4, end)}`);
      this.#received = this.#received.subarray(end);
      this.#answer(message);
    }
  }

  #answer({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') this.#diagnosed(params?.diagnostics ?? []);
    if (id === undefined) return;
    if (method === undefined) this.#answers.get(id)?.(result);
    else this.#send({ id, result: method === 'workspace/configuration' ? settings(params) : null });
  }
}

/** One answer for each section that the server asks for; only the first is its own. */
function settings(params: Message['params']): unknown[] {
  const own = { hover: true, completion: true, validate: true, schemaStore: { enable: false } };
  return (params?.items ?? []).map((_item, index) => (index === 0 ? own : {}));
}
