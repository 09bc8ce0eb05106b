import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningOnce } from '@once/supervisor';
import { eventually, startOnTestServers } from '@once/testing';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';

const NOTICE_SECRET = 'whsec_bm90aWNlLXNlY3JldC10aGF0LW5vYm9keS1tYXktcmVhZA==';
const SOURCE = 'tok_planted_source';
const OPAQUE_SOURCE = 'opaque-planted-source';
const PAN = '4242424242424242';
const COOKIE = 'session=planted-cookie';
const STRANGERS_KEY = 'sk_live_planted_of_a_stranger';
const URL_SECRET = 'planted-in-a-url';
const ERROR_SECRET = 'planted-in-an-error';

interface Line {
  msg: string;
  level: string;
  trace_id?: string;
  span_id?: string;
  request_id?: string;
  operation_id?: string;
  err?: { message: string };
}

interface Sent {
  headers?: Record<string, string>;
  path?: string;
  method?: string;
  body?: object;
}

let running: RunningOnce;
let apiKey: string;

/** By node:http, which sends a path as it is; its status and request id. */
const send = async ({ headers = {}, path = '/v1/charges', method = 'POST', body }: Sent) => {
  const url = new URL(running.stack.chargeApi[0]!);
  const answer = await new Promise<{ status: number; requestId: string }>((resolve, reject) => {
    const outgoing = request(
      {
        ...{ host: url.hostname, port: url.port, path, method },
        headers: { authorization: `Bearer ${apiKey}`, cookie: COOKIE, 'content-type': 'application/json', ...headers },
      },
      (incoming) => {
        void text(incoming).then(() =>
          resolve({ status: incoming.statusCode ?? 0, requestId: String(incoming.headers['request-id']) }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return answer;
};

const charge = (source: string, key: string) =>
  send({ headers: { 'idempotency-key': key }, body: { amount: 1099, currency: 'EUR', source } });

const logOf = (name: string): Promise<string> => readFile(running.logFileOf(name), 'utf8');

const linesOf = async (requestId: string): Promise<Line[]> => {
  const lines = (await logOf('charge-api-1')).split('\n').filter((line) => line.includes(requestId));
  return lines.map((line) => JSON.parse(line) as Line);
};

/** What was logged of a request, once its last line is there. */
const logged = ({ requestId }: { requestId: string }): Promise<Line[]> =>
  eventually(`the line of ${requestId}`, async () => {
    const lines = await linesOf(requestId);
    return lines.some(({ msg }) => msg === 'request') && lines;
  });

const asOwner = async <T>(work: (owner: Client) => Promise<T>): Promise<T> => {
  const owner = new Client({ connectionString: running.stack.chargeDbUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
};

beforeAll(async () => {
  running = await startOnTestServers({
    serviceEnv: { 'charge-api': { LOG_LEVEL: 'trace', PROVIDER_NOTICE_SECRET: NOTICE_SECRET } },
  });
  apiKey = running.stack.apiKeys.acme;
});

afterAll(async () => {
  await (running as RunningOnce | undefined)?.stop();
});

describe('the log of a running service', () => {
  it('has a line of each request that carried a secret, and none of the secrets', async () => {
    const answers = [
      await charge(SOURCE, 'logs-source'),
      await charge(PAN, 'logs-card'),
      await send({ headers: { authorization: `Bearer ${STRANGERS_KEY}` }, body: {} }),
      await send({ method: 'GET', path: `/v1/charges?api_key=${URL_SECRET}&source=${SOURCE}` }),
      await send({ method: 'GET', path: `http://user:${URL_SECRET}@charges.example/v1/charges` }),
      await send({
        path: '/v1/provider-notices/simulator',
        headers: { 'webhook-signature': `v1,${URL_SECRET}` },
        body: {},
      }),
    ];
    for (const answer of answers) expect(await logged(answer)).not.toEqual([]);
    const log = await logOf('charge-api-1');
    const password = new URL(running.stack.chargeDbUrl).password;
    for (const secret of [apiKey, SOURCE, PAN, STRANGERS_KEY, URL_SECRET, NOTICE_SECRET, 'planted-cookie', password]) {
      expect(log).not.toContain(secret);
    }
  });

  it('tells of an error without the row that it was about, nor a connection string in its message', async () => {
    // Postgres repeats the whole row in the detail of such an error, the input of the operation included.
    await asOwner((owner) =>
      owner.query(`
        CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'cannot reach postgres://app:${ERROR_SECRET}@db/charge?password=${ERROR_SECRET}'
            USING ERRCODE = '23514', DETAIL = 'Failing row contains ' || NEW.input;
        END $$;
        CREATE TRIGGER planted BEFORE INSERT ON operations FOR EACH ROW EXECUTE FUNCTION planted()`),
    );
    const answer = await charge(OPAQUE_SOURCE, 'logs-error');
    await asOwner((owner) => owner.query('DROP TRIGGER planted ON operations'));
    expect(answer.status).toBe(500);
    const failure = (await logged(answer)).find(({ level }) => level === 'error');
    expect(failure?.err?.message).toContain('cannot reach postgres://[redacted]@db/charge?password=[redacted]');
    const log = await logOf('charge-api-1');
    for (const secret of [ERROR_SECRET, OPAQUE_SOURCE]) expect(log).not.toContain(secret);
  });

  it('carries trace, request and operation on every line of an operation, while it is worked on and when it is taken up', async () => {
    await fetch(`${running.stack.provider}/control`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ kind: 'effect_then_drop', times: 1 }] }),
    });
    const answer = await charge('tok_visa', 'logs-unknown');
    expect(answer.status).toBe(202);
    const lines = await logged(answer);
    const { rows } = await asOwner((owner) =>
      owner.query<{ id: string }>('SELECT id FROM operations WHERE request_id = $1', [answer.requestId]),
    );
    for (const line of lines) {
      expect(line).toMatchObject({
        request_id: answer.requestId,
        operation_id: rows[0]?.id,
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      });
    }
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['request', 'the outcome is unknown: it is found out']),
    );
  });
});
