import type { SeededRandom } from '../../plan/seeded-random.ts';
import { ClientProxy } from './client-proxy.ts';
import { CLEAR_WEATHER } from './fate.ts';

/** Ways to some of the servers beside the clients' main one; they stay open, so that whoever is in doubt can ask again. */
export class FurtherWays {
  readonly #ways: ClientProxy[] = [];

  async open(targets: readonly string[], random: SeededRandom): Promise<ClientProxy> {
    const own = random.split(`way ${this.#ways.length + 1}`);
    const way = await ClientProxy.open({ targets, random: own, weather: CLEAR_WEATHER });
    this.#ways.push(way);
    return way;
  }

  async drained(): Promise<void> {
    await Promise.all(this.#ways.map((way) => way.drained()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#ways.map((way) => way.close()));
  }
}
