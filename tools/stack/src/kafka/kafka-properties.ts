export interface KafkaPorts {
  broker: number;
  controller: number;
}

/** server.properties of one node that is broker and controller at once. */
export function kafkaProperties({ broker, controller }: KafkaPorts, dataFolder: string): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': dataFolder,
    ...SINGLE_NODE,
    ...SMALL_MACHINE,
    ...PROMPT,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The defaults ask for three brokers and would leave internal topics without a leader. */
const SINGLE_NODE = {
  'min.insync.replicas': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
};

const SMALL_MACHINE = {
  // The default of 50 means 50 folders with two files each, made when the first consumer joins.
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.num.partitions': '4',
  'share.coordinator.state.topic.num.partitions': '4',
  // The default of 128 MB is a quarter of the heap that we give.
  'log.cleaner.dedupe.buffer.size': '2097152',
  'num.network.threads': '2',
  'num.io.threads': '4',
};

const PROMPT = {
  // A misspelt topic has to be an error, not a new topic with one partition.
  'auto.create.topics.enable': 'false',
  // The default of 3 s is for groups whose members start one after the other.
  'group.initial.rebalance.delay.ms': '0',
  // Lets tests choose short sessions; the default refuses less than 6 s.
  'group.min.session.timeout.ms': '1000',
  // A broker that was killed can't come back before its old session is over: 9 s by default.
  'broker.heartbeat.interval.ms': '500',
  'broker.session.timeout.ms': '3000',
};
