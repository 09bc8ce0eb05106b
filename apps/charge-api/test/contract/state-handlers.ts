import type { VerifierOptions } from '@pact-foundation/pact';
import type { ContractStates, Intent, Money } from './contract-states.ts';

type Handlers = NonNullable<VerifierOptions['stateHandlers']>;
type Parameters = Intent & { reference: string };
type Values = Record<string, string> | void;

/** States by the names that pacts use. A name keeps its meaning for as long as a deployed pact uses it. */
const byName = (states: ContractStates): Record<string, (parameters: Parameters) => Promise<Values>> => ({
  'a tenant with API key': () => states.tenant(),
  'no tenant with API key': () => states.noTenant(),
  'no operation under key': ({ key }) => states.noOperationUnder(key),
  'key completed a charge': (intent) => states.usedKey(intent),
  'key was used for another body': (intent) => states.usedKey(intent),
  'key was declined': (intent) => states.usedKey(intent, 402),
  'key is in flight': (intent) => states.keyInFlight(intent),
  'key completes while it is waited for': (intent) => states.keyThatCompletes(intent),
  'the outcome of key is unknown': (intent) => states.unknownOutcome(intent),
  'key waits for a review': (intent) => states.review(intent),
  'the answer of key has expired': (intent) => states.expiredAnswer(intent),
  'a captured charge': (money: Money) => states.charge(money),
  'an authorized charge': (money: Money) => states.charge(money, { capture: false }),
  'a charge of another tenant': (money: Money) => states.foreignCharge(money),
  'a capture of a charge is open': (money: Money) => states.openCapture(money),
  'a refund of a charge': (money: Money) => states.refund(money),
  'a live charge has reference': ({ reference, ...money }) => states.charge(money, { reference }),
  'two captured charges': async (money: Money) => {
    await states.charge(money);
    return states.charge(money);
  },
  'the payment provider takes its time': () => states.slowProvider(),
  'nobody can reach the payment provider': () => states.providerOutOfReach(),
  'the tenant has used up its rate': () => states.rateUsedUp(),
  'the service is at its limit': () => states.serviceAtLimit(),
});

/** As Pact's verifier calls them, before and after each interaction. Parameters come as they stand in the pact. */
export function stateHandlers(states: ContractStates): Handlers {
  return Object.fromEntries(
    Object.entries(byName(states)).map(([name, bringAbout]) => [
      name,
      {
        setup: async (parameters?: unknown) => (await bringAbout(parameters as Parameters)) ?? {},
        teardown: () => states.leave(),
      },
    ]),
  );
}
