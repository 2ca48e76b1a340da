#!/bin/sh
# usage: deploy-canary.sh IMAGE — the jobs of the pipeline that deploys a canary
set -e
cd "$(dirname "$0")"
kubectl apply -f service.yml
sh apply.sh deployment.yml addressbook-canary "${CANARY_PODS:-1}" "$1"
if kubectl get deployment addressbook-stable; then
  kubectl scale --replicas="${STABLE_PODS:-2}" deployment/addressbook-stable
fi
