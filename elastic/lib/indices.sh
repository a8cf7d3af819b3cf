# Brings the indices that exist to what the templates say now. Sourced by install.sh.

# Settings that an index takes while it is used, and that are ours to choose. Replicas are not.
DYNAMIC_SETTINGS='refresh_interval|lifecycle/name|lifecycle/parse_origination_date|mapping/total_fields/limit'

declare -A is_hidden is_blocked born # of each index of a family

# Index patterns of all families.
read_patterns() {
  mapfile -t patterns < <(
    for file in index-templates/*.json; do
      flatten < "$file" | sed -nE 's|^/index_patterns/0\t||p'
    done)
}

# list_indices PATTERN: the family's indices into indices, those that a roll is filling among them.
list_indices() {
  local index setting value
  indices=()
  is_hidden=() is_blocked=() born=()
  call GET "${1%\*}*/_settings/index.hidden,index.blocks.write,index.creation_date,index.lifecycle.origination_date?flat_settings=true&expand_wildcards=open,hidden"
  [[ $status == 200 ]] || return 0
  while IFS=/ read -r _ index _ setting; do
    value=${setting#*$'\t'}
    [[ $1 == *\* || $index =~ ^$1(-[0-9]+)?$ ]] || continue
    case ${setting%%$'\t'*} in
      index.hidden) is_hidden[$index]=$value ;;
      index.blocks.write) is_blocked[$index]=$value ;;
      index.creation_date) born[$index]=${born[$index]:-$value} indices+=("$index") ;;
      index.lifecycle.origination_date) born[$index]=$value ;;
    esac
  done < <(flatten < "$answer" | sort -t $'\t' -k 1,1)
}

update_indices() {
  local pattern index patterns
  read_patterns
  for pattern in "${patterns[@]}"; do
    list_indices "$pattern"
    for index in "${indices[@]}"; do
      if [[ ${is_hidden[$index]:-} == true ]]; then finish_roll "$index"; fi
    done
    for index in "${indices[@]}"; do
      if [[ ${is_hidden[$index]:-} != true ]]; then update_index "$index"; fi
    done
  done
}

# read_composed INDEX: what the templates give an index of this name, into mappings and settings.
read_composed() {
  local composed
  call POST "_index_template/_simulate_index/$(base_name "$1")?filter_path=template.mappings"
  composed=$(< "$answer")
  composed=${composed#'{"template":{"mappings":'}
  mappings=${composed%'}}'}
  call POST "_index_template/_simulate_index/$(base_name "$1")?filter_path=template.settings"
  composed=$(< "$answer")
  composed=${composed#'{"template":{"settings":'}
  settings=${composed%'}}'}
}

# A successor of a roll has a number behind the name that documents are sent to.
base_name() {
  sed -E 's/-[0-9]+$//' <<< "$1"
}

update_index() {
  local index=$1 dynamic mappings settings
  if [[ $dry_run == yes ]]; then
    foresee "$index"
    return
  fi
  read_composed "$index"
  dynamic=$(flatten <<< "$settings" \
    | awk -F '\t' -v wanted="^/index/($DYNAMIC_SETTINGS)\$" '
      $1 ~ wanted { gsub("/", ".", $1); print "\"" substr($1, 2) "\":\"" $2 "\"" }' | paste -sd ,)
  if [[ -n $dynamic ]]; then
    call PUT "$index/_settings" "{$dynamic}"
    [[ $status == 200 ]] || { failed "$index/_settings"; return 0; }
  fi
  call PUT "$index/_mapping" "$mappings"
  if [[ $status == 200 ]]; then
    if [[ ${is_blocked[$index]:-} == true ]]; then give_up_roll "$index"; fi
    say current "$index"
  elif [[ $status == 400 ]]; then
    roll "$index" "$(reason)"
  else
    failed "$index/_mapping"
  fi
}

# Of a dry run: compares types, as the server would.
foresee() {
  local family file present wanted changed added
  file=$(family_mappings "$1") || return 0
  call GET "$1/_mapping"
  present=$(flatten < "$answer" | sed -nE "s|^/[^/]*/mappings(/.*/type\t.*)|\1|p" | sort)
  wanted=$(flatten < "$file" | sed -nE 's|^/template/mappings(/.*/type\t.*)|\1|p' | grep -vE '/type	object$' | sort)
  changed=$(join -t $'\t' <(echo "$present") <(echo "$wanted") | awk -F '\t' '$2 != $3' | wc -l)
  added=$(join -t $'\t' -v 2 <(echo "$present") <(echo "$wanted") | wc -l)
  if ((changed > 0)); then
    say 'would roll' "$1" "$changed fields of another type"
  elif ((added > 0)); then
    say 'would grow' "$1" "$added new fields"
  else
    say same "$1"
  fi
}

# The file with the mappings of an index.
family_mappings() {
  local file pattern
  for file in index-templates/*.json; do
    pattern=$(flatten < "$file" | sed -nE 's|^/index_patterns/0\t||p')
    # shellcheck disable=SC2053 # a pattern is meant
    if [[ $(base_name "$1") == $pattern ]]; then
      echo "component-templates/$(basename "$file" .json)-mappings.json"
      return
    fi
  done
  return 1
}
