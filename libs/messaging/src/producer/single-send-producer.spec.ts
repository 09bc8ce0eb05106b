import { describe, expect, it, jest } from '@jest/globals';
import type { Producer, RecordMetadata } from 'kafkajs';
import { SingleSendProducer } from './single-send-producer.ts';

const MESSAGE = { key: 'k', value: 'v', partition: 3 };

const fakeProducer = (overrides: Partial<Producer> = {}) => ({
  connect: jest.fn(() => Promise.resolve()),
  disconnect: jest.fn(() => Promise.resolve()),
  sendBatch: jest.fn((): Promise<RecordMetadata[]> =>
    Promise.resolve([{ topicName: 't', partition: 3, errorCode: 0, baseOffset: '9007199254740993' }]),
  ),
  ...overrides,
});

type Fake = ReturnType<typeof fakeProducer>;

const setUp = (...producers: Fake[]) => {
  const waiting = [...producers];
  const open = jest.fn(() => waiting.shift() as unknown as Producer);
  return { sender: new SingleSendProducer({ open, sendDeadlineMs: 50, connectDeadlineMs: 50 }), open };
};

describe('SingleSendProducer', () => {
  it('reports the first offset of each partition without losing digits', async () => {
    const { sender } = setUp(fakeProducer());
    const outcome = await sender.send('t', [MESSAGE]);
    expect(outcome).toEqual({ kind: 'acked', baseOffsets: new Map([[3, 9_007_199_254_740_993n]]) });
  });

  it('keeps its producer while sends succeed', async () => {
    const { sender, open } = setUp(fakeProducer());
    await sender.send('t', [MESSAGE]);
    await sender.send('t', [MESSAGE]);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('never uses a producer again after a rejected send', async () => {
    const rejecting = fakeProducer({ sendBatch: jest.fn(() => Promise.reject(new Error('closed'))) });
    const fresh = fakeProducer();
    const { sender } = setUp(rejecting, fresh);
    expect(await sender.send('t', [MESSAGE])).toMatchObject({ kind: 'rejected', reason: 'unanswered' });
    expect(await sender.send('t', [MESSAGE])).toMatchObject({ kind: 'acked' });
    expect(rejecting.sendBatch).toHaveBeenCalledTimes(1);
    expect(fresh.sendBatch).toHaveBeenCalledTimes(1);
    expect(rejecting.disconnect).toHaveBeenCalled();
  });

  it('says that nothing was sent when it could not connect, and connects anew next time', async () => {
    const { sender } = setUp(fakeProducer({ connect: jest.fn(() => Promise.reject(new Error('no'))) }), fakeProducer());
    expect(await sender.send('t', [MESSAGE])).toMatchObject({ kind: 'not_connected' });
    expect(await sender.send('t', [MESSAGE])).toMatchObject({ kind: 'acked' });
  });

  it('gives up a send that hangs, and disconnects again when it has settled', async () => {
    let settle: (result: RecordMetadata[]) => void = () => undefined;
    const hanging = fakeProducer({
      sendBatch: jest.fn(() => new Promise<RecordMetadata[]>((resolve) => (settle = resolve))),
    });
    const { sender } = setUp(hanging, fakeProducer());
    expect(await sender.send('t', [MESSAGE])).toMatchObject({ kind: 'rejected', reason: 'unanswered' });
    expect(hanging.disconnect).toHaveBeenCalledTimes(1);
    settle([]);
    await sender.send('t', [MESSAGE]);
    expect(hanging.disconnect).toHaveBeenCalledTimes(2);
  });

  it('refuses a second send while one is outstanding', async () => {
    const { sender } = setUp(fakeProducer());
    const first = sender.send('t', [MESSAGE]);
    await expect(sender.send('t', [MESSAGE])).rejects.toThrow(/one outstanding send/);
    await first;
  });
});
