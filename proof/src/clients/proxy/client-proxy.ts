import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeededRandom } from '../../plan/seeded-random.ts';
import { isGone, resetClient, type Waiting } from './answer-client.ts';
import { checkWeather, drawFate, type Weather } from './fate.ts';
import { FrontDoor } from './front-door.ts';
import { holdRequest } from './hold-request.ts';
import { ProxyTally, type ProxyCounts } from './proxy-counts.ts';
import { Wire } from './wire.ts';

export interface ClientProxyOptions {
  /** Addresses of charge-api, asked one after the other; one that is down is passed over until it is back. */
  readonly targets: readonly string[];
  /** Stream of the proxy: each request's fate is drawn from one of its own, named by call and attempt. */
  readonly random: SeededRandom;
  readonly weather: Weather;
}

/** Far more than the clients of a run have under way; a proxy without a bound would hide a harness that leaks. */
const MAX_UNDER_WAY = 2_048;
/** Longer than any pause between two requests: a connection that closes when it is next used is a fault nobody drew. */
const KEEP_ALIVE_MS = 60_000;

/** Stands between the clients and charge-api, and does to each request what its seed and the weather say. */
export class ClientProxy {
  readonly door = new FrontDoor();
  readonly #random: SeededRandom;
  readonly #server: Server;
  readonly #wire: Wire;
  readonly #tally = new ProxyTally();
  readonly #underWay = new Set<Promise<void>>();
  #weather: Weather;
  #unnamed = 0;

  private constructor({ targets, random, weather }: ClientProxyOptions) {
    this.#random = random;
    this.#weather = weather;
    this.#wire = new Wire(targets, this.#tally);
    this.#server = createServer((incoming, outgoing) => this.#accept({ incoming, outgoing, socket: incoming.socket }));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  static async open(options: ClientProxyOptions): Promise<ClientProxy> {
    checkWeather(options.weather);
    if (options.targets.length === 0) throw new RangeError('a proxy needs at least one target');
    const proxy = new ClientProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get counts(): ProxyCounts {
    return this.#tally.counts;
  }

  /** For the requests from here on. */
  setWeather(weather: Weather): void {
    checkWeather(weather);
    this.#weather = weather;
  }

  /** Resolves when nothing is left that could still reach charge-api, late arrivals included. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Drops what is under way. */
  async close(): Promise<void> {
    this.door.open();
    this.#wire.cut();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await Promise.all([closed, this.drained()]);
  }

  #accept(client: Waiting): void {
    this.#tally.count('requests');
    if (this.#underWay.size >= MAX_UNDER_WAY) return this.#turnAway(client);
    const handled: Promise<void> = this.#handle(client)
      // What cannot be read, or breaks off while it is: charge-api never sees it.
      .catch(() => (isGone(client) ? this.#tally.count('clientGone') : this.#turnAway(client)))
      .finally(() => this.#underWay.delete(handled));
    this.#underWay.add(handled);
  }

  async #handle(client: Waiting): Promise<void> {
    const { name, ...request } = await holdRequest(client.incoming);
    if (!(await this.door.pass())) {
      this.#tally.count('lostAtDoor');
      return resetClient(client);
    }
    await this.#wire.carry(request, drawFate(this.#random.split(name ?? this.#nextName()), this.#weather), client);
  }

  #turnAway(client: Waiting): void {
    this.#tally.count('turnedAway');
    resetClient(client);
  }

  /** A request that does not come from the harness, such as one by hand. */
  #nextName(): string {
    this.#unnamed += 1;
    return `unnamed ${this.#unnamed}`;
  }
}
