import { Controller, Get, Inject, Logger, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Metrics } from '../metrics/metrics.ts';
import { READINESS_CHECKS, type ReadinessCheck } from './readiness-check.ts';

/** Half of Kubernetes' default probe timeout would be 500 ms; a check that hangs must not hang the probe. */
const CHECK_TIMEOUT_MS = 2_000;

const outcomeOf = async (readiness: ReadinessCheck): Promise<{ name: string; error?: string }> => {
  const { name } = readiness;
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([readiness.check(), tooSlow]);
    return { name };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
};

@Controller()
export class OperationsController implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OperationsController.name);
  private isShuttingDown = false;
  private complaints = '';

  constructor(
    @Inject(READINESS_CHECKS) private readonly checks: ReadinessCheck[],
    private readonly metrics: Metrics,
  ) {}

  /** Alive means that the event loop turns; a database outage must not restart the pod. */
  @Get('livez')
  livez(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async readyz(@Res() reply: FastifyReply): Promise<void> {
    const results = await Promise.all(this.checks.map(outcomeOf));
    this.logChange(results);
    const isReady = !this.isShuttingDown && results.every(({ error }) => error === undefined);
    const status = this.isShuttingDown ? 'shutting_down' : isReady ? 'ok' : 'unready';
    await reply.status(isReady ? 200 : 503).send({ status, checks: results });
  }

  @Get('metrics')
  async exposition(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  /** One line when what is wrong changes, not one per probe: the reason outlives the pod's answers. */
  private logChange(results: readonly { name: string; error?: string }[]): void {
    const wrong = results.filter(({ error }) => error !== undefined);
    const complaints = wrong.map(({ name, error }) => `${name}: ${error}`).join('; ');
    if (complaints === this.complaints) return;
    this.complaints = complaints;
    if (complaints === '') this.logger.log('ready again');
    else this.logger.warn(`not ready: ${complaints}`);
  }

  beforeApplicationShutdown(): void {
    this.isShuttingDown = true;
  }
}
