#!/bin/sh
# usage: apply.sh MANIFEST DEPLOYMENT REPLICAS IMAGE
set -e
export manifest="$1" deployment="$2" replicas="$3" img="$4"
rendered=$(mktemp)
envsubst < "$manifest" | tee "$rendered"
kubectl apply -f "$rendered"
kubectl rollout status -f "$rendered" --timeout="${ROLLOUT_TIMEOUT:-120s}"
rm -f "$rendered"
