# Requests to Elasticsearch. Sourced by install.sh, which sets url, user, api_key, cacert and work.

# call METHOD PATH [BODY]: the server's answer is in the file $answer then, its status in $status;
# what curl says instead of an answer is in both.
call() {
  local options=(--silent --show-error --globoff --max-time 60 --request "$1"
    --output "$answer" --write-out '%{http_code}')
  if [[ $# -gt 2 ]]; then
    printf '%s' "$3" > "$work/body"
    options+=(--header 'Content-Type: application/json' --data-binary "@$work/body")
  fi
  : > "$answer"
  if ! status=$(credentials | curl --config - "${options[@]}" "$url/$2" 2> "$work/errors"); then
    status=$(< "$work/errors")
    printf '%s' "$status" > "$answer"
  fi
}

# Elasticsearch's own words, the innermost reason first.
reason() {
  local reasons
  reasons=$(grep -o '"reason" *: *"\([^"\\]\|\\.\)*"' "$answer" | sed 's/^"reason" *: *//' || true)
  if [[ -n $reasons ]]; then tail -n 1 <<< "$reasons"; else head -c 500 "$answer"; fi
}

# Waits until the server answers, at most $1 seconds. Says nothing if it does not.
await_server() {
  local deadline=$((SECONDS + $1))
  while true; do
    call GET '_cluster/health?timeout=5s'
    case $status in
      200) return 0 ;;
      401 | 403) fail 1 "$url refuses these credentials ($status): $(reason)" ;;
      *certificate* | *SSL*) fail 1 "$url cannot be trusted: $status; give --cacert the authority that signed its certificate" ;;
    esac
    ((SECONDS < deadline)) || return 1
    sleep 0.5
  done
}
