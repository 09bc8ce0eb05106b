import { beforeEach, describe, expect, it } from '@jest/globals';
import { OwnedShards } from './owned-shards.ts';

describe('OwnedShards', () => {
  let nowMs: number;
  let owned: OwnedShards;

  beforeEach(() => {
    nowMs = 10_000;
    owned = new OwnedShards({ nowMs: () => nowMs, minLeaseToSendMs: 1_000 });
  });

  const add = (shard: number, epoch = '1'): void => owned.add({ shard, epoch }, nowMs + 3_000);
  const sendable = (): number[] => owned.sendable().map(({ shard }) => shard);

  it('stops sending while enough of the lease is left to end a send', () => {
    add(1);
    nowMs += 2_000;
    expect(sendable()).toEqual([1]);
    nowMs += 1;
    expect(sendable()).toEqual([]);
  });

  it('counts no shard as leased whose lease could not be renewed', () => {
    add(1);
    nowMs += 2_999;
    expect(owned.leasedCount).toBe(1);
    nowMs += 1;
    expect({ leased: owned.leasedCount, known: owned.size }).toEqual({ leased: 0, known: 1 });
  });

  it('sends again after a renewal', () => {
    add(1);
    nowMs += 2_500;
    owned.extend({ shard: 1, epoch: '1' }, nowMs + 3_000);
    expect(sendable()).toEqual([1]);
  });

  it('does not take the renewal of an earlier ownership for one of this', () => {
    add(1, '2');
    nowMs += 2_500;
    owned.extend({ shard: 1, epoch: '1' }, nowMs + 3_000);
    expect(sendable()).toEqual([]);
  });

  it('does not begin to send what has become unsafe, or has changed hands, since it was read', () => {
    add(1);
    add(2);
    add(3);
    const read = owned.sendable();
    owned.remove({ shard: 2, epoch: '1' });
    add(2, '5');
    owned.keepAtMost(1);
    expect(owned.beginSending(read)).toEqual([{ shard: 1, epoch: '1' }]);
    nowMs += 2_001;
    expect(owned.beginSending(read)).toEqual([]);
  });

  it('releases a surplus shard only when its send has ended', () => {
    add(1);
    add(2);
    const sending = owned.beginSending(owned.sendable());
    owned.keepAtMost(1);
    expect(owned.releasable()).toEqual([]);
    expect(sendable()).toEqual([1]);
    owned.endSending(sending);
    expect(owned.releasable()).toEqual([{ shard: 2, epoch: '1' }]);
  });

  it('chooses no further surplus while the first is still leaving', () => {
    add(1);
    add(2);
    add(3);
    owned.keepAtMost(2);
    owned.keepAtMost(2);
    expect(owned.releasable()).toHaveLength(1);
  });

  it('gives everything back when it may keep nothing', () => {
    add(1);
    add(2);
    owned.keepAtMost(0);
    expect(owned.releasable()).toHaveLength(2);
  });

  it('forgets a holding only under the epoch that was lost', () => {
    add(1, '2');
    expect(owned.remove({ shard: 1, epoch: '1' })).toBe(false);
    expect(owned.has(1)).toBe(true);
    expect(owned.remove({ shard: 1, epoch: '2' })).toBe(true);
    expect(owned.has(1)).toBe(false);
  });
});
