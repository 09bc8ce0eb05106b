import { expect, it } from '@jest/globals';
import { control } from './control-api.ts';
import { pay, readAllEffects } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

it('keeps an effect whose answer it dropped, over a SIGKILL', async () => {
  await using dataDir = await makeDataDir();
  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  await control(url, { faults: [{ kind: 'effect_then_drop' }] });
  await expect(pay(url, 'k')).rejects.toThrow();
  await simulator.signal('SIGKILL');

  await using again = new SimulatorProcess('--data-dir', dataDir.path);
  const urlAgain = await again.url();
  expect(await readAllEffects(urlAgain)).toMatchObject([{ provider_key: 'k' }]);
  expect(await pay(urlAgain, 'k')).toMatchObject({ status: 201, isReplay: true });
});

it('remembers every decision that it made under an ignored key, over a restart, and honours the last', async () => {
  await using dataDir = await makeDataDir();
  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  await control(url, { key_mode: { mode: 'ignore' } });
  const [first, second] = [await pay(url, 'k'), await pay(url, 'k')];
  await simulator.signal('SIGTERM');

  await using again = new SimulatorProcess('--data-dir', dataDir.path);
  const urlAgain = await again.url();
  const paymentIds = (await readAllEffects(urlAgain)).map((effect) => effect.payment_id);
  expect(paymentIds).toEqual([first, second].map(({ body }) => (JSON.parse(body) as { id: string }).id));
  expect(await pay(urlAgain, 'k')).toEqual({ ...second, isReplay: true });
});

it('stops in the middle of a hang after the effect, and lets its answer out', async () => {
  await using dataDir = await makeDataDir();
  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  await control(url, { faults: [{ kind: 'hang', when: 'after', delay_ms: 600_000 }] });
  const hanging = pay(url, 'k');
  await untilBitten(url);
  expect((await simulator.signal('SIGTERM')).exitCode).toBe(0);
  expect(await hanging).toMatchObject({ status: 201, isReplay: false });
});

async function untilBitten(url: string): Promise<void> {
  for (;;) {
    const { data } = (await (await fetch(`${url}/control/faults`)).json()) as { data: { bitten: number }[] };
    if (data.some(({ bitten }) => bitten > 0)) return;
  }
}
