import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { Pact, type V3MockServer } from '@pact-foundation/pact';
import { CHANGE_CHARGE } from '../test/contract/change-charge.cases.ts';
import type { ContractCase } from '../test/contract/contract-case.ts';
import { CREATE_CHARGE } from '../test/contract/create-charge.cases.ts';
import { READS } from '../test/contract/read.cases.ts';
import { REFUSED_CHARGE } from '../test/contract/refused-charge.cases.ts';
import { API_KEY } from '../test/contract/shapes.ts';
import { ChargeClient } from './index.ts';

const PACT_DIR = join(import.meta.dirname, '../../../contracts/pacts');

const pact = new Pact({ consumer: 'charge-client', provider: 'charge-api', dir: PACT_DIR, logLevel: 'error' });

// Pact merges into the file it finds; what is no longer asked for has to go.
beforeAll(() => rmSync(join(PACT_DIR, 'charge-client-charge-api.json'), { force: true }));

const clientOf = ({ url }: V3MockServer): ChargeClient =>
  // One attempt each: a contract is about single answers, and the mock server counts requests.
  new ChargeClient({ baseUrl: url, apiKey: API_KEY, budget: new RetryBudget(), retry: { maxRetries: 0, maxWaits: 0 } });

/** Lets the client meet the answer at Pact's server, which writes both into the contract. */
const play = ({ given, receives, request, answer, judge }: ContractCase): Promise<unknown> => {
  const started = pact.addInteraction();
  for (const [name, parameters] of given) started.given(name, parameters);
  return started
    .uponReceiving(receives)
    .withRequest(request.method, request.path as string, (builder) => {
      builder.headers(request.headers as Record<string, string>);
      if (request.query && Object.keys(request.query).length > 0)
        builder.query(request.query as Record<string, string>);
      if (request.body !== undefined) builder.jsonBody(request.body);
    })
    .willRespondWith(answer.status, (builder) => {
      builder.headers(answer.headers as Record<string, string>).jsonBody(answer.body);
    })
    .executeTest((server) => judge(clientOf(server)));
};

describe('the contract of charge-client with charge-api', () => {
  it.each([...CREATE_CHARGE, ...REFUSED_CHARGE, ...CHANGE_CHARGE, ...READS])('$title, by "$receives"', play);
});
