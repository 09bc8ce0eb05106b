import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Map<string, string>;
  body: string;
}

export interface Exchange {
  answers: RawAnswer[];
  /** False when the server was still silent, or kept the connection open, at the end of the wait. */
  isClosed: boolean;
}

export interface ExchangeOptions {
  /** Ends our half after the last byte: for requests that never become complete. */
  halfClose?: boolean;
  waitMs?: number;
}

const DEFAULT_WAIT_MS = 10_000;

const answerAt = (text: string, start: number): { answer: RawAnswer; end: number } | undefined => {
  const headEnd = text.indexOf('\r\n\r\n', start);
  if (!text.startsWith('HTTP/1.1 ', start) || headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = text.slice(start, headEnd).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const end = headEnd + 4 + Number(headers.get('content-length') ?? 0);
  const status = Number(statusLine.split(' ')[1]);
  return { answer: { status, headers, body: text.slice(headEnd + 4, end) }, end };
};

/** Answers of one connection, in order. @throws Error for bytes that belong to none. */
const answersOf = (text: string): RawAnswer[] => {
  const answers: RawAnswer[] = [];
  for (let start = 0; start < text.length;) {
    const next = answerAt(text, start);
    if (!next) throw new Error(`no HTTP answer: ${JSON.stringify(text.slice(start, start + 200))}`);
    answers.push(next.answer);
    start = next.end;
  }
  return answers;
};

const readToEnd = (
  port: number,
  bytes: Buffer,
  { halfClose = false, waitMs = DEFAULT_WAIT_MS }: ExchangeOptions,
): Promise<{ text: string; isClosed: boolean }> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const finish = (isClosed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text: Buffer.concat(chunks).toString('latin1'), isClosed });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => finish(true));
    // A server that has refused a large body closes while we are still sending.
    socket.on('error', () => finish(true));
    socket.write(bytes);
    if (halfClose) socket.end();
  });

/** Sends bytes as they are over a connection of their own and reads until the server closes it. */
export async function exchange(port: number, bytes: Buffer, options: ExchangeOptions = {}): Promise<Exchange> {
  const { text, isClosed } = await readToEnd(port, bytes, options);
  return { answers: answersOf(text), isClosed };
}
