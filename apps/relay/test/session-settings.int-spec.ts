import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOSTILE_SETTINGS, namesakesOf, underSetting } from '@once/testing';
import { PublishingFixture } from './publishing-fixture.ts';
import { appendEvents, newCharge } from '../../../libs/outbox/test/synthetic-charges.ts';

const EVENTS = 40;
const HOUR_MS = 3_600_000;

describe('settings of the database that the sessions of the relay inherit', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.open();
    await fixture.database.ownerPool.query(namesakesOf('outbox', 'relay_shards', 'relay_members'));
  });
  beforeEach(() => fixture.nextTopic());
  afterEach(() => fixture.stopRelays());
  afterAll(() => fixture.database.drop());

  it.each(HOSTILE_SETTINGS)('change nothing of what is published and marked: %s = %s', async (name, value) => {
    await underSetting(fixture.database.name, [name, value], async () => {
      const charges = [newCharge(), newCharge(), newCharge()];
      fixture.startRelay();
      await appendEvents(fixture.service, charges, EVENTS);
      await fixture.drained();
      const [seen, expected] = await fixture.versionsSeenAndExpected(charges);
      expect(seen).toEqual(expected);
      await fixture.stopRelays();
    });
    const { rows } = await fixture.database.ownerPool.query<{ published_at: Date }>('SELECT published_at FROM outbox');
    expect(rows).toHaveLength(EVENTS);
    const ages = rows.map(({ published_at }) => Math.abs(Date.now() - published_at.getTime()));
    expect(Math.max(...ages)).toBeLessThan(HOUR_MS);
  });
});
