export { InvalidEnvironmentError, parseEnv } from './parse-env.ts';
export {
  formOfWords,
  httpUrl,
  integer,
  kafkaBrokers,
  oneOf,
  optionalInteger,
  port,
  postgresUrl,
} from './env-fields.ts';
export { ownerDatabaseEnv } from './owner-database-env.ts';
export { serviceEnv } from './service-env.ts';
export { rulesOf, settingFacts, withRules, type SettingFacts, type SettingRule } from './setting.ts';
