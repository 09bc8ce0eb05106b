import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { Pool, type PoolConfig } from 'pg';
import { dataSourceOptions } from './data-source-options.ts';
import { runInTx } from './run-in-tx.ts';
import { runStatementOnce } from './run-statement-once.ts';
import { statement } from './statement.ts';

const ONE = statement('one', 'SELECT 1 AS one');
/** Simple-query message END: type Q, length 8, text, NUL. */
const END_MESSAGE = Buffer.concat([Buffer.from('Q'), Buffer.from([0, 0, 0, 8]), Buffer.from('END\0')]);
/** Of the last message of a transaction's begin. */
const PINS = Buffer.from('pin-session\0');

/** Can keep the server's answers until a certain message was sent: whoever waits for an answer before that waits for ever. */
class Wire {
  private awaited: Buffer | undefined;
  private readonly held: (() => void)[] = [];
  readonly server: Server;

  constructor(target: URL) {
    this.server = createServer((client) => {
      const server = connect(Number(target.port), target.hostname);
      client.on('error', () => server.destroy()).on('close', () => server.destroy());
      server.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('data', (chunk) => {
        server.write(chunk);
        if (this.awaited && chunk.includes(this.awaited)) this.release();
      });
      server.on('data', (chunk) => {
        if (this.awaited) this.held.push(() => client.write(chunk));
        else client.write(chunk);
      });
    });
  }

  /** From now on nothing is answered before this message was sent. */
  holdUntil(message: Buffer): void {
    this.awaited = message;
  }

  get isHolding(): boolean {
    return this.awaited !== undefined;
  }

  private release(): void {
    this.awaited = undefined;
    for (const answer of this.held.splice(0)) answer();
  }
}

let database: TestDatabase;
let wire: Wire;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('charge');
  const url = new URL(database.ownerUrl);
  wire = new Wire(new URL(url));
  wire.server.listen(0, '127.0.0.1');
  await once(wire.server, 'listening');
  url.host = `127.0.0.1:${(wire.server.address() as AddressInfo).port}`;
  const { extra } = dataSourceOptions({ url: url.href, applicationName: 'round-trips', poolMax: 1 });
  pool = new Pool({ ...(extra as PoolConfig), connectionString: url.href, max: 1 });
  await runStatementOnce(pool, ONE);
});
afterAll(async () => {
  await pool.end();
  wire.server.close();
  await database.drop();
});

describe('what pinned settings cost on the wire', () => {
  it('is no round trip of its own for a transaction: they leave before BEGIN is answered', async () => {
    wire.holdUntil(PINS);
    expect(await runInTx(pool, async (tx) => (await tx.query<{ one: number }>(ONE)).rows)).toEqual([{ one: 1 }]);
    expect(wire.isHolding).toBe(false);
  });

  it('is no wait for a statement of its own: END leaves before BEGIN is answered', async () => {
    wire.holdUntil(END_MESSAGE);
    expect((await runStatementOnce<{ one: number }>(pool, ONE)).rows).toEqual([{ one: 1 }]);
    expect(wire.isHolding).toBe(false);
  });
});
