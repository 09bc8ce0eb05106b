import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { linkLatest } from '../evidence/link-latest.ts';
import { evidenceServer } from './evidence-server.ts';

const RUN = '20260102T030405Z-42';
const SECRET = 'not for serving';

let folder = '';
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  const root = join(folder, 'evidence');
  await mkdir(join(root, RUN, 'transcripts'), { recursive: true });
  await mkdir(join(root, '20260102T030406Z-43'));
  await mkdir(`${root}-old`);
  await writeFile(join(folder, 'secret.txt'), SECRET);
  await writeFile(join(`${root}-old`, 'secret.txt'), SECRET);
  await writeFile(join(root, RUN, 'summary.json'), '{"verdict":"<b>pass</b>"}');
  await writeFile(join(root, RUN, 'transcripts', '1-a.txt'), 'transcript');
  await writeFile(join(root, RUN, '.hidden'), SECRET);
  await symlink(join(folder, 'secret.txt'), join(root, RUN, 'link.txt'));
  await linkLatest(root, RUN);
  server = evidenceServer(root).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

/** Not fetch, which would tidy the path up before it is sent. */
async function ask(path: string, options: { method?: string; host?: string } = {}) {
  const { port } = server.address() as AddressInfo;
  const headers = { host: options.host ?? `127.0.0.1:${port}` };
  const sent = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers });
  sent.end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe('the evidence server', () => {
  it('lists the runs, newest first, with their verdicts', async () => {
    const { status, body } = await ask('/');
    expect(status).toBe(200);
    expect(body).toMatch(/20260102T030406Z-43<\/a\s*> not ended[^]*20260102T030405Z-42<\/a\s*> &lt;b&gt;pass/);
    expect(body).not.toContain('latest');
  });

  it.each([`/${RUN}/summary.json`, '/latest/summary.json', `/${RUN}//summary.json?x=1`])('serves %s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect([status, body]).toEqual([200, '{"verdict":"<b>pass</b>"}']);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answers HEAD without a body', async () => {
    expect(await ask('/latest/transcripts/1-a.txt', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    `/${RUN}/../../secret.txt`,
    '/../evidence-old/secret.txt',
    '/%252e%252e/secret.txt',
    `/${RUN}/link.txt`,
    `/${RUN}/.hidden`,
    `/${RUN}/summary.json%00.html`,
    `/${RUN}/summary.json/`.concat('x'),
    `/${RUN}`,
    '/etc/passwd',
    '//etc/passwd',
    '/%',
    `/${'x'.repeat(5_000)}`,
  ])('serves nothing for %s', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain(SECRET);
  });

  it('takes no other method and no other name', async () => {
    expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
    expect((await ask('/', { host: 'evil.example' })).status).toBe(421);
    expect((await ask('/', { host: 'localhost:1' })).status).toBe(200);
  });
});
