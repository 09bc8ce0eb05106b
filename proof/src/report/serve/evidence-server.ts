import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findFile } from './find-file.ts';
import { listPage } from './list-page.ts';
import { listRuns } from './list-runs.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ndjson': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'text/xml; charset=utf-8',
};

/** A page of another site may have a name of its own that leads to 127.0.0.1; it then says so here. */
const HOSTS = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** Serves the runs below `root`, for reading only. Not listening yet. */
export const evidenceServer = (root: string): Server =>
  createServer((request, response) => {
    answer(root, request, response).catch((error: unknown) => {
      // Whoever asked has gone in the middle of the answer.
      if (response.destroyed) return;
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'the file could not be read');
    });
  });

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, headers, url = '/' } = request;
  if (!HOSTS.test(headers.host ?? '')) return refuse(response, 421, 'ask for 127.0.0.1 or localhost');
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'only GET and HEAD');
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  if (path === '/') return send(response, 200, listPage(await listRuns(root)), TYPES['.html']);
  const found = await findFile(root, path);
  if (found.kind === 'absent') return refuse(response, 404, 'no such file');
  head(response, 200, TYPES[extname(found.path)]);
  if (method === 'HEAD') response.end();
  else await pipeline(createReadStream(found.path), response);
}

const refuse = (response: ServerResponse, status: number, why: string): void =>
  send(response, status, `${why}\n`, TYPES['.txt']);

function send(response: ServerResponse, status: number, body: string, type?: string): void {
  head(response, status, type);
  response.end(body);
}

const head = (response: ServerResponse, status: number, type = 'application/octet-stream'): ServerResponse =>
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
  });
