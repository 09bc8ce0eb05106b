import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ProxyTracerProvider, trace } from '@opentelemetry/api';

/** A collector that does not answer must not hold up the end of the process. */
const FLUSH_DEADLINE_MS = 2_000;

interface Flushable {
  forceFlush(): Promise<void>;
}

const isFlushable = (provider: object): provider is Flushable => 'forceFlush' in provider;

/** Exports what is still buffered when the service stops: the spans of its last requests are asked for most. */
@Injectable()
export class FlushOnShutdown implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const registered = trace.getTracerProvider();
    const provider = registered instanceof ProxyTracerProvider ? registered.getDelegate() : registered;
    if (!isFlushable(provider)) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    });
    await Promise.race([provider.forceFlush().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}
