import { failedJob, type Given, jobName, jobPod, pod, podName, running, terminated, told } from "./support";

describe("a database that cannot be used", () => {
  test.each<[string, Given, string[]]>([
    [
      "its name is not known",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: its name is not known" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the host name of the database is not known in the cluster",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: its name is not known"}',
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it cannot be reached",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it cannot be reached" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database cannot be reached from the pods",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it cannot be reached"}',
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     kubectl --namespace addressbook get networkpolicies",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the connection was lost",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: the connection was lost" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: connections to the database are lost",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: the connection was lost"}',
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it is starting or stopping",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it is starting or stopping" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database is starting or stopping",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it is starting or stopping"}',
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it has too many connections",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({
              ready: false,
              reason: "the database is not available: it has too many connections",
            }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database has no connections left",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it has too many connections"}',
        "  change  service.databasePoolSize: lower it, have fewer pods, or take a larger database",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it has no room left",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it has no room left" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database has no room left",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it has no room left"}',
        "  change  database.storageGib: raise it, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it refuses the login",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it refuses the login" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database refuses the service's login",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it refuses the login"}',
        "  change  DB_PASSWORD: hand over the login again: the role or its password has changed",
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "there is no such database",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: there is no such database" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no database of the name in DB_SCHEMA",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: there is no such database"}',
        "  change  DB_SCHEMA: hand over the login again; a pool's port takes a pool's name",
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the role may not do that",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: the role may not do that" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service's role lacks rights in the database",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: the role may not do that"}',
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it is not migrated",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it is not migrated" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database lacks migrations that the service needs",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it is not migrated"}',
        "  change  service.migrationCommand: let the migration run before the pods, from the same image",
        "  run     kubectl --namespace addressbook get jobs",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it did not answer in time",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it did not answer in time" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database cannot be reached from the pods",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it did not answer in time"}',
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     kubectl --namespace addressbook get networkpolicies",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it is read-only",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it is read-only" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database is read-only: a standby, or one that is being switched over",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it is read-only"}',
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the connection cannot be trusted",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({
              ready: false,
              reason: "the database is not available: the connection cannot be trusted",
            }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database's certificate is not trusted",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: the connection cannot be trusted"}',
        "  change  DB_CA: hand over the authority's certificates again; the cloud may have renewed them",
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "all connections are in use, or it does not answer",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({
              ready: false,
              reason: "the database is not available: all connections are in use, or it does not answer",
            }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: all connections of the pod are in use, or the database answers none of them",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: all connections are in use, or it does not answer"}',
        "  change  service.databasePoolSize: raise it, if the database is not at its limit",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it does not encrypt connections",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({
              ready: false,
              reason: "the database is not available: it does not encrypt connections",
            }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database does not encrypt connections, and the service asks for that",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it does not encrypt connections"}',
        "  change  DB_SSL: hand over the login again",
        "  run     npx release connect --environment aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it has failed",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it has failed" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 503 to its readiness probe at /ready: the database is not available: it has failed",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it has failed"}',
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "migrations that are missing",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database lacks migrations: 0002_age, 0003_city" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database lacks migrations that the service needs",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database lacks migrations: 0002_age, 0003_city"}',
        "  change  service.migrationCommand: let the migration run before the pods, from the same image",
        "  run     kubectl --namespace addressbook get jobs",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a database that is full, on DigitalOcean",
      {
        cloud: "digitalocean",
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 503,
            body: JSON.stringify({ ready: false, reason: "the database is not available: it has no room left" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database has no room left",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it has no room left"}',
        "  change  database.size: take a larger size, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the service is about to end",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: { status: 503, body: JSON.stringify({ ready: false, reason: "the service is about to end" }) },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 503 to its readiness probe at /ready: the service is about to end",
        '  seen    GET /ready answers 503: {"ready":false,"reason":"the service is about to end"}',
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "migration: a name that is not known",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db.internal:5432: its name is not known: getaddrinfo ENOTFOUND db.internal\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the host name of the database is not known in the cluster",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db.internal:5432: its name is not known: getaddrinfo ENOTFOUND db.internal",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: the wrong password",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            'error: demouser cannot connect to demo at db.internal:5432: it refuses the login: password authentication failed for user "demouser"\n',
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the database refuses the service's login",
        "  seen    exit code 1: it has failed, after 1 s",
        '          log: error: demouser cannot connect to demo at db.internal:5432: it refuses the login: password authentication failed for user "demouser"',
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_PASSWORD: hand over the login again: the role or its password has changed",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: no encryption",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            'error: demouser cannot connect to demo at db.internal:5432: it refuses the login: no pg_hba.conf entry for host "10.20.0.9", user "demouser", database "demo", no encryption\n',
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the database takes encrypted connections only, and the service does not encrypt",
        "  seen    exit code 1: it has failed, after 1 s",
        '          log: error: demouser cannot connect to demo at db.internal:5432: it refuses the login: no pg_hba.conf entry for host "10.20.0.9", user "demouser", database "demo", no encryption',
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_SSL: hand over the login again, with DB_SSL=true",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: another authority",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db.internal:5432: the connection cannot be trusted: self-signed certificate in certificate chain\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the database's certificate is not trusted",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db.internal:5432: the connection cannot be trusted: self-signed certificate in certificate chain",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_CA: hand over the authority's certificates again; the cloud may have renewed them",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: another name in the certificate",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db.internal:5432: the connection cannot be trusted: Hostname/IP does not match certificate's altnames: Host: db.internal. is not in the cert's altnames: DNS:other\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: DB_HOST is not a name in the database's certificate",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db.internal:5432: the connection cannot be trusted: Hostname/IP does not match certificate's altnames: Host: db.internal. is not in the cert's altnames: DNS:other",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_TLS_VERIFICATION: hand over the login again: behind a proxy it is ca",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: too many connections",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db.internal:5432: it has too many connections: sorry, too many clients already\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the database has no connections left",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db.internal:5432: it has too many connections: sorry, too many clients already",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  service.databasePoolSize: lower it, have fewer pods, or take a larger database",
        "  run     kubectl --namespace addressbook logs addressbook-migrate-0ade6966ff-q8z4d --container addressbook",
      ],
    ],
    [
      "migration: no such pool",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db.internal:5432: there is no such database: no such database: demo\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: there is no database of the name in DB_SCHEMA",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db.internal:5432: there is no such database: no such database: demo",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  DB_SCHEMA: hand over the login again; a pool's port takes a pool's name",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: no grants",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: schema_migrations cannot be made: permission denied for schema public; `npm run bootstrap` as the database's administrator gives demouser its rights, and with --take-over what the administrator owns\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the service's role lacks rights in the database",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: schema_migrations cannot be made: permission denied for schema public; `npm run bootstrap` as the database's administrator gives demouser its rights, and with --take-over what the administrator owns",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: a lock",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "0002_age \u2026 gets no lock, and lets others go first\n0002_age \u2026 failed\nerror: 0002_age has failed: canceling statement due to lock timeout; demouser (process 4711, addressbook-stable) has RowExclusiveLock on people\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the migration 0002_age gets no lock: somebody else uses the table",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: 0002_age has failed: canceling statement due to lock timeout; demouser (process 4711, addressbook-stable) has RowExclusiveLock on people",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     kubectl --namespace addressbook logs job/addressbook-migrate-0ade6966ff",
      ],
    ],
    [
      "migration: another one",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "another migration is under way; it gets up to 60 s\nerror: another migration has not ended within 60 s\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: another migration is under way and does not end",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: another migration has not ended within 60 s",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     kubectl --namespace addressbook get jobs,pods",
      ],
    ],
    [
      "migration: wrong SQL",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            '0003_bad \u2026 failed\nerror: 0003_bad has failed: relation "nowhere" does not exist\n',
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the migration 0003_bad has failed, and nothing of it is left",
        "  seen    exit code 1: it has failed, after 1 s",
        '          log: error: 0003_bad has failed: relation "nowhere" does not exist',
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  addressbook/migrations: mend the migration, build the image anew and release that",
        "  run     kubectl --namespace addressbook logs addressbook-migrate-0ade6966ff-q8z4d --container addressbook",
      ],
    ],
    [
      "migration: out of order",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: migrations must run in the order of their names, got: 0001_b after 0002_a, which the database has; give what is new a higher number\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: a migration would come after one that the database already has",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: migrations must run in the order of their names, got: 0001_b after 0002_a, which the database has; give what is new a higher number",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  change  addressbook/migrations: give the new migration a higher number",
        "  run     kubectl --namespace addressbook logs addressbook-migrate-0ade6966ff-q8z4d --container addressbook",
      ],
    ],
    [
      "migration: wrong settings",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(2))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: /var/run/db/DB_HOST must be a file, got: nothing\nerror: /var/run/db/DB_USER must be a file, got: nothing\n",
        },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the Secret with the database's login has no key DB_HOST",
        "  seen    exit code 2: it was started with wrong settings or arguments, after 1 s",
        "          log: error: /var/run/db/DB_HOST must be a file, got: nothing",
        "          log: error: /var/run/db/DB_USER must be a file, got: nothing",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "migration: something else",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob()],
        pods: [jobPod(terminated(9))],
        logs: { [`${jobName}-q8z4d`]: "boom\n" },
      },
      [
        "job/addressbook-migrate-0ade6966ff: the program of the Job fails, with exit code 9",
        "  seen    exit code 9, after 1 s",
        "          log: boom",
        "          BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     kubectl --namespace addressbook logs addressbook-migrate-0ade6966ff-q8z4d --container addressbook",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
