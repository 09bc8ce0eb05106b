import { expect, it } from '@jest/globals';
import { pay, readAllEffects, type Answer } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

const ROUNDS = 3;
const SENDERS = 32;
const ANSWERS_BEFORE_KILL = 400;

it('loses no answered effect and makes no second one when it is killed in the middle of its work', async () => {
  await using dataDir = await makeDataDir();
  const answered = new Map<string, Answer>();
  const unanswered: string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) await payUntilKilled(dataDir.path, round, answered, unanswered);
  expect(answered.size).toBeGreaterThanOrEqual(ROUNDS * ANSWERS_BEFORE_KILL);
  expect(unanswered.length).toBeGreaterThanOrEqual(ROUNDS);

  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  const effects = await readAllEffects(url);
  const paymentOf = new Map(effects.map((row) => [row.provider_key, row.payment_id]));
  expect(effects).toHaveLength(paymentOf.size);
  for (const [key, answer] of answered) expect(JSON.parse(answer.body)).toMatchObject({ id: paymentOf.get(key) });

  for (const [key, answer] of answered) expect(await pay(url, key)).toEqual({ ...answer, isReplay: true });
  for (const key of unanswered)
    expect(await pay(url, key)).toMatchObject({ status: 201, isReplay: paymentOf.has(key) });
  const keys = (await readAllEffects(url)).map((row) => row.provider_key);
  expect(keys.toSorted()).toEqual([...answered.keys(), ...unanswered].toSorted());
});

/** Senders pay with ever new keys until the process is gone; each ends with the one call that was cut. */
async function payUntilKilled(dataDir: string, round: number, answered: Map<string, Answer>, unanswered: string[]) {
  await using simulator = new SimulatorProcess('--data-dir', dataDir);
  const url = await simulator.url();
  const goal = answered.size + ANSWERS_BEFORE_KILL;
  const send = async (sender: number) => {
    for (let count = 1; ; count += 1) {
      const key = `round-${round}-sender-${sender}-${count}`;
      const answer = await pay(url, key).catch(() => undefined);
      if (answer === undefined) return unanswered.push(key);
      expect(answer).toMatchObject({ status: 201, isReplay: false });
      answered.set(key, answer);
      if (answered.size === goal) simulator.child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
}
