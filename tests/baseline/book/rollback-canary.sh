#!/bin/sh
# usage: rollback-canary.sh — the job of the pipeline that is started when the canary has failed
kubectl get all -o wide
kubectl get events
kubectl describe deployment addressbook-canary || true
kubectl logs "$(kubectl get pod -l deployment=addressbook-canary -o name | head -n 1)" || true
if kubectl get deployment addressbook-stable; then
  kubectl scale --replicas=3 deployment/addressbook-stable
fi
if kubectl get deployment addressbook-canary; then
  kubectl delete deployment/addressbook-canary
fi
