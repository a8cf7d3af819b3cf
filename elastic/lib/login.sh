# How a server is reached. Sourced by install.sh and by kibana/import.sh, which set url, user, api_key, cacert and
# wait_seconds, and have a function fail.

check_login() {
  [[ $url =~ ^https?://[^/]+ ]] || fail 2 "--url must begin with http:// or https://, not: $url"
  [[ $wait_seconds =~ ^[0-9]+$ ]] || fail 2 "--wait must be a number of seconds, not: $wait_seconds"
  [[ -z $user || -z $api_key ]] || fail 2 "give --user or --api-key, not both"
  [[ -z $user || $user == *:* ]] || fail 2 "--user must be USER:PASSWORD"
  [[ -z $cacert || -r $cacert ]] || fail 2 "--cacert: cannot read $cacert"
}

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
