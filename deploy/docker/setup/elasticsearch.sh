#!/usr/bin/env bash
# Gives Kibana its password, makes the job's user, and installs what Hostpulse needs in Elasticsearch.
# May be repeated.
set -euo pipefail

fail() {
  echo "elasticsearch.sh: $1" >&2
  exit 1
}

: "${ELASTICSEARCH_URL:?}" "${ELASTIC_PASSWORD:?}" "${KIBANA_PASSWORD:?}" "${HOSTPULSE_JOB_PASSWORD:?}"
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
for password in "$ELASTIC_PASSWORD" "$KIBANA_PASSWORD" "$HOSTPULSE_JOB_PASSWORD"; do
  [[ $password =~ ^[A-Za-z0-9._-]{6,}$ ]] \
    || fail 'a password must have 6 or more characters of A-Z a-z 0-9 . _ -; change it in .env'
done

# Passwords go by files and standard input, where no list of processes shows them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# send METHOD PATH JSON
send() {
  local status
  printf '%s' "$3" > "$work/body"
  status=$(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD" \
    | curl --config - --silent --show-error --max-time 60 ${ELASTICSEARCH_CACERT:+--cacert "$ELASTICSEARCH_CACERT"} \
      --request "$1" --header 'Content-Type: application/json' --data-binary "@$work/body" \
      --output "$work/answer" --write-out '%{http_code}' "$ELASTICSEARCH_URL/$2") || true
  [[ $status == 200 ]] || fail "$1 $2 is answered with $status: $(head -c 500 "$work/answer" 2> /dev/null)"
  echo "ok          $2"
}

send POST _security/user/kibana_system/_password "{\"password\": \"$KIBANA_PASSWORD\"}"
# What docs/operations.md says the sink needs, and nothing on the cluster.
send PUT _security/role/hostpulse_job '{"indices": [{
  "names": ["metrics-hostpulse.samples.*", "hostpulse-*"],
  "privileges": ["auto_configure", "index"]}]}'
send PUT _security/user/hostpulse_job "{\"password\": \"$HOSTPULSE_JOB_PASSWORD\", \"roles\": [\"hostpulse_job\"],
  \"full_name\": \"The Flink job of Hostpulse\"}"

ELASTICSEARCH_USER=elastic:$ELASTIC_PASSWORD "$here/../elastic/install.sh"
