import { PactBroker } from './pact-broker.ts';

/** The broker that the environment names, by the variables that Pact's own tools read; undefined for none. */
export function brokerOf(env: NodeJS.ProcessEnv): PactBroker | undefined {
  const { PACT_BROKER_BASE_URL: url, PACT_BROKER_TOKEN: token } = env;
  if (!url) return undefined;
  if (!URL.canParse(url)) throw new Error(`PACT_BROKER_BASE_URL is no URL: ${url}`);
  return new PactBroker(url, { token, username: env.PACT_BROKER_USERNAME, password: env.PACT_BROKER_PASSWORD });
}
