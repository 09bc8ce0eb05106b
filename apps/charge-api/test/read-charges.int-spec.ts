import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import type { Caller } from './caller.ts';

const CHARGES = 23;

let world: ChargeApiWorld;
let made: string[];
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  const answers = await Promise.all(Array.from({ length: CHARGES }, () => world.acme.charge()));
  made = answers.map(({ body }) => String(body.id));
});
afterAll(() => world.stop());

interface Page {
  data: { id: string; created_at: string }[];
  has_more: boolean;
}

const readAll = async (caller: Caller, limit: number): Promise<Page[]> => {
  const pages: Page[] = [];
  for (let after = ''; ;) {
    const answer = await caller.get(`/v1/charges?limit=${limit}${after}`);
    expect(answer.status).toBe(200);
    const page = answer.body as unknown as Page;
    pages.push(page);
    if (!page.has_more) return pages;
    after = `&starting_after=${page.data.at(-1)?.id ?? ''}`;
  }
};

const idsOf = (pages: Page[]): string[] => pages.flatMap(({ data }) => data.map(({ id }) => id));

describe('the list of charges', () => {
  it.each([1, 5, 7, 23, 100])('in pages of %d has each charge once, newest first', async (limit) => {
    const pages = await readAll(world.acme, limit);
    expect(pages).toHaveLength(Math.ceil(CHARGES / limit));
    expect(idsOf(pages).toSorted()).toEqual(made.toSorted());
    const times = pages.flatMap(({ data }) => data.map(({ created_at: at }) => at));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('has each charge once also when all were made in the same instant', async () => {
    await world.database.ownerPool.query(`UPDATE charges SET created_at = '2026-01-01' WHERE tenant_id = $1`, [
      world.acme.tenantId,
    ]);
    expect(idsOf(await readAll(world.acme, 4)).toSorted()).toEqual(made.toSorted());
  });

  it('does not repeat a charge because newer ones came while it was read', async () => {
    const first = (await world.acme.get('/v1/charges?limit=10')).body as unknown as Page;
    const later = String((await world.acme.charge()).body.id);
    const rest = await world.acme.get(`/v1/charges?limit=100&starting_after=${first.data.at(-1)!.id}`);
    const ids = idsOf([first, rest.body as unknown as Page]);
    expect(ids.toSorted()).toEqual(made.toSorted());
    expect(ids).not.toContain(later);
  });

  it('takes ten when nothing is asked, and is empty for a tenant without charges', async () => {
    expect(((await world.acme.get('/v1/charges')).body as unknown as Page).data).toHaveLength(10);
    expect((await world.globex.get('/v1/charges')).body).toEqual({ data: [], has_more: false });
  });

  it("does not start after another tenant's charge, or one that is not there", async () => {
    for (const id of [made[0]!, '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e']) {
      const answer = await world.globex.get(`/v1/charges?starting_after=${id}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=1&limit=2', 'starting_after=x', 'colour=red', 'limit=%00'])(
    'refuses ?%s',
    async (query) => {
      const answer = await world.acme.get(`/v1/charges?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', instance: '/v1/charges' } });
    },
  );
});

describe('one charge', () => {
  it('is found by its id in either case', async () => {
    const id = made[0]!;
    expect((await world.acme.get(`/v1/charges/${id.toUpperCase()}`)).body).toMatchObject({ id, status: 'captured' });
  });

  it.each(['x', '%00', '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e', "1'%20OR%201=1"])('is not there for %s', async (id) => {
    expect(await world.acme.get(`/v1/charges/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('of another tenant is not there', async () => {
    expect(await world.globex.get(`/v1/charges/${made[0]!}`)).toMatchObject({ status: 404 });
  });
});
