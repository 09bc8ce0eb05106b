import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEM_CODES } from '@once/contracts';
import { eventually } from '@once/testing';
import { ChargeApiWorld } from './charge-api-world.ts';
import { HostileRandom } from './hostile-random.ts';
import type { HostileRequest, HostileTarget } from './hostile-request.ts';
import { hostileRequest } from './hostile-requests.ts';
import { exchange, type Exchange, type RawAnswer } from './raw-http.ts';

const REQUESTS = 2_000;
const SEED = 20_261_120;
const AT_ONCE = 16;

/** What would tell a stranger how it looks inside. */
const INSIDE = /node_modules|\.[cm]?[jt]s\b|\bat \S+ \(|\/work|\/srv|\/home|SELECT |INSERT |postgres|ECONN|TypeError/i;

let world: ChargeApiWorld;
let target: HostileTarget;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  const charge = await world.acme.charge();
  target = { apiKey: world.acme.apiKey, chargeId: String(charge.body.id) };
});
afterAll(() => world.stop());

const faultOf = ({ status, headers, body }: RawAnswer): string | undefined => {
  if (status === 100) return undefined;
  if (status < 400 || status > 499) return `status ${status}`;
  if (INSIDE.test(body)) return 'tells of the inside';
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') return 'no problem+json';
  const problem = JSON.parse(body) as Record<string, unknown>;
  if (!(PROBLEM_CODES as unknown[]).includes(problem.code) || problem.status !== status) return 'not a problem of ours';
  if (headers.get('request-id') !== problem.request_id) return 'Request-Id and request_id differ';
  return headers.get('should-retry') === String(problem.retryable) ? undefined : 'Should-Retry is wrong';
};

const faultsOf = (request: HostileRequest, { answers, isClosed }: Exchange): string[] => {
  const faults = answers.flatMap((answer) => faultOf(answer) ?? []);
  if (!isClosed) faults.push('the connection was left open');
  if (request.isComplete && answers.length === 0) faults.push('a complete request had no answer');
  return faults;
};

/** How often each status was answered. */
const statuses = new Map<number, number>();

const attack = async (request: HostileRequest): Promise<string[]> => {
  const { port } = world.instances[0]!;
  const halfClose = !request.isComplete && request.kind !== 'hugeBody';
  const exchanged = await exchange(port, request.bytes, { halfClose });
  for (const { status } of exchanged.answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const faults = faultsOf(request, exchanged);
  return faults.map(
    (fault) => `${fault} after ${request.kind} ${JSON.stringify(request.bytes.toString('latin1', 0, 600))}`,
  );
};

describe('2,000 hostile requests with a valid API key', () => {
  it('are each refused by a problem, tell nothing of the inside and leave nothing behind', async () => {
    const random = new HostileRandom(SEED);
    const requests = Array.from({ length: REQUESTS }, (_, number) => hostileRequest(number, random, target));
    const before = await world.stored();
    const faults: string[] = [];
    const worker = async (): Promise<void> => {
      for (let request = requests.pop(); request; request = requests.pop()) faults.push(...(await attack(request)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(faults).toEqual([]);
    // The attacks have reached every place where a request can be refused.
    expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([400, 404, 413, 415, 431]));
    expect(statuses.get(400)).toBeGreaterThan(REQUESTS / 4);
    expect(await world.stored()).toEqual(before);
    const charge = await world.acme.get(`/v1/charges/${target.chargeId}`);
    expect(charge.body).toMatchObject({ status: 'captured', amount_refunded: 0 });
    expect((await world.acme.charge()).status).toBe(201);
  });

  it('leave no connection behind', async () => {
    const server = world.instances[0]!.app.getHttpServer();
    await eventually('the end of every hostile connection', async () => {
      const open = await new Promise<number>((resolve, reject) =>
        server.getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count))),
      );
      // Those of our own fetch stay open for the next request.
      return open <= 2;
    });
  });
});
