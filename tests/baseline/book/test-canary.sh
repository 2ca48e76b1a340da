#!/bin/sh
# usage: test-canary.sh — the job after it: functional test and migration, in a pod of the canary
set -e
canary() { kubectl get pod -l deployment=addressbook-canary -o name | head -n 1; }
kubectl exec -i "$(canary)" -- node dist/ping.js
kubectl exec -i "$(canary)" -- node dist/migrate.js
