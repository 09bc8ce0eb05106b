import type { ServiceKind } from './service-kind.ts';
import type { StackAddresses } from './stack-addresses.ts';

/** Per tenant and process; the promise is 2,000 or more, and a load generator on this machine should not meet it. */
const RATE_LIMIT_PER_SECOND = 5_000;

/** Under which the decisions of this stack's operator are written down. */
const OPERATOR = 'operator';

interface Instance {
  name: string;
  port: number;
  operatorPort: number;
}

const OWN: Record<ServiceKind, (addresses: StackAddresses, instance: Instance) => Record<string, string>> = {
  'charge-api': ({ serviceUrls, providerUrl, operatorToken }, { operatorPort }) => ({
    DATABASE_URL: serviceUrls.charge_service,
    PROVIDER_URL: providerUrl,
    RATE_LIMIT_PER_SECOND: String(RATE_LIMIT_PER_SECOND),
    OPERATOR_PORT: String(operatorPort),
    OPERATOR_CREDENTIALS: `${OPERATOR}:${operatorToken}`,
  }),
  relay: ({ serviceUrls, kafkaBrokers }) => ({
    DATABASE_URL: serviceUrls.relay_service,
    KAFKA_BROKERS: kafkaBrokers.join(','),
  }),
  'ledger-consumer': ({ serviceUrls, kafkaBrokers, kafkaGroupId }) => ({
    DATABASE_URL: serviceUrls.ledger_service,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    KAFKA_GROUP_ID: kafkaGroupId,
  }),
};

/** The environment of one service process, apart from what it inherits. */
export function serviceEnvironment(
  kind: ServiceKind,
  instance: Instance,
  addresses: StackAddresses,
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(instance.port),
    HOST: '127.0.0.1',
    SERVICE_INSTANCE: instance.name,
    OTEL_SERVICE_NAME: kind,
    ...OWN[kind](addresses, instance),
  };
}
