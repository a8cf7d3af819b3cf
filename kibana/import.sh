#!/usr/bin/env bash
# Imports the data views, searches and dashboards of this directory into Kibana.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: import.sh [options]

Imports data views, saved searches and dashboards into Kibana 8.12 or newer, and
replaces those of an earlier import. What users have made themselves stays: only
objects whose ids begin with hostpulse- are written. With --rules alert rules and
their connectors are made as well, where they do not exist yet.

Options (each also as environment variable):
  --url URL             of Kibana, default http://localhost:5601           KIBANA_URL
  --user USER:PASSWORD  to log in with                                     KIBANA_USER
  --api-key KEY         to log in with instead, as Elasticsearch encodes it
                                                                           KIBANA_API_KEY
  --cacert FILE         certificate of the authority to trust              KIBANA_CACERT
  --space SPACE         to import into, default the default space          KIBANA_SPACE
  --wait SECONDS        for Kibana to be ready, default 120                KIBANA_WAIT
  --file FILE           to import, default target/hostpulse.ndjson here    KIBANA_OBJECTS
  --rules               make Kibana's own alert rules too
  --dry-run             only say what would be imported
  --help                this text

Prefer the environment for passwords and keys: options show in the list of processes.

Exit code: 0 all imported, 1 Kibana refused something or did not answer,
2 wrong usage.
TEXT
}

fail() {
  echo "import.sh: $2" >&2
  exit "$1"
}

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=/dev/null
source "$here/../elastic/lib/login.sh"
url=${KIBANA_URL:-http://localhost:5601}
user=${KIBANA_USER:-}
api_key=${KIBANA_API_KEY:-}
cacert=${KIBANA_CACERT:-}
space=${KIBANA_SPACE:-}
wait_seconds=${KIBANA_WAIT:-120}
file=${KIBANA_OBJECTS:-$here/target/hostpulse.ndjson}
rules=no
dry_run=no

while [[ $# -gt 0 ]]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --rules) rules=yes; shift; continue ;;
    --url | --user | --api-key | --cacert | --space | --wait | --file)
      [[ $# -ge 2 ]] || fail 2 "$1 needs a value; see --help" ;;
    *) fail 2 "unknown option $1; see --help" ;;
  esac
  case $1 in
    --url) url=$2 ;;
    --user) user=$2 ;;
    --api-key) api_key=$2 ;;
    --cacert) cacert=$2 ;;
    --space) space=$2 ;;
    --wait) wait_seconds=$2 ;;
    --file) file=$2 ;;
  esac
  shift 2
done

url=${url%/}
check_login
[[ $space =~ ^[a-z0-9_-]*$ ]] || fail 2 "--space must be the id of a space (a-z, 0-9, _ and -), not: $space"
command -v curl > /dev/null || fail 1 "curl is missing; install it with: apt-get install curl"
[[ -r $file ]] || fail 1 "$file is not there; build it with: mvn package -DskipTests, in $(dirname "$here")"

# The default space has no prefix.
api=$url
if [[ -n $space && $space != default ]]; then api=$url/s/$space; fi

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# Prints the status; the answer is in $answer.
request() {
  : > "$answer"
  credentials | curl --config - --silent --show-error --max-time 120 --header 'kbn-xsrf: import.sh' \
    --output "$answer" --write-out '%{http_code}' "$@" 2>&1
}

# Kibana's own words, at most 500 characters of them.
reason() {
  local messages
  messages=$(grep -o '"message" *: *"\([^"\\]\|\\.\)*"' "$answer" | sed 's/^"message" *: *//' | sort -u || true)
  if [[ -n $messages ]]; then head -c 500 <<< "$messages"; else head -c 500 "$answer"; fi
}

await_kibana() {
  local deadline=$((SECONDS + wait_seconds)) status
  while true; do
    status=$(request "$url/api/status") || true
    case $status in
      200) if ! grep -q '"level" *: *"\(critical\|unavailable\)"' "$answer"; then return; fi ;;
      401 | 403) fail 1 "$url refuses these credentials ($status)" ;;
    esac
    ((SECONDS < deadline)) || fail 1 "$url is not ready after $wait_seconds s: $status"
    sleep 1
  done
}

import_objects() {
  local status errors
  status=$(request --request POST --form "file=@$file;type=application/ndjson" \
    "$api/api/saved_objects/_import?overwrite=true") || true
  [[ $status == 200 ]] || fail 1 "Kibana refuses $file ($status): $(reason)"
  if ! grep -q '"success" *: *true' "$answer"; then
    # an error of one object: {"type":"dashboard","id":"x","error":{"type":"missing_references",...}}
    errors=$(grep -o '"errors" *: *\[.*' "$answer" || cat "$answer")
    fail 1 "not everything was imported: $(head -c 1000 <<< "$errors")"
  fi
  echo "ok          $(grep -c . "$file") objects into ${space:-the default space} of $url"
}

# Kibana takes only UUIDs as ids of connectors and rules: one that is made of the name, so that it stays.
uuid_of() {
  local digest
  digest=$(md5sum <<< "$1")
  echo "${digest:0:8}-${digest:8:4}-4${digest:13:3}-8${digest:17:3}-${digest:20:12}"
}

# make ENDPOINT FILE: creates what is not there yet, and leaves what is there as people have made it
make() {
  local endpoint=$1 source=$2 name id status body
  name=$(basename "$source" .json)
  id=$(uuid_of "$name")
  status=$(request "$api/api/$endpoint/$id") || true
  if [[ $status == 200 ]]; then
    echo "is there    $endpoint $name"
    return
  fi
  # actions name their connectors by file
  body=$(< "$source")
  for connector in "${connector_files[@]}"; do
    connector=$(basename "$connector" .json)
    body=${body//"\"id\": \"$connector\""/"\"id\": \"$(uuid_of "$connector")\""}
  done
  if [[ $status == 404 ]] && status=$(request --request POST --header 'Content-Type: application/json' \
      --data-binary "$body" "$api/api/$endpoint/$id") && [[ $status == 200 ]]; then
    echo "ok          $endpoint $name"
  else
    echo "failed      $endpoint $name ($status): $(reason)"
    failures=$((failures + 1))
  fi
}

shopt -s nullglob
connector_files=("$here"/connectors/*.json)
rule_files=("$here"/rules/*.json)

if [[ $dry_run == yes ]]; then
  sed -n 's/^{"id":"\([^"]*\)","type":"\([^"]*\)".*/would write \2 \1/p' "$file"
  if [[ $rules == yes ]]; then
    for source in "${connector_files[@]}"; do echo "would make  connector $(basename "$source" .json)"; done
    for source in "${rule_files[@]}"; do echo "would make  rule $(basename "$source" .json)"; done
  fi
  exit 0
fi

failures=0
await_kibana
import_objects
if [[ $rules == yes ]]; then
  for source in "${connector_files[@]}"; do make actions/connector "$source"; done
  for source in "${rule_files[@]}"; do make alerting/rule "$source"; done
  [[ $failures -eq 0 ]] || fail 1 "$failures of $((${#connector_files[@]} + ${#rule_files[@]})) connectors and rules failed"
fi
