import type { Stack } from '@once/stack';
import { createTenant } from '../provision/create-tenant.ts';
import {
  dropProvisionedDatabase,
  namesOf,
  provisionDatabase,
  type ProvisionedDatabase,
} from '../provision/provision-database.ts';
import type { DatabaseName, ServiceRole } from '../provision/database-spec.ts';
import { provisionTopics } from '../provision/provision-topics.ts';
import { STACK_TOPICS } from '../provision/stack-topics.ts';
import { untilGroupsAreKept } from '../provision/until-groups-are-kept.ts';
import { forgetGroup, skipEarlierEvents } from '../provision/skip-earlier-events.ts';
import type { StackFile, TenantName } from '../stack-file/stack-file.ts';
import { inParallel } from './in-parallel.ts';
import type { UndoStack } from './undo-stack.ts';

export interface ProvisionedStack {
  chargeDbUrl: string;
  ledgerDbUrl: string;
  serviceUrls: Record<ServiceRole, string>;
  kafkaGroupId: string;
  apiKeys: StackFile['apiKeys'];
}

export interface ProvisionContext {
  suffix: string;
  signal: AbortSignal;
  undo: UndoStack;
}

const GROUP = 'ledger-consumer';

/** Databases with their schemas and logins, topics, tenants. What it makes on servers that are not ours, `undo` drops. */
export async function provisionStack(stack: Stack, context: ProvisionContext): Promise<ProvisionedStack> {
  const [charge, ledger, kafkaGroupId] = await inParallel<[ChargePart, ProvisionedDatabase, string]>(context.signal, [
    (signal) => makeCharge(stack, { ...context, signal }),
    (signal) => makeDatabase('ledger', stack, { ...context, signal }),
    (signal) => makeTopics(stack, { ...context, signal }),
  ]);
  return {
    chargeDbUrl: charge.database.ownerUrl,
    ledgerDbUrl: ledger.ownerUrl,
    serviceUrls: { ...charge.database.serviceUrls, ...ledger.serviceUrls } as Record<ServiceRole, string>,
    kafkaGroupId,
    apiKeys: charge.apiKeys,
  };
}

interface ChargePart {
  database: ProvisionedDatabase;
  apiKeys: StackFile['apiKeys'];
}

async function makeCharge(stack: Stack, context: ProvisionContext): Promise<ChargePart> {
  const database = await makeDatabase('charge', stack, context);
  const key = (name: TenantName) => (signal: AbortSignal) => createTenant(database.ownerUrl, name, signal);
  const keys = [key('acme'), key('globex'), key('initech')] as const;
  const [acme, globex, initech] = await inParallel<[string, string, string]>(context.signal, keys);
  return { database, apiKeys: { acme, globex, initech } };
}

async function makeDatabase(
  database: DatabaseName,
  stack: Stack,
  { suffix, signal, undo }: ProvisionContext,
): Promise<ProvisionedDatabase> {
  const { postgresUrl } = stack;
  // The embedded server goes as a whole.
  if (stack.postgres === null) undo.push(() => dropProvisionedDatabase(postgresUrl, namesOf(database, suffix)));
  return provisionDatabase(postgresUrl, database, suffix, signal);
}

/** The topics stay on brokers that are not ours: others may use them, and their names are the services' contract. */
async function makeTopics(stack: Stack, { suffix, signal, undo }: ProvisionContext): Promise<string> {
  const { kafkaBrokers } = stack;
  await provisionTopics(kafkaBrokers, STACK_TOPICS);
  if (stack.kafka !== null) {
    await untilGroupsAreKept(kafkaBrokers, signal);
    return GROUP;
  }
  const groupId = `${GROUP}-${suffix}`;
  undo.push(() => forgetGroup(kafkaBrokers, groupId));
  await skipEarlierEvents(kafkaBrokers, groupId, signal);
  return groupId;
}
