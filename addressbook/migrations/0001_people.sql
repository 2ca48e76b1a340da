-- The persons. A table that the reference demo has made (sequelize.sync) is taken over as it is, with its rows; one that
-- the service could not work with is refused, with everything that is in the way.
CREATE TABLE IF NOT EXISTS "People" (
  id serial PRIMARY KEY,
  "firstName" varchar(255) NOT NULL,
  "lastName" varchar(255),
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL
);

DO $people$
DECLARE
  people   CONSTANT regclass := '"People"';
  owner    CONSTANT text := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = people);
  problems text[];
  sequence regclass;
  missing  text;
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = people) NOT IN ('r', 'p') THEN
    RAISE EXCEPTION '"People" must be a table, got: something else of this name' USING ERRCODE = 'wrong_object_type';
  END IF;

  SELECT array_agg(problem ORDER BY place) INTO problems
  FROM (
    SELECT wanted.place,
      format('column %I must be %s, got: %s', wanted.name, wanted.definition, coalesce(found.definition, 'no such column'))
    FROM (VALUES
      (1, 'id', 'integer not null'),
      (2, 'firstName', 'character varying(255) not null'),
      (3, 'lastName', 'character varying(255)'),
      (4, 'createdAt', 'timestamp with time zone not null'),
      (5, 'updatedAt', 'timestamp with time zone not null')
    ) AS wanted (place, name, definition)
    LEFT JOIN (
      SELECT attname AS name, format_type(atttypid, atttypmod)
        || CASE WHEN attnotnull THEN ' not null' ELSE '' END
        || CASE WHEN attgenerated <> '' OR attidentity = 'a' THEN ' generated always' ELSE '' END AS definition
      FROM pg_attribute WHERE attrelid = people AND attnum > 0 AND NOT attisdropped
    ) AS found USING (name)
    WHERE found.definition IS DISTINCT FROM wanted.definition
  UNION ALL
    SELECT 6, format('column %I must have a default or be nullable, because the service does not know it', attname)
    FROM pg_attribute
    WHERE attrelid = people AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('id', 'firstName', 'lastName', 'createdAt', 'updatedAt')
      AND attnotnull AND NOT atthasdef AND attidentity = ''
  UNION ALL
    SELECT 7, 'column id must be the primary key'
    WHERE NOT EXISTS (
      SELECT FROM pg_index
      WHERE indrelid = people AND indisprimary AND indnkeyatts = 1
        AND indkey[0] = (SELECT attnum FROM pg_attribute WHERE attrelid = people AND attname = 'id'))
  UNION ALL
    -- namesakes are welcome
    SELECT 8, format('there must be no unique index but that of id, got: %s', indexrelid::regclass)
    FROM pg_index WHERE indrelid = people AND indisunique AND NOT indisprimary
  UNION ALL
    SELECT 9, format('there must be no rule for what is put in, got: %I %s', conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = people AND contype IN ('c', 'f', 'x')
  UNION ALL
    SELECT 10, 'there must be no row-level security, got: some'
    FROM pg_class WHERE oid = people AND relrowsecurity
  ) AS found (place, problem);

  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = people AND attname = 'id' AND NOT attisdropped) THEN
    sequence := pg_get_serial_sequence('"People"', 'id');
    IF sequence IS NULL OR NOT (SELECT atthasdef OR attidentity <> '' FROM pg_attribute
                                WHERE attrelid = people AND attname = 'id') THEN
      problems := problems || text 'column id must take its default from a sequence that belongs to it, got: none';
    END IF;
  END IF;
  IF problems <> '{}' THEN
    RAISE EXCEPTION E'the table "People" is not one that the service can use:\n%', array_to_string(problems, E'\n')
      USING ERRCODE = 'invalid_table_definition', HINT = 'change it, or give it another name to have a new one made';
  END IF;

  IF NOT pg_has_role(owner, 'USAGE') THEN
    SELECT string_agg(privilege, ', ') INTO missing
    FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
    WHERE NOT has_table_privilege(people, privilege);
    IF missing IS NOT NULL THEN
      problems := problems || format('GRANT %s ON "People" TO %I', missing, current_user);
    END IF;
    IF NOT has_sequence_privilege(sequence, 'USAGE, UPDATE') THEN
      problems := problems || format('GRANT USAGE ON SEQUENCE %s TO %I', sequence, current_user);
    END IF;
    IF problems <> '{}' THEN
      RAISE EXCEPTION 'the table "People" belongs to %, and % may not use it', owner, current_user
        USING ERRCODE = 'insufficient_privilege', HINT = format('as %I: %s', owner, array_to_string(problems, '; '));
    END IF;
    RAISE WARNING 'the table "People" belongs to %: % can use it, but not change it later', owner, current_user;
  END IF;
END
$people$;
