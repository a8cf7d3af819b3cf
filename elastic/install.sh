#!/usr/bin/env bash
# Installs, updates and removes what Hostpulse needs in Elasticsearch. lib/ has the steps.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: install.sh [options]

Puts lifecycle policies, component and index templates, enrich policies, a search
template and watches into Elasticsearch 7.17 or 8.x, and brings the indices that
exist to what the templates say. May be repeated at any time. What the server
cannot do is left out, and it is said why. A line for each thing: new, updated,
same, kept, left out, removed or failed; of indices current, rolled or stays.

  --dry-run             only say what would change
  --keep KIND=AGE       delete indices of a kind at this age, such as samples=14d;
                        kinds: samples, windows, alerts, alert-history, dead-letters.
                        May be repeated, and is remembered
  --replace-policies    also those lifecycle policies that you have changed
  --roll all|none       what to do with indices in which a field has another type
                        now: copy them (all, the default) or leave them as they are
  --uninstall           remove all this again, never data
  --with-data --yes     with --uninstall: and delete every Hostpulse index

Watches, where the licence has them, only write to the server's log unless told:
  --slack-account NAME  of the server's settings, and
  --slack-to CHANNEL    to send to, such as #alerts; several separated by commas
  --email-to ADDRESS    to send to; several separated by commas
  --email-account NAME  of the server's settings, if not the default one
                        All are remembered; an empty name ends it

Connection (each also as environment variable):
  --url URL             of Elasticsearch, default http://localhost:9200   ELASTICSEARCH_URL
  --user USER:PASSWORD  to log in with                                    ELASTICSEARCH_USER
  --api-key KEY         to log in with instead, as Elasticsearch encodes it
                                                                          ELASTICSEARCH_API_KEY
  --cacert FILE         certificate of the authority to trust             ELASTICSEARCH_CACERT
  --wait SECONDS        for the server to answer, default 30              ELASTICSEARCH_WAIT
  --help                this text

Prefer the environment for passwords and keys: options show in the list of processes.

Exit code: 0 done, 1 the server refused something or did not answer, 2 wrong usage.
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
dry_run=no replace_policies=no roll=all uninstall=no with_data=no yes=no

started_in=$PWD
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
for part in login connection json server artifacts policies enrich watches indices roll uninstall; do
  # shellcheck source=/dev/null
  source "lib/$part.sh"
done

while [[ $# -gt 0 ]]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --replace-policies) replace_policies=yes; shift; continue ;;
    --uninstall) uninstall=yes; shift; continue ;;
    --with-data) with_data=yes; shift; continue ;;
    --yes) yes=yes; shift; continue ;;
    --url | --user | --api-key | --cacert | --wait | --keep | --roll | \
      --slack-account | --slack-to | --email-account | --email-to)
      [[ $# -ge 2 ]] || fail 2 "$1 needs a value; see --help" ;;
    *) fail 2 "unknown option $1; see --help" ;;
  esac
  case $1 in
    --url) url=$2 ;;
    --user) user=$2 ;;
    --api-key) api_key=$2 ;;
    --cacert) cacert=$2 ;;
    --wait) wait_seconds=$2 ;;
    --keep) read_keep "$2" ;;
    --roll) roll=$2 ;;
    --slack-account | --slack-to | --email-account | --email-to) recipients[${1#--}]=$2 ;;
  esac
  shift 2
done

url=${url%/}
[[ -z $cacert || $cacert == /* ]] || cacert=$started_in/$cacert
check_login
[[ $roll == all || $roll == none ]] || fail 2 "--roll must be all or none, not: $roll"
[[ $with_data == no || $uninstall == yes ]] || fail 2 "--with-data goes with --uninstall"
for program in curl awk grep sed sha256sum; do
  command -v $program > /dev/null || fail 1 "$program is missing; install it with your system's package manager"
done
[[ $(shopt -s nullglob; echo component-templates/*.json) && $(shopt -s nullglob; echo index-templates/*.json) ]] \
  || fail 1 "no templates found in $PWD"

version=$(< VERSION)
work=$(mktemp -d)
answer=$work/answer
trap 'rm -rf "$work"' EXIT

server=yes
if [[ $dry_run == yes ]]; then
  if await_server 0; then
    echo "Nothing is changed. What would be done with $url:"
  else
    server=no
    echo "Nothing is changed. $url does not answer; with a server that can do everything and has nothing yet:"
  fi
else
  await_server "$wait_seconds" || fail 1 "$url does not answer after $wait_seconds s: $status"
fi
[[ $server == no ]] || find_features

if [[ $uninstall == yes ]]; then
  uninstall
else
  shopt -s nullglob
  install_policies lifecycle-policies/*.json
  install_templates _component_template component-templates/*.json
  install_templates _index_template index-templates/*.json
  remove_obsolete _index_template index-templates
  remove_obsolete _component_template component-templates
  [[ $server == no || $failures -gt 0 ]] || update_indices
  install_enrich_policies enrich-policies/*.json
  install_search_templates search-templates/*.json
  install_watches watches/*.json
fi
[[ $failures -eq 0 ]] || fail 1 "$failures steps failed"
