-- Lets the service's role log in to the service's database and create tables there, which are then its own.
--
-- The administrator runs it, connected to that database, which Terraform has made. It can be run again, and twice at
-- once; a run that fails changes nothing. Why the database stays the administrator's is told in docs/adr/0012.
--
-- It is one statement in plain SQL, so that psql and any other client can send it. Its settings come with the
-- connection (PGOPTIONS="-c bootstrap.user=…") or from set_config(name, value, false):
--
--   bootstrap.database           the database that is meant, because clients choose another one when none is given
--   bootstrap.user               the service's role
--   bootstrap.password_verifier  where the cloud has not made the role, or to change its password: what
--                                scram-verifier.ts makes of the password, which itself must not get here and into logs
--   bootstrap.take_over          on: tables, views and sequences of the administrator become the service's
DO $bootstrap$
DECLARE
  wanted   CONSTANT text := coalesce(nullif(current_setting('bootstrap.database', true), ''), 'nothing');
  service  CONSTANT text := nullif(current_setting('bootstrap.user', true), '');
  verifier CONSTANT text := nullif(current_setting('bootstrap.password_verifier', true), '');
  take_over CONSTANT boolean := coalesce(nullif(current_setting('bootstrap.take_over', true), '')::boolean, false);
  database CONSTANT text := current_database();
  owner    CONSTANT oid  := (SELECT datdba FROM pg_database WHERE datname = current_database());
  -- up to 15, a role's administrator takes back what anybody has granted; from 16 on only in the name of who did, and
  -- to be a member is no longer to be able to act as the role
  names_grantors CONSTANT boolean := current_setting('server_version_num')::integer >= 160000;
  may_act_as     CONSTANT text := CASE WHEN names_grantors THEN 'SET' ELSE 'MEMBER' END;
  found    pg_roles%ROWTYPE;
  problems text[] := '{}';
  granted  record;
  relation regclass;
  borrowed boolean;
  taken    text[] := '{}';
  others   text;
BEGIN
  -- two runs would change the same rows of the catalogue, which PostgreSQL refuses the second one
  PERFORM pg_advisory_xact_lock(hashtextextended('bootstrap', 0));
  SELECT * INTO found FROM pg_roles WHERE rolname = service;

  IF wanted <> database THEN
    problems := problems
      || format('`bootstrap.database` must be the database of this connection, %s, got: %s', database, wanted);
  END IF;
  IF service IS NULL THEN
    problems := problems || text '`bootstrap.user` must name the role of the service, got: nothing';
  ELSIF service IN (session_user, current_user) THEN
    problems := problems || format('`bootstrap.user` must be another role than the administrator, got: %s', service);
  ELSIF found.rolsuper THEN
    problems := problems || format('`bootstrap.user` must not be a superuser, got: %s', service);
  ELSIF found.oid = owner THEN
    problems := problems || format('`bootstrap.user` must not own the database %s, got: %s', database, service);
  ELSIF found.oid IS NULL AND verifier IS NULL THEN
    problems := problems || format(
      '`bootstrap.user` must exist, got: %s; give `bootstrap.password_verifier` to have it made', service);
  END IF;
  IF verifier !~ '^SCRAM-SHA-256\$\d+:[\w+/=]+\$[\w+/=]+:[\w+/=]+$' THEN
    problems := problems || text '`bootstrap.password_verifier` must be a verifier of SCRAM-SHA-256, '
      'got: something else; never send the password itself';
  END IF;
  IF problems <> '{}' THEN
    RAISE EXCEPTION '%', array_to_string(problems, E'\n') USING ERRCODE = 'invalid_parameter_value';
  END IF;

  IF found.oid IS NULL THEN
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', service, verifier);
  ELSIF verifier IS NOT NULL THEN
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', service, verifier);
  END IF;

  -- Cloud SQL gives the powers of an administrator to every role that its API makes. NOSUPERUSER is not named: only a
  -- superuser may, even where it changes nothing
  IF found.rolcreaterole OR found.rolcreatedb THEN
    BEGIN
      EXECUTE format('ALTER ROLE %I NOCREATEROLE NOCREATEDB', service);
    EXCEPTION WHEN insufficient_privilege THEN
      NULL; -- told below
    END;
  END IF;
  FOR granted IN
    SELECT powerful.rolname AS power, membership.grantor
    FROM pg_auth_members AS membership JOIN pg_roles AS powerful ON powerful.oid = membership.roleid
    WHERE membership.member = found.oid
      AND (powerful.rolsuper OR powerful.rolcreaterole OR powerful.rolcreatedb OR powerful.oid = owner)
  LOOP
    BEGIN
      EXECUTE format('REVOKE %I FROM %I', granted.power, service)
        || CASE WHEN names_grantors AND pg_has_role(granted.grantor, 'USAGE')
             THEN format(' GRANTED BY %I', pg_get_userbyid(granted.grantor)) ELSE '' END;
    EXCEPTION WHEN insufficient_privilege THEN
      NULL; -- told below
    END;
  END LOOP;

  -- PUBLIC may go on connecting: a cloud's connection pool may ask for passwords as a role that has no other right
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', database, service);
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', database);
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA public TO %I', service);
  -- a database that was upgraded from PostgreSQL 14 still lets everybody create
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;

  -- who may not grant is only warned
  IF NOT (has_database_privilege(service, database, 'CONNECT')
          AND has_schema_privilege(service, 'public', 'USAGE')
          AND has_schema_privilege(service, 'public', 'CREATE')) THEN
    RAISE EXCEPTION '% may not give % what it needs in %; run this as %',
      current_user, service, database, pg_get_userbyid(owner) USING ERRCODE = 'insufficient_privilege';
  END IF;

  IF take_over THEN
    -- who gives something away must be able to act as the one who gets it
    borrowed := NOT pg_has_role(service, may_act_as);
    IF borrowed THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', service, current_user);
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% may not give its tables to %, because another role has made that one; '
          'grant SELECT, INSERT, UPDATE and DELETE on them and USAGE on their sequences instead', current_user, service
          USING ERRCODE = 'insufficient_privilege';
      END;
    END IF;
    FOR relation IN
      SELECT oid::regclass FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
        -- extensions stay whole, and sequences of columns go with their table
        AND NOT EXISTS (
          SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
            AND (deptype = 'e' OR relkind = 'S' AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')))
      ORDER BY relname
    LOOP
      EXECUTE format('ALTER TABLE %s OWNER TO %I', relation, service);
      taken := taken || relation::text;
    END LOOP;
    IF borrowed THEN
      EXECUTE format('REVOKE %I FROM %I', service, current_user);
    END IF;
    IF taken <> '{}' THEN
      RAISE NOTICE '% owns what % did in %: %', service, current_user, database, array_to_string(taken, ', ');
    END IF;
  END IF;

  SELECT string_agg(powerful.rolname, ', ' ORDER BY powerful.rolname) INTO others
  FROM pg_roles AS powerful
  WHERE (powerful.rolsuper OR powerful.rolcreaterole OR powerful.rolcreatedb OR powerful.oid = owner)
    AND pg_has_role(service, powerful.oid, 'MEMBER');
  IF others IS NOT NULL THEN
    RAISE WARNING '% keeps powers of an administrator, which % may not take away: %', service, current_user, others;
  END IF;

  SELECT string_agg(format('%s (%s)', oid::regclass, pg_get_userbyid(relowner)), ', ' ORDER BY relname) INTO others
  FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND relowner <> (SELECT oid FROM pg_roles WHERE rolname = service)
    AND NOT EXISTS (
      SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e');
  IF others IS NOT NULL THEN
    RAISE WARNING '% cannot change what others own in %: %', service, database, others;
  END IF;

  RAISE NOTICE '% can create tables in %', service, database;
END
$bootstrap$;
