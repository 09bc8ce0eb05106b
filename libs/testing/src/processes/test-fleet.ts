import { dropProvisionedDatabase } from '@once/supervisor';
import { startStack, type Stack } from '@once/stack';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { provisionTestServers } from '../servers/provision-test-servers.ts';
import { TEST_SERVERS_VARIABLE, type TestServers } from '../servers/test-servers.ts';
import { ServiceProcess, type ServiceHost, type ServiceOptions } from './service-process.ts';

/**
 * Servers of a suite's own and the built services that it starts on them. While it lives, the fixtures for databases
 * and topics find these servers as they find the shared ones in integration tests.
 */
export class TestFleet {
  private readonly services: ServiceProcess[] = [];
  private readonly stack: Stack;
  private readonly servers: TestServers;
  private readonly host: ServiceHost;

  private constructor(stack: Stack, servers: TestServers, host: ServiceHost) {
    this.stack = stack;
    this.servers = servers;
    this.host = host;
  }

  static async open(): Promise<TestFleet> {
    const stack = await startStack();
    const logDir = join(stack.dataDir, 'service-logs');
    await mkdir(logDir);
    const servers = await provisionTestServers(stack, `f${randomBytes(4).toString('hex')}`);
    process.env[TEST_SERVERS_VARIABLE] = JSON.stringify(servers);
    const host: ServiceHost = {
      logDir,
      adopt: (name, pid) => stack.adopt(name, pid),
      release: (pid) => stack.release(pid),
    };
    return new TestFleet(stack, servers, host);
  }

  get kafkaBrokers(): string[] {
    return this.stack.kafkaBrokers;
  }

  /** Starts a service and resolves when it is ready. */
  async start(options: ServiceOptions): Promise<ServiceProcess> {
    const service = await ServiceProcess.start(options, this.host);
    this.services.push(service);
    return service;
  }

  /** Ends the services that still run; the servers stay. */
  async stopServices(): Promise<void> {
    await Promise.all(this.services.splice(0).map((service) => service.stop()));
  }

  async close(): Promise<void> {
    await this.stopServices();
    Reflect.deleteProperty(process.env, TEST_SERVERS_VARIABLE);
    if (this.stack.postgres === null) {
      const { adminUrl, charge, ledger } = this.servers;
      for (const database of [charge, ledger]) await dropProvisionedDatabase(adminUrl, database);
    }
    await this.stack.stop();
  }
}
