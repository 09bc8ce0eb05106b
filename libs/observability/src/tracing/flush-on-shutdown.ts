import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { trace } from '@opentelemetry/api';

/** A collector that does not answer must not hold up the end of the process. */
const FLUSH_DEADLINE_MS = 2_000;

/** What the API hands out stands for the SDK's provider, which is behind `getDelegate`. */
interface Provider {
  forceFlush?: () => Promise<void>;
  getDelegate?: () => Provider;
}

/** Exports what is still buffered when the service stops: the spans of its last requests are asked for most. */
@Injectable()
export class FlushOnShutdown implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const registered = trace.getTracerProvider() as Provider;
    const provider = registered.getDelegate?.() ?? registered;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    });
    await Promise.race([provider.forceFlush?.().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}
