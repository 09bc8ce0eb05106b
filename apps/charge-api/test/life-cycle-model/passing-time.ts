import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from './fate.ts';
import type { Intent, LifeCharge } from './intent.ts';
import { chargeIdOf } from './laws.ts';
import { HANG_MS, type Life } from './life.ts';
import { endAuthorization, endLeases, growOld, letGoCold } from './time.ts';

/** Time passes, and the sweeps of an instance come round. */
export async function sweep(life: Life, instance: number): Promise<void> {
  await endLeases(life.world.pool, life.tenantId, life.allKeys);
  const sweepers = life.world.sweepers(instance);
  for (const sweeper of sweepers) await sweeper.sweep();
  await within(HANG_MS, Promise.all(sweepers.map((sweeper) => sweeper.drain())));
  await life.atRest();
}

/** Nobody comes back for an accepted operation until it is given up. */
export async function giveUp(life: Life, { key }: Intent, instance: number): Promise<void> {
  await letGoCold(life.world.pool, life.tenantId, [key]);
  const hang = AbortSignal.timeout(HANG_MS);
  while (life.rows.get(key)?.key_state === 'RECEIVED') {
    if (hang.aborted) throw new Error(`nobody gives ${key} up`);
    await life.world.giveUp(instance);
    await life.look();
  }
}

/** The time of an authorization is over, and the job comes round. A plan counts for the first time only. */
export async function expire(life: Life, charge: LifeCharge, plan: Plan, instance: number): Promise<void> {
  const chargeId = chargeIdOf(charge, life.rows);
  if (chargeId === undefined) return;
  const key = `once-expire-${chargeId}`;
  if (!life.allKeys.includes(key)) life.begin({ key, kind: 'charge.expire', charge }, plan);
  await life.world.expire(instance, async (run) => {
    await endAuthorization(life.world.pool, chargeId, -1);
    await run();
    await endAuthorization(life.world.pool, chargeId, 1_000);
  });
  await life.atRest();
}

/** The provider has forgotten what it was asked for: from now on nothing of this operation may be sent again. */
export async function outliveKeyWindow(life: Life, intent: Intent): Promise<void> {
  await growOld(life.world.pool, life.tenantId, intent.key);
  intent.isOld = true;
  life.world.book.forbidCalls(intent.key);
}

const within = async (limitMs: number, work: Promise<unknown>): Promise<void> => {
  const tooLate = Symbol('too late');
  const end = await Promise.race([work, delay(limitMs, tooLate, { ref: false })]);
  if (end === tooLate) throw new Error(`a sweep does not end within ${limitMs} ms`);
};
