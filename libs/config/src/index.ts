export { InvalidEnvironmentError, parseEnv } from './parse-env.ts';
export { httpUrl, integer, kafkaBrokers, logLevel, optionalInteger, port, postgresUrl } from './env-fields.ts';
export { serviceEnv } from './service-env.ts';
