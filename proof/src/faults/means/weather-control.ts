import type { ClientProxy } from '../../clients/proxy/client-proxy.ts';
import { CLEAR_WEATHER, type FateKind } from '../../clients/proxy/fate.ts';
import type { ProxyCounts } from '../../clients/proxy/proxy-counts.ts';

type Probabilities = Partial<Record<Exclude<FateKind, 'passed'>, number>>;

/** The weather of the clients' proxy, put together by faults that do not know of each other. */
export class WeatherControl {
  readonly #proxy: Pick<ClientProxy, 'counts' | 'setWeather'>;
  #probabilities: Probabilities = {};

  constructor(proxy: Pick<ClientProxy, 'counts' | 'setWeather'>) {
    this.#proxy = proxy;
  }

  get counts(): ProxyCounts {
    return this.#proxy.counts;
  }

  add(probabilities: Probabilities): void {
    this.#set({ ...this.#probabilities, ...probabilities });
  }

  clear(): void {
    this.#set({});
  }

  #set(probabilities: Probabilities): void {
    this.#probabilities = probabilities;
    this.#proxy.setWeather({ ...CLEAR_WEATHER, probabilities });
  }
}
