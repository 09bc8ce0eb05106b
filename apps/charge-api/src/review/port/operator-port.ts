import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type LoggerService,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { traceRequests } from '@once/observability';
import { Logger, PinoLogger } from 'nestjs-pino';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../../config/charge-api.env.ts';
import { configureExchange } from '../../http/configure-exchange.ts';
import { createAdapter } from '../../http/create-adapter.ts';
import { ReviewOperations } from '../review-operations.ts';
import { logRequests } from './log-requests.ts';
import { OperatorModule } from './operator.module.ts';

/** People and their tools; whoever opens more connections is neither. */
const MAX_CONNECTIONS = 100;

/**
 * A port of its own for operators, so that no route of theirs can ever be reached where tenants are. Without a
 * credential there is nobody to let in, and it stays shut. Opens before the public port and closes with the service.
 */
@Injectable()
export class OperatorPort implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private app: NestFastifyApplication | undefined;

  constructor(
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly reviews: ReviewOperations,
    private readonly logger: PinoLogger,
    @Inject(Logger) private readonly nestLogger: LoggerService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { OPERATOR_CREDENTIALS, OPERATOR_CREDENTIALS_FILE, OPERATOR_PORT: port, HOST: host } = this.env;
    const credentials = OPERATOR_CREDENTIALS ?? OPERATOR_CREDENTIALS_FILE ?? [];
    if (credentials.length === 0) {
      this.logger.info('the port of operators stays shut: no credential is configured');
      return;
    }
    const { reviews, logger } = this;
    const app = await NestFactory.create<NestFastifyApplication>(
      OperatorModule.register({ credentials, reviews, logger }),
      createAdapter(),
      { logger: this.nestLogger, abortOnError: false, bodyParser: false },
    );
    traceRequests(app.getHttpAdapter().getInstance());
    configureExchange(app);
    logRequests(app, logger);
    app.getHttpServer().maxConnections = MAX_CONNECTIONS;
    await app.listen({ port, host });
    this.app = app;
    logger.info(`the port of operators listens on ${await app.getUrl()}`);
  }

  /** Where it listens; undefined while it is shut. */
  async url(): Promise<string | undefined> {
    return this.app?.getUrl();
  }

  /** What is under way ends while the pool is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.app?.close();
  }
}
