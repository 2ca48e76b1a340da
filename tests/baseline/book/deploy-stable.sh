#!/bin/sh
# usage: deploy-stable.sh IMAGE — the job of the pipeline that a person starts when the canary is good
set -e
cd "$(dirname "$0")"
kubectl get nodes
kubectl get pods
sh apply.sh deployment.yml addressbook-stable 3 "$1"
if kubectl get deployment addressbook-canary; then
  kubectl delete deployment/addressbook-canary
fi
