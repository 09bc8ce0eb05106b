import { describe, expect, it } from '@jest/globals';
import { control } from './control-api.ts';
import { NoticeReceiver } from './notice-receiver.ts';
import { pay } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

describe('notices over the wire', () => {
  it('are signed, come again until they are taken, and repeat under one id', async () => {
    await using dataDir = await makeDataDir();
    await using receiver = await NoticeReceiver.open();
    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    const url = await simulator.url();
    receiver.answers.push(500);
    await control(url, { notices: { url: receiver.url, secret: receiver.secret, repeat: 1 } });
    const { id: paymentId } = JSON.parse((await pay(url, 'k')).body) as { id: string };

    const received = await receiver.until(3);
    expect(received.map(({ isSigned }) => isSigned)).toEqual([true, true, true]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(received[0]?.body).toEqual({
      notice_id: received[0]?.id,
      provider_key: 'k',
      operation: 'sale',
      outcome: 'succeeded',
      payment_id: paymentId,
      decline_code: null,
      occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect((await simulator.signal('SIGTERM')).exitCode).toBe(0);
  });

  it('that wait, or whose receiver is gone, hold no process back', async () => {
    await using dataDir = await makeDataDir();
    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    const url = await simulator.url();
    await control(url, { notices: { url: 'http://127.0.0.1:9/', secret: 's' } });
    await pay(url, 'k1');
    await control(url, {
      notices: { url: 'http://127.0.0.1:9/', secret: 's', delay_ms: { min: 600_000, max: 600_000 } },
    });
    await pay(url, 'k2');
    expect(await simulator.signal('SIGTERM')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
