#!/usr/bin/env bash
# Makes the topics and publishes the stock rules that Kafka does not know yet. May be repeated.
# Arguments say which Kafka: --bootstrap-servers, and --kafka-config for a secured one.
set -euo pipefail

hostpulse topics create --partitions "${HOSTPULSE_PARTITIONS:-4}" --replicas "${HOSTPULSE_REPLICAS:-1}" "$@"
hostpulse rules apply --only-new /opt/hostpulse/rules "$@"
