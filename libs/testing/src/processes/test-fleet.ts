import { startStack, type Stack } from '@once/stack';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { testServers } from '../servers/test-servers.ts';
import { ServiceProcess, type ServiceHost, type ServiceOptions } from './service-process.ts';

/** Built services on the servers of the test run; they end with it, also when it is killed. */
export class TestFleet {
  private readonly services: ServiceProcess[] = [];
  private readonly stack: Stack;
  private readonly host: ServiceHost;

  private constructor(stack: Stack, host: ServiceHost) {
    this.stack = stack;
    this.host = host;
  }

  static async open(): Promise<TestFleet> {
    const { adminUrl, kafkaBrokers } = testServers();
    const env = { ...process.env, PG_URL: adminUrl, KAFKA_BROKERS: kafkaBrokers.join(',') };
    const stack = await startStack({ env });
    const logDir = join(stack.dataDir, 'service-logs');
    await mkdir(logDir);
    const host: ServiceHost = {
      logDir,
      adopt: (name, pid) => stack.adopt(name, pid),
      release: (pid) => stack.release(pid),
    };
    return new TestFleet(stack, host);
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
    await this.stack.stop();
  }
}
