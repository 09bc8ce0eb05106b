import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

export interface ReceivedSpan {
  service: string;
  instance: string | undefined;
  schemaUrl: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: (typeof KINDS)[number];
  isError: boolean;
  attributes: Record<string, string>;
  links: { traceId: string; spanId: string; attributes: Record<string, string> }[];
}

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes?: KeyValue[];
  links?: { traceId: string; spanId: string; attributes?: KeyValue[] }[];
  status?: { code?: number };
}

interface OtlpExport {
  resourceSpans: {
    resource?: { attributes?: KeyValue[] };
    scopeSpans: { schemaUrl?: string; spans: OtlpSpan[] }[];
  }[];
}

const STATUS_ERROR = 2;

const valuesOf = (attributes: KeyValue[] = []): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));

const spansOf = ({ resourceSpans }: OtlpExport): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const about = valuesOf(resource?.attributes);
    return scopeSpans.flatMap(({ schemaUrl = '', spans }) =>
      spans.map(({ parentSpanId = '', kind, attributes, links = [], status, ...span }) => ({
        ...span,
        service: about['service.name'] ?? '',
        instance: about['service.instance.id'],
        schemaUrl,
        parentSpanId,
        kind: KINDS[kind] ?? 'unspecified',
        isError: status?.code === STATUS_ERROR,
        attributes: valuesOf(attributes),
        links: links.map((link) => ({ ...link, attributes: valuesOf(link.attributes) })),
      })),
    );
  });

/** What a collector is to the services: takes spans by OTLP over HTTP, as JSON. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** What came, byte for byte. */
  readonly bodies: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        this.bodies.push(body);
        this.spans.push(...spansOf(JSON.parse(body) as OtlpExport));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  /** Makes a process export here, soon after each span's end. */
  get env(): Record<string, string> {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    };
  }

  inTrace(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
