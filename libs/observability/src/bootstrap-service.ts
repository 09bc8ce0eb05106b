import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidEnvironmentError, parseEnv } from '@once/config';
import { Logger } from 'nestjs-pino';
import { hostname } from 'node:os';
import type { z } from 'zod';
import { observeHttpRequests } from './http/observe-http-requests.ts';
import { scrubSecrets } from './logging/scrub-secrets.ts';
import { ServiceModule } from './service.module.ts';

interface ServiceEnv {
  PORT: number;
  HOST: string;
  LOG_LEVEL: string;
  SERVICE_INSTANCE?: string | undefined;
}

export interface ServiceOptions<S extends z.ZodObject> {
  name: string;
  envSchema: S;
  module: (env: Readonly<z.infer<S>>) => DynamicModule;
  adapter?: (env: Readonly<z.infer<S>>) => FastifyAdapter;
  /** Between creation and listening: hooks, documents, microservices. */
  connect?: (app: NestFastifyApplication, env: Readonly<z.infer<S>>) => Promise<void>;
}

/** The host's Node may be older than the one that the code is written for; a clear line beats a syntax error. */
const MINIMUM_NODE_MAJOR = 24;
/** sysexits.h EX_CONFIG: a restart will not help until someone changes the configuration. */
const EXIT_BAD_CONFIGURATION = 78;

const assertNodeVersion = (): void => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < MINIMUM_NODE_MAJOR) {
    throw new InvalidEnvironmentError(`Node ${MINIMUM_NODE_MAJOR} or newer is needed, this is ${process.version}`);
  }
};

/** Builds the app with everything that it serves and opens its port. Tests start services by this, in their own process. */
export async function startService<S extends z.ZodObject>(
  options: ServiceOptions<S>,
  env: Readonly<z.infer<S>>,
): Promise<NestFastifyApplication> {
  const service = env as unknown as ServiceEnv;
  const logging = { service: options.name, instance: service.SERVICE_INSTANCE ?? hostname(), level: service.LOG_LEVEL };
  const adapter = options.adapter?.(env) ?? new FastifyAdapter();
  const root = ServiceModule.register(logging, options.module(env));
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bufferLogs: true,
    abortOnError: false,
    // A service that takes bodies says which; no parser is there by default.
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  await observeHttpRequests(app);
  await options.connect?.(app, env);
  await app.listen({ port: service.PORT, host: service.HOST });
  return app;
}

/**
 * Starts one service: parses its environment, builds the app, opens the port. The three `main.ts` differ in nothing else.
 * Ends the process with 78 when the configuration is bad and with 1 when the start fails.
 */
export async function bootstrapService<S extends z.ZodObject>(options: ServiceOptions<S>): Promise<void> {
  try {
    assertNodeVersion();
    const app = await startService(options, parseEnv(options.envSchema));
    app.get(Logger).log(`${options.name} listens on ${await app.getUrl()}`);
  } catch (error) {
    const isConfiguration = error instanceof InvalidEnvironmentError;
    const reason = isConfiguration
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    // The logger may not exist yet, so the last words go to standard error, as JSON like every other line.
    process.stderr.write(
      scrubSecrets(`${JSON.stringify({ level: 'fatal', service: options.name, msg: 'could not start', reason })}\n`),
    );
    process.exit(isConfiguration ? EXIT_BAD_CONFIGURATION : 1);
  }
}
