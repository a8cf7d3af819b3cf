# Templates, policies, watches: what is installed by name. Sourced by install.sh.

failures=0

# say WORD THING [MORE]
say() {
  printf '%-11s %s\n' "$1" "$2${3:+ ($3)}"
}

# put FEATURE WORD PATH BODY [MORE]: unless this is a dry run. What the credentials do not allow of
# a feature that one can do without is left out; FEATURE - is needed.
put() {
  if [[ $dry_run == no ]]; then
    call PUT "$3" "$4"
    case $status in
      200 | 201) ;;
      401 | 403)
        [[ $1 != - ]] || { failed "$3"; return 1; }
        lacks[$1]=$(why_lacking)
        say 'left out' "$3" "${lacks[$1]}"
        return 1
        ;;
      *) failed "$3"; return 1 ;;
    esac
  fi
  say "$2" "$3" "${5:-}"
}

failed() {
  echo "failed      $1 ($status): $(reason)"
  failures=$((failures + 1))
}

# What is there of ENDPOINT/NAME: installed_version and installed_hash, empty if we did not put it;
# exists says whether anything is.
read_installed() {
  installed_version='' installed_hash='' installed_note='' exists=no
  [[ $server == yes ]] || return 0
  call GET "$1"
  [[ $status == 200 ]] || return 0
  exists=yes
  local note
  note=$(grep -oE '"(_meta|metadata)" *: *\{[^{}]*"managed_by" *: *"hostpulse"[^{}]*\}' "$answer" \
    | head -n 1 || true)
  [[ -n $note ]] || note=$(grep -oE '\{\{! hostpulse [^ ]+ [^ ]+ \}\}' "$answer" \
    | sed -E 's/.*hostpulse ([^ ]+) ([^ ]+) .*/"version":"\1","hash":"\2"/' || true)
  installed_version=$(member version "$note")
  installed_hash=$(member hash "$note")
  installed_note=$note
}

# member NAME OBJECT: a text of a flat JSON object.
member() {
  sed -nE "s/.*\"$1\" *: *\"([^\"]*)\".*/\1/p" <<< "$2"
}

# word HASH: new, same or updated, of what read_installed found; sets more.
compare() {
  more=''
  if [[ $exists == no ]]; then
    word=new
  elif [[ $installed_hash == "$1" && $installed_version == "$version" ]]; then
    word=same
  else
    word=updated
    if [[ -z $installed_version ]]; then
      more='was not ours'
    elif [[ $installed_version != "$version" ]]; then
      more="$installed_version to $version"
    fi
  fi
}

# note HASH [MORE-MEMBERS]: what we remember in what we install.
note() {
  printf '{"managed_by":"hostpulse","version":"%s","hash":"%s"%s}' "$version" "$1" "${2:-}"
}

# Puts each FILE as a template. A template that has not changed is put all the same: that mends one
# that was changed by hand.
install_templates() {
  local endpoint=$1 file name body hash storage
  shift
  for file in "$@"; do
    name=$(basename "$file" .json)
    body=$(< "$file")
    if [[ $name == *-lifecycle && -n ${lacks[lifecycle]:-} ]]; then body='{"template":{}}'; fi
    storage=''
    if [[ $name == hostpulse-samples-storage ]]; then choose_storage; fi
    if [[ $name == hostpulse-samples-mappings && -n ${lacks[values]:-} ]]; then body=$(with_indexes <<< "$body"); fi
    hash=$(hash "$body")
    read_installed "$endpoint/$name"
    compare "$hash"
    if [[ -n $storage ]]; then more+=${more:+; }$storage; fi
    if [[ $name == hostpulse-custom && $exists == yes ]]; then
      say kept "$endpoint/$name" 'yours to fill'
    elif [[ $name == *-lifecycle && $exists == yes && ${lacks[lifecycle]:-} == missing\ rights* ]]; then
      say kept "$endpoint/$name" "${lacks[lifecycle]}"
    else
      put - "$word" "$endpoint/$name" "{\"_meta\":$(note "$hash"),${body#*\{}" "$more" || true
    fi
  done
}

# Makes body the settings of samples that this server can have, of which older ones know only the
# order of documents, and says in storage which they are.
choose_storage() {
  if [[ -n ${lacks[logsdb]:-} ]]; then
    storage="without LogsDB: ${lacks[logsdb]}"
    body=$(sed -E '/^ {8}"mode" : "logsdb",$/d; /^ {8}"mapping" : \{$/,/^ {8}\},$/d' <<< "$body")
  elif [[ $licence == enterprise ]]; then
    storage='LogsDB with synthetic source, as the enterprise licence has it'
    body=${body/'"mode" : "stored"'/'"mode" : "synthetic"'}
  else
    storage='LogsDB with stored source'
  fi
}

# Gives numbers an index, without which older servers do not find them.
with_indexes() {
  sed -zE 's/,\n *"index" : false//g'
}

# Deletes templates of ours that no file is about any more.
remove_obsolete() {
  local endpoint=$1 folder=$2 name
  [[ $server == yes ]] || return 0
  call GET "$endpoint/hostpulse-*"
  for name in $(flatten < "$answer" | sed -nE 's|^/[a-z_]+/[0-9]+/name\t||p'); do
    [[ ! -e $folder/$name.json ]] || continue
    read_installed "$endpoint/$name"
    [[ -n $installed_hash ]] || continue
    if [[ $dry_run == no ]]; then call DELETE "$endpoint/$name"; fi
    say removed "$endpoint/$name" 'no longer used'
  done
}

install_search_templates() {
  local file name body hash
  for file in "$@"; do
    name=$(basename "$file" .json)
    if [[ -n ${lacks[scripts]:-} ]]; then
      say 'left out' "_scripts/$name" "${lacks[scripts]}"
      continue
    fi
    body=$(< "$file")
    hash=$(hash "$body")
    read_installed "_scripts/$name"
    compare "$hash"
    body="{{! hostpulse $version $hash }}$body"
    put scripts "$word" "_scripts/$name" \
      "{\"script\":{\"lang\":\"mustache\",\"source\":\"$(escaped "$body")\"}}" "$more" || true
  done
}
