import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readProviders } from './read-provider.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A record of one effect and its decision, of an account of its own. */
async function openRecord(account: string, key: string): Promise<string> {
  const common = { sequence: 1, account, provider_key: key, effect: 'captured' };
  const effect = { payment_id: 'pay_1', amount_minor: '100', currency: 'EUR', differs: false, told_provider_key: key };
  const rows: Record<string, object> = {
    '/v1/effects': { ...common, ...effect, metadata: { operation_id: 'o-1' }, recorded_at: '2026-01-02T03:04:05.678Z' },
    '/v1/requests': { ...common, http_status: 201 },
  };
  const server = createServer((request, response) => {
    const row = rows[new URL(request.url ?? '', 'http://localhost').pathname];
    response.end(JSON.stringify({ data: row ? [row] : [], has_more: false }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('readProviders', () => {
  it('takes what every provider did, each under its own account, though their ids are the same', async () => {
    const urls = [await openRecord('acct_1', 'once_1'), await openRecord('acct_2', 'once_1')];
    const { effects, decisions } = await readProviders(urls);
    expect(effects).toMatchObject([
      { account: 'simulator:acct_1', providerKey: 'once_1', paymentId: 'pay_1', operationId: 'o-1' },
      { account: 'simulator:acct_2', providerKey: 'once_1', paymentId: 'pay_1', operationId: 'o-1' },
    ]);
    expect(decisions.map(({ account }) => account)).toEqual(['simulator:acct_1', 'simulator:acct_2']);
  });

  it('is inconclusive when one of them can not be read', async () => {
    await expect(readProviders([await openRecord('acct_1', 'once_1'), 'http://127.0.0.1:9'])).rejects.toMatchObject({
      name: 'InconclusiveError',
    });
  });
});
