import { STATUS_CODES, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from './wire-tap.ts';

/** Whoever reads a transcript must not be able to act as its tenant. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization']);
/** They speak of one connection, and the tap has two. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length']);
const INDENT = ' '.repeat(14);

interface Shown {
  readonly atMs: number;
  readonly lines: readonly string[];
}

/** Requests and answers in the order of their moments; times since the first. */
export function showExchanges(exchanges: readonly Exchange[]): string {
  const [first] = exchanges;
  if (!first) return '';
  return exchanges
    .flatMap((exchange) => [requestOf(exchange), ...answerOf(exchange)])
    .toSorted((left, right) => left.atMs - right.atMs)
    .map(({ atMs, lines: [head = '', ...rest] }) =>
      [
        `${showOffset(atMs - first.atMs)}  ${head}`,
        ...rest.map((line) => (line === '' ? '' : `${INDENT}${line}`)),
      ].join('\n'),
    )
    .join('\n\n');
}

/** `  612 ms`. */
export const showOffset = (ms: number): string => `${String(Math.round(ms)).padStart(6)} ms`;

const requestOf = ({ number, atMs, server, method, url, headers, body }: Exchange): Shown => ({
  atMs,
  lines: [`#${number} > ${method} ${url}  (to ${server})`, ...headerLines(headers), '', ...bodyLines(body)],
});

const answerOf = ({ number, server, answer }: Exchange): Shown[] =>
  answer === null
    ? []
    : [
        {
          atMs: answer.atMs,
          lines: [
            `#${number} < ${answer.status} ${STATUS_CODES[answer.status] ?? ''}  (from ${server})`,
            ...headerLines(answer.headers),
            '',
            ...bodyLines(answer.body),
          ],
        },
      ];

function headerLines(headers: IncomingHttpHeaders | OutgoingHttpHeaders): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => value !== undefined && !HOP_HEADERS.has(name))
    .map(([name, value]) => `${name}: ${SECRET_HEADERS.has(name) ? '[redacted]' : String(value)}`);
}

const bodyLines = (body: string): string[] => (body === '' ? [] : body.trimEnd().split('\n'));
