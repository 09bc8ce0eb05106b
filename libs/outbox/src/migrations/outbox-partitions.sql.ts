/**
 * The relay must not own the tables it works on, and only an owner may create or drop partitions. These functions run
 * with the owner's rights, do just this, and take names from nobody.
 *
 * `search_path` is fixed with pg_temp last, or a caller's temporary table could stand in for ours. `lock_timeout` bounds
 * how long the statement may stand in the queue for a lock, because everything behind it in that queue waits too.
 * The advisory lock keeps two relays from doing the same work; the second returns `busy` and is not needed.
 */

/** Days are UTC, so that no change of a server's time zone moves a bound. */
export const CREATE_PARTITION = `
  CREATE FUNCTION outbox_create_partition(day date) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  DECLARE
    part    text := 'outbox_p' || to_char(day, 'YYYYMMDD');
    today   date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    from_at timestamptz := day::timestamp AT TIME ZONE 'UTC';
    to_at   timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
  BEGIN
    IF day NOT BETWEEN today AND today + 31 THEN
      RAISE EXCEPTION 'no partition for %: expected a day from % to %', day, today, today + 31 USING ERRCODE = '22023';
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtextextended('once.outbox.partitions', 0)) THEN RETURN 'busy'; END IF;
    IF to_regclass('public.' || part) IS NOT NULL THEN RETURN 'exists'; END IF;
    -- The job was late and rows of that day are in the default partition already: it keeps the day. Moving them would
    -- need a lock for as long as the move takes.
    IF EXISTS (SELECT FROM public.outbox_default d WHERE d.created_at >= from_at AND d.created_at < to_at) THEN
      RETURN 'default_in_use';
    END IF;
    -- Every row is inserted once and updated once; the partition is dropped before a percentage would ever be reached.
    EXECUTE format('CREATE TABLE public.%I (LIKE public.outbox INCLUDING ALL) WITH (autovacuum_vacuum_scale_factor = 0,
      autovacuum_vacuum_threshold = 20000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000)',
      part);
    -- Created first and attached second: ATTACH lets appends go on, CREATE … PARTITION OF would lock them out.
    EXECUTE format('ALTER TABLE public.outbox ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
      part, from_at, to_at);
    RETURN 'created';
  END $$;`;

/** `dropped`, `absent`, `busy`, or `unpublished`: a partition that still holds something to publish is never dropped. */
export const DROP_PARTITION = `
  CREATE FUNCTION outbox_drop_partition(day date) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '300ms' AS $$
  DECLARE
    part            text := 'outbox_p' || to_char(day, 'YYYYMMDD');
    has_unpublished boolean;
  BEGIN
    IF day >= (clock_timestamp() AT TIME ZONE 'UTC')::date THEN
      RAISE EXCEPTION 'the partition of % is in use', day USING ERRCODE = '22023';
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtextextended('once.outbox.partitions', 0)) THEN RETURN 'busy'; END IF;
    IF to_regclass('public.' || part) IS NULL THEN RETURN 'absent'; END IF;
    -- Asked once before the lock, because the usual "no" must not cost appends a lock at all.
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE published_at IS NULL)', part) INTO has_unpublished;
    IF has_unpublished THEN RETURN 'unpublished'; END IF;
    -- The parent first, as every query does: the other order could deadlock with them. Held for milliseconds.
    LOCK TABLE public.outbox IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE published_at IS NULL)', part) INTO has_unpublished;
    IF has_unpublished THEN RETURN 'unpublished'; END IF;
    EXECUTE format('DROP TABLE public.%I', part);
    RETURN 'dropped';
  END $$;`;

/** Removes at most `max_rows` published rows of days before `before_day` from the default partition. */
export const PURGE_DEFAULT = `
  CREATE FUNCTION outbox_purge_default(before_day date, max_rows integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  DECLARE
    purged integer;
  BEGIN
    IF before_day > (clock_timestamp() AT TIME ZONE 'UTC')::date THEN
      RAISE EXCEPTION 'rows of today and later are not purged' USING ERRCODE = '22023';
    END IF;
    DELETE FROM public.outbox_default d
    WHERE d.ctid = ANY (ARRAY(
      SELECT o.ctid FROM public.outbox_default o
      WHERE o.published_at IS NOT NULL AND o.created_at < before_day::timestamp AT TIME ZONE 'UTC'
      LIMIT max_rows FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
  END $$;`;

/** Today and a week ahead: a relay that does not run for a week still finds the appends in their own partitions. */
export const FIRST_PARTITIONS = `
  SELECT outbox_create_partition((clock_timestamp() AT TIME ZONE 'UTC')::date + day) FROM generate_series(0, 7) AS day;`;
