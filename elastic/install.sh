#!/usr/bin/env bash
# Installs the component and index templates beside this script in Elasticsearch.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: install.sh [options]

Puts every component template of component-templates/ and then every index
template of index-templates/ into Elasticsearch. A file's name is its template's
name. May be repeated: a template that is there already is replaced.

Options (each also as environment variable):
  --url URL             of Elasticsearch, default http://localhost:9200   ELASTICSEARCH_URL
  --user USER:PASSWORD  to log in with                                    ELASTICSEARCH_USER
  --api-key KEY         to log in with instead, as Elasticsearch encodes it
                                                                          ELASTICSEARCH_API_KEY
  --cacert FILE         certificate of the authority to trust             ELASTICSEARCH_CACERT
  --wait SECONDS        for the server to answer, default 30              ELASTICSEARCH_WAIT
  --dry-run             only say what would be installed
  --help                this text

Prefer the environment for passwords and keys: options show in the list of processes.

Exit code: 0 all installed, 1 the server refused a template or did not answer,
2 wrong usage.
TEXT
}

fail() {
  echo "install.sh: $2" >&2
  exit "$1"
}

url=${ELASTICSEARCH_URL:-http://localhost:9200}
user=${ELASTICSEARCH_USER:-}
api_key=${ELASTICSEARCH_API_KEY:-}
cacert=${ELASTICSEARCH_CACERT:-}
wait_seconds=${ELASTICSEARCH_WAIT:-30}
dry_run=no

while [[ $# -gt 0 ]]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --url | --user | --api-key | --cacert | --wait)
      [[ $# -ge 2 ]] || fail 2 "$1 needs a value; see --help" ;;
    *) fail 2 "unknown option $1; see --help" ;;
  esac
  case $1 in
    --url) url=$2 ;;
    --user) user=$2 ;;
    --api-key) api_key=$2 ;;
    --cacert) cacert=$2 ;;
    --wait) wait_seconds=$2 ;;
  esac
  shift 2
done

url=${url%/}
[[ $url =~ ^https?://[^/]+ ]] || fail 2 "--url must begin with http:// or https://, not: $url"
[[ $wait_seconds =~ ^[0-9]+$ ]] || fail 2 "--wait must be a number of seconds, not: $wait_seconds"
[[ -z $user || -z $api_key ]] || fail 2 "give --user or --api-key, not both"
[[ -z $user || $user == *:* ]] || fail 2 "--user must be USER:PASSWORD"
[[ -z $cacert || -r $cacert ]] || fail 2 "--cacert: cannot read $cacert"
command -v curl > /dev/null || fail 1 "curl is missing; install it with: apt-get install curl"

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
shopt -s nullglob
components=(component-templates/*.json)
indices=(index-templates/*.json)
[[ ${#components[@]} -gt 0 && ${#indices[@]} -gt 0 ]] || fail 1 "no templates found in $PWD"

# Credentials go to curl by its standard input, where no list of processes shows them.
quoted() {
  local value=${1//\\/\\\\}
  printf '"%s"' "${value//\"/\\\"}"
}

credentials() {
  if [[ -n $user ]]; then echo "user = $(quoted "$user")"; fi
  if [[ -n $api_key ]]; then echo "header = $(quoted "Authorization: ApiKey $api_key")"; fi
  if [[ -n $cacert ]]; then echo "cacert = $(quoted "$cacert")"; fi
}

request() {
  credentials | curl --config - --silent --show-error --max-time 30 "$@"
}

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

await_server() {
  local deadline=$((SECONDS + wait_seconds)) status
  while true; do
    status=$(request --output "$answer" --write-out '%{http_code}' \
      "$url/_cluster/health?timeout=5s" 2>&1) && [[ $status == 200 ]] && return
    case $status in
      401 | 403) fail 1 "$url refuses these credentials ($status)" ;;
    esac
    ((SECONDS < deadline)) || fail 1 "$url does not answer after $wait_seconds s: $status"
    sleep 0.5
  done
}

# Elasticsearch's own words, the innermost reason first.
reason() {
  local reasons
  reasons=$(grep -o '"reason" *: *"\([^"\\]\|\\.\)*"' "$answer" | sed 's/^"reason" *: *//' || true)
  if [[ -n $reasons ]]; then tail -n 1 <<< "$reasons"; else head -c 500 "$answer"; fi
}

failures=0

install() {
  local endpoint=$1 file=$2 name status
  name=$(basename "$file" .json)
  if [[ $dry_run == yes ]]; then
    echo "would put   $endpoint/$name"
    return
  fi
  if status=$(request --output "$answer" --write-out '%{http_code}' --request PUT \
      --header 'Content-Type: application/json' --data-binary "@$file" \
      "$url/$endpoint/$name" 2>&1) && [[ $status == 200 ]]; then
    echo "ok          $endpoint/$name"
  else
    echo "failed      $endpoint/$name ($status): $(reason)"
    failures=$((failures + 1))
  fi
}

[[ $dry_run == yes ]] || await_server
for file in "${components[@]}"; do install _component_template "$file"; done
for file in "${indices[@]}"; do install _index_template "$file"; done
[[ $failures -eq 0 ]] || fail 1 "$failures of $((${#components[@]} + ${#indices[@]})) templates failed"
