# Takes away what install.sh has put there. Sourced by install.sh.

uninstall() {
  if [[ $with_data == yes && $yes == no && $dry_run == no ]]; then
    echo "These indices and all their documents would be deleted; repeat with --yes if you mean it:"
    list_data
    exit 2
  fi
  local file
  for file in watches/*.json; do remove "_watcher/watch/$(basename "$file" .json)" watcher; done
  for file in search-templates/*.json; do remove "_scripts/$(basename "$file" .json)" scripts; done
  for file in enrich-policies/*.json; do remove "_enrich/policy/$(basename "$file" .json)" enrich; done
  for file in index-templates/*.json; do remove "_index_template/$(basename "$file" .json)"; done
  for file in component-templates/*.json; do
    remove "_component_template/$(basename "$file" .json)"
  done
  if [[ $with_data == yes ]]; then delete_data; fi
  for file in lifecycle-policies/*.json; do remove "_ilm/policy/$(basename "$file" .json)" lifecycle; done
  if [[ $with_data == no ]]; then
    echo 'Your data stays (--with-data deletes it):'
    list_data
  fi
}

# remove ENDPOINT/NAME [FEATURE]: only what we have put there.
remove() {
  [[ -z ${2:-} || -z ${lacks[${2:-}]:-} ]] || return 0
  read_installed "$1"
  if [[ $1 == _enrich/* ]]; then
    grep -q '"match"' "$answer" || return 0
  elif [[ $exists == no ]]; then
    return 0
  elif [[ -z $installed_hash ]]; then
    say kept "$1" 'not installed by us'
    return 0
  elif [[ $1 == */hostpulse-custom ]] && grep -q '"template" *: *{ *"' "$answer"; then
    say kept "$1" 'not empty: it is yours'
    return 0
  fi
  if [[ $dry_run == no ]]; then
    call DELETE "$1"
    if grep -q 'in use by' "$answer"; then
      say kept "$1" 'it still deletes old indices'
      return 0
    fi
    [[ $status == 200 ]] || { failed "$1"; return 0; }
  fi
  say removed "$1"
}

list_data() {
  local pattern index patterns
  read_patterns
  for pattern in "${patterns[@]}"; do
    list_indices "$pattern"
    for index in "${indices[@]}"; do
      call GET "_cat/indices/$index?h=docs.count,store.size&expand_wildcards=all"
      echo "            $index $(awk '{ print $1 " documents, " $2 }' "$answer")"
    done
  done
}

delete_data() {
  local pattern index patterns
  read_patterns
  for pattern in "${patterns[@]}"; do
    list_indices "$pattern"
    for index in "${indices[@]}"; do
      if [[ $dry_run == no ]]; then
        call DELETE "$index"
        [[ $status == 200 ]] || { failed "$index"; continue; }
      fi
      say deleted "$index"
    done
  done
}
