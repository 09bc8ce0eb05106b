import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../server/free-port.ts';
import { ManagedServer } from '../server/managed-server.ts';
import { runTool } from '../server/run-tool.ts';
import { startOnFreePort } from '../server/start-on-free-port.ts';
import type { StartContext } from '../start-context.ts';
import { askKafka } from './ask-kafka.ts';
import { findJava, javaEnvironment, QUIET_JVM } from './java.ts';
import { kafkaJars } from './kafka-jars.ts';
import { kafkaProperties } from './kafka-properties.ts';

const FORMAT_BOUND_MS = 60_000;
const READY_BOUND_MS = 60_000;
const STOP_BOUND_MS = 15_000;

export interface StartedKafka {
  brokers: string[];
  server: ManagedServer;
}

/** A node whose Java, jars and folder are known. */
interface Node {
  java: string;
  version: string;
  jars: string;
  folder: string;
  logFile: string;
  clusterId: string;
}

export async function startKafka(context: StartContext): Promise<StartedKafka> {
  const node = await locateNode(context);
  const begunAt = performance.now();
  await mkdir(join(node.folder, 'tmp'), { recursive: true, mode: 0o700 });
  await formatStorage(node, context);
  let broker = '';
  const server = await startOnFreePort(async () => {
    const ports = { broker: await findFreePort(), controller: await findFreePort() };
    await writeProperties(node, ports);
    broker = `127.0.0.1:${ports.broker}`;
    return describeServer(node, broker, context);
  }, context.signal);
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(1);
  context.report(`Apache Kafka ${node.version} is ready at ${broker} (${seconds} s)`);
  return { brokers: [broker], server };
}

async function locateNode(context: StartContext): Promise<Node> {
  const java = await findJava(context.env);
  const { version, folder: jars } = await kafkaJars(context);
  const { path } = context.run;
  return {
    java,
    version,
    jars,
    folder: join(path, 'kafka'),
    logFile: join(path, 'kafka.log'),
    clusterId: newClusterId(),
  };
}

/** 16 bytes in URL-safe base64; one that begins with a dash would be read as an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

const propertiesFile = (node: Node): string => join(node.folder, 'server.properties');

async function writeProperties(node: Node, ports: { broker: number; controller: number }): Promise<void> {
  await writeFile(propertiesFile(node), kafkaProperties(ports, join(node.folder, 'data')));
}

async function formatStorage(node: Node, context: StartContext): Promise<void> {
  // Formatting opens no port, but wants a complete configuration.
  await writeProperties(node, { broker: 9092, controller: 9093 });
  const args = ['format', '--cluster-id', node.clusterId, '--config', propertiesFile(node)];
  // It lives for less than a second: compiling its code well would not pay.
  const flags = ['-Xmx128m', '-XX:TieredStopAtLevel=1'];
  const spec = javaChild('kafka-format', [...flags, 'kafka.tools.StorageTool', ...args], node, context);
  await runTool(spec, { ...context, boundMs: FORMAT_BOUND_MS });
}

function describeServer(node: Node, broker: string, context: StartContext): ManagedServer {
  return new ManagedServer(
    {
      title: `Apache Kafka ${node.version}`,
      child: javaChild('kafka', ['-Xmx512m', 'kafka.Kafka', propertiesFile(node)], node, context),
      probe: () => isBrokerReady(broker, node.clusterId),
      stopSignal: 'SIGTERM',
      stopBoundMs: STOP_BOUND_MS,
      dropSignal: 'SIGKILL',
      readyBoundMs: READY_BOUND_MS,
    },
    context,
  );
}

/** A broker lists itself when the controller has let it take leaderships; the cluster's id tells it from a stranger's. */
async function isBrokerReady(broker: string, clusterId: string): Promise<boolean> {
  const answer = await askKafka(broker).catch(() => null);
  return answer !== null && answer.clusterId === clusterId && answer.brokers.includes(broker);
}

function javaChild(name: string, args: string[], node: Node, context: StartContext) {
  return {
    name,
    command: node.java,
    args: [
      // Starts quicker than G1 and takes less memory; on a heap of 512 MB its pauses stay in the milliseconds.
      '-XX:+UseSerialGC',
      QUIET_JVM,
      '-Djava.awt.headless=true',
      // The codecs unpack their native libraries there: with the run's folder they go, too.
      `-Djava.io.tmpdir=${join(node.folder, 'tmp')}`,
      // At `info` the cause of a failure drowns in the hundreds of lines of the shutdown that follows it.
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
      ...['-cp', join(node.jars, '*')],
      ...args,
    ],
    cwd: node.folder,
    env: javaEnvironment(context.env),
    logFile: node.logFile,
  };
}
