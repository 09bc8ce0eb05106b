import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningOnce } from '@once/supervisor';
import { eventually, startOnTestServers } from '@once/testing';
import { Client } from 'pg';
import { Caller } from '../caller.ts';
import { scrape } from '../exposition.ts';
import { LostRows } from '../lost-rows.ts';

const WITHIN_MS = 60_000;

let running: RunningOnce;
let lost: LostRows;
let charges: Client;
let ledger: Client;
let acme: Caller;
beforeAll(async () => {
  running = await startOnTestServers();
  const { stack, serverStack } = running;
  lost = await LostRows.in(new URL(stack.chargeDbUrl).pathname.slice(1), serverStack.postgresUrl);
  charges = new Client({ connectionString: stack.chargeDbUrl });
  ledger = new Client({ connectionString: stack.ledgerDbUrl });
  await Promise.all([charges.connect(), ledger.connect()]);
  acme = new Caller(stack.chargeApi[0]!, { apiKey: stack.apiKeys.acme, tenantId: '' });
});
afterAll(async () => {
  await (lost as LostRows | undefined)?.close();
  await (charges as Client | undefined)?.end();
  await (ledger as Client | undefined)?.end();
  await (running as RunningOnce | undefined)?.stop();
});

const operationOf = async (chargeId: unknown): Promise<{ id: string; chargeId: string }> => {
  const { rows } = await charges.query<{ id: string }>('SELECT id FROM operations WHERE charge_id = $1', [chargeId]);
  return { id: rows[0]!.id, chargeId: String(chargeId) };
};

const entriesOf = async (chargeId: unknown): Promise<number> =>
  (await ledger.query('SELECT FROM journal_entries WHERE charge_id::text = $1', [chargeId])).rowCount ?? 0;

const untilPosted = (chargeId: unknown) =>
  eventually('the charge is posted', async () => ((await entriesOf(chargeId)) > 0 ? true : undefined), WITHIN_MS);

/** The ledger has got the event a second time, whatever it made of it. */
const untilReceivedAgain = () =>
  eventually(
    'the event is received again',
    async () => {
      const duplicates = Number((await scrape(running.stack.ledgerConsumer[0]!)).get('inbox_duplicates_total'));
      return duplicates + (await countParked()) > 0 ? true : undefined;
    },
    WITHIN_MS,
  );

const countParked = async (): Promise<number> => (await ledger.query('SELECT FROM parked_records')).rowCount ?? 0;

describe('a charge whose rows were lost after its event was published and posted', () => {
  it('is the same charge when its caller asks again: one effect, one entry, nothing parked', async () => {
    const first = await acme.charge({}, { key: 'k-vanished' });
    expect(first.status).toBe(201);
    await untilPosted(first.body.id);
    await lost.lose(await operationOf(first.body.id), null);

    const again = await acme.charge({}, { key: 'k-vanished' });
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    await untilReceivedAgain();
    expect(await entriesOf(first.body.id)).toBe(1);
    expect(await countParked()).toBe(0);
    const { id } = await operationOf(first.body.id);
    const effects = await fetch(`${running.stack.provider}/v1/effects?provider_key=once_${id}`);
    expect(((await effects.json()) as { data: unknown[] }).data).toHaveLength(1);
  });
});
