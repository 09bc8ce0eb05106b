-- What an admin makes before the first migration: two databases with an owner each, one login per service. Run once, by
-- the Postgres container on an empty volume. The passwords are for this machine alone: its ports are not published
-- beyond 127.0.0.1.
CREATE ROLE charge_service NOLOGIN;
CREATE ROLE relay_service NOLOGIN;
CREATE ROLE ledger_service NOLOGIN;
-- For the age of the oldest transaction, which services show as a metric.
GRANT pg_read_all_stats TO charge_service, relay_service, ledger_service;

CREATE ROLE charge_owner LOGIN PASSWORD 'local-only';
CREATE ROLE ledger_owner LOGIN PASSWORD 'local-only';
CREATE ROLE charge_api LOGIN PASSWORD 'local-only' IN ROLE charge_service;
CREATE ROLE relay LOGIN PASSWORD 'local-only' IN ROLE relay_service;
CREATE ROLE ledger_consumer LOGIN PASSWORD 'local-only' IN ROLE ledger_service;

CREATE DATABASE charge OWNER charge_owner;
REVOKE ALL ON DATABASE charge FROM PUBLIC;
GRANT CONNECT ON DATABASE charge TO charge_service, relay_service;

CREATE DATABASE ledger OWNER ledger_owner;
REVOKE ALL ON DATABASE ledger FROM PUBLIC;
GRANT CONNECT ON DATABASE ledger TO ledger_service;
