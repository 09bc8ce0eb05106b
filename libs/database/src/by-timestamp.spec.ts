import { describe, expect, it } from '@jest/globals';
import { byTimestamp } from './by-timestamp.ts';

class Step {
  up = (): Promise<void> => Promise.resolve();
  down = (): Promise<void> => Promise.resolve();
}
class CreateOrders1763600000000 extends Step {}
class ShipOrders1763600000200 extends Step {}
class CreateOutbox1763600000100 extends Step {}

describe('byTimestamp', () => {
  it('puts the migrations of a library between those of its app', () => {
    const mixed = [CreateOutbox1763600000100, CreateOrders1763600000000, ShipOrders1763600000200];
    expect(byTimestamp(mixed)).toEqual([CreateOrders1763600000000, CreateOutbox1763600000100, ShipOrders1763600000200]);
  });

  it('refuses a migration whose name does not say when it comes', () => {
    expect(() => byTimestamp([Step])).toThrow('migration Step has no timestamp');
  });
});
