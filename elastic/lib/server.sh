# What the server can do. Sourced by install.sh.

declare -A lacks # feature: why it is left out
licence='' # such as basic or enterprise; empty where the server has none

find_features() {
  find_feature lifecycle _ilm/status
  find_feature enrich _enrich/policy
  find_feature watcher _watcher/watch/hostpulse-alerts-fired
  find_feature scripts _scripts/hostpulse-latest-host
  call GET _script_language
  if [[ -z ${lacks[scripts]:-} ]] && ! grep -q '"mustache"' "$answer"; then
    lacks[scripts]='the server has no module for it'
  fi
  # of the oldest node: all have to take an index
  local release
  call GET '_nodes/_all/none?filter_path=nodes.*.version'
  release=$(flatten < "$answer" | sed -nE 's|^/nodes/[^/]*/version\t||p' | sort -V | head -n 1)
  release_since 8 17 "$release" || lacks[logsdb]="Elasticsearch ${release:-of unknown version}, not 8.17"
  release_since 8 1 "$release" || lacks[values]="Elasticsearch ${release:-of unknown version}, not 8.1"
  call GET '_license?filter_path=license.type'
  licence=$(value /license/type)
}

# release_since MAJOR MINOR RELEASE: whether the release is that one or newer.
release_since() {
  local major minor
  IFS=. read -r major minor _ <<< "$3"
  [[ $major =~ ^[0-9]+$ ]] && ((major > $1 || (major == $1 && minor >= $2)))
}

# Asks for something that is there, or not found, if the feature is. A server without it may take
# the path for that of a document.
find_feature() {
  call GET "$2"
  if [[ $status != 200 && $status != 404 ]] || grep -qE 'index_not_found|invalid_index_name' "$answer"; then
    lacks[$1]=$(why_lacking)
  fi
}

# Of the answer just given.
why_lacking() {
  if grep -qE 'no handler found|Incorrect HTTP method|index_not_found|invalid_index_name' "$answer"; then
    echo 'the server has no module for it'
  elif grep -q 'non-compliant' "$answer"; then
    echo "the server's licence does not include it"
  elif [[ $status == 401 || $status == 403 ]]; then
    echo "missing rights: $(reason)"
  else
    echo "the server answers $status: $(reason)"
  fi
}
