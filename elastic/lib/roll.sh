# Gives an index new mappings that it cannot take: a copy of it takes its place and its name.
# Sourced by install.sh.
#
# The copy is hidden until it is whole, so that no search counts a document twice. Writers are
# refused meanwhile and try again. Documents keep their versions, by which older states are told
# from newer ones. One request deletes the old index and gives its name, as an
# alias, to the copy. Whatever interrupts this, another run goes on or begins anew: until that
# request the old index has every document, and after it the copy has.

# roll INDEX WHY
roll() {
  local index=$1 why=$2 successor
  successor=$(successor_name "$index")
  if [[ $roll == none ]]; then
    stays "$index" "$why; --roll none"
    return
  fi
  if [[ -n ${lacks[reindex]:=$(lacks_reindex)} && ${lacks[reindex]} != no ]]; then
    stays "$index" "$why; ${lacks[reindex]}"
    return
  fi
  say rolling "$index" "$why"
  close_to_writers "$index" "$successor" || return 0
  local task
  task=$(running_copy "$index" "$successor")
  if [[ -z $task ]]; then
    make_successor "$index" "$successor" || { give_up_roll "$index"; return 0; }
    call POST '_reindex?wait_for_completion=false' \
      "{\"source\":{\"index\":\"$index\",\"size\":2000},\"dest\":{\"index\":\"$successor\",\"version_type\":\"external\"}}"
    [[ $status == 200 ]] || { failed "$index: _reindex"; give_up_roll "$index"; return 0; }
    task=$(value /task)
  fi
  await_copy "$task"
  local before after
  before=$(count "$index")
  after=$(count "$successor")
  if [[ -z $before || $before != "$after" ]]; then
    stays "$index" "of its ${before:-unknown} documents only ${after:-unknown} fit the new mappings: $(copy_failure "$task")"
    failures=$((failures + 1))
    give_up_roll "$index"
    return 0
  fi
  call POST _aliases "{\"actions\":[{\"remove_index\":{\"index\":\"$index\"}},{\"add\":{\"index\":\"$successor\",\"alias\":\"$(base_name "$index")\"}}]}"
  [[ $status == 200 ]] || { failed "$index: _aliases"; return 0; }
  show "$successor"
  say rolled "$index" "to $successor, $after documents"
}

successor_name() {
  local base number
  base=$(base_name "$1")
  number=${1#"$base"}
  number=${number#-}
  echo "$base-$((${number:-1} + 1))"
}

predecessor_name() {
  local base number
  base=$(base_name "$1")
  number=${1#"$base-"}
  if [[ $1 == "$base" || $number -le 2 ]]; then echo "$base"; else echo "$base-$((number - 1))"; fi
}

lacks_reindex() {
  call POST _reindex '{}'
  if grep -q -e 'no handler found' -e 'Incorrect HTTP method' "$answer"; then
    echo 'the server has no _reindex'
  else
    echo no
  fi
}

# Says what does not change, and until when.
stays() {
  local until
  case $(base_name "$1") in
    *.[0-9][0-9][0-9][0-9].[0-9][0-9] | *-[0-9][0-9][0-9][0-9].[0-9][0-9]) until="next month's index" ;;
    *.[0-9][0-9].[0-9][0-9]) until="the next day's index" ;;
    *) until='it is made anew' ;;
  esac
  say stays "$1" "as it is, until $until: $2"
}

# The mark tells a later run that it was us, and what for.
close_to_writers() {
  call PUT "$1/_mapping" "{\"_meta\":{\"hostpulse_rolls_to\":\"$2\"}}"
  [[ $status == 200 ]] || { failed "$1/_mapping"; return 1; }
  call PUT "$1/_block/write"
  [[ $status == 200 ]] || { failed "$1/_block/write"; return 1; }
  # what was written last is copied too
  call POST "$1/_refresh"
  [[ $status == 200 ]] || { failed "$1/_refresh"; return 1; }
}

# An empty, hidden index as the templates say, as old for its lifecycle as the one that it follows.
make_successor() {
  read_hidden "$2"
  if [[ $hidden == false ]]; then
    echo "failed      $1: $2 is there, and not ours to replace; move it away"
    failures=$((failures + 1))
    return 1
  elif [[ $hidden == true ]]; then
    call DELETE "$2"
  fi
  local own='"hidden":true'
  if [[ $settings == *'"lifecycle"'* ]]; then
    own+=",\"lifecycle.origination_date\":${born[$1]}"
  fi
  call PUT "$2" "{\"settings\":{\"index\":{$own,${settings#'{"index":{'}},\"mappings\":$mappings}"
  [[ $status == 200 ]] || { failed "$2"; return 1; }
}

# The task of an earlier run that still copies, if there is one.
running_copy() {
  call GET '_tasks?actions=*reindex&detailed=true'
  flatten < "$answer" | awk -F '\t' -v from="[$1]" -v to="[$2]" '
    $1 ~ /\/description$/ && index($2, from) && index($2, to) {
      count = split($1, path, "/")
      print path[count - 1]
      exit
    }'
}

await_copy() {
  local said=$SECONDS
  while true; do
    call GET "_tasks/$1"
    [[ $(value /completed) == false ]] || return 0
    if ((SECONDS - said >= 10)); then
      say copying "$(value /status/created) of $(value /status/total) documents"
      said=$SECONDS
    fi
    sleep 0.5
  done
}

# Why a copy ended early, as its task tells.
copy_failure() {
  call GET "_tasks/$1"
  reason
}

count() {
  call POST "$1/_refresh"
  call GET "$1/_count"
  value /count
}

# Open for searches by pattern, as any other index.
show() {
  call PUT "$1/_settings" '{"index.hidden":false}'
}

# Whether INDEX is hidden, into hidden: true, false, or empty if there is no such index.
read_hidden() {
  hidden=''
  call GET "$1/_settings/index.hidden?flat_settings=true"
  [[ $status == 200 ]] || return 0
  hidden=$(value /index.hidden)
  hidden=${hidden:-false}
}

# A hidden index is a copy: in its place already, or to be made again.
finish_roll() {
  local from
  from=$(predecessor_name "$1")
  [[ $dry_run == no && $from != "$1" ]] || return 0
  call GET "$from/_settings/index.uuid"
  [[ $(flatten < "$answer") != "/$from/"* ]] || return 0
  show "$1"
  is_hidden[$1]=false
  say rolled "$from" "to $1, begun earlier"
}

# Takes back what an earlier or failed roll has done to an index.
give_up_roll() {
  call GET "$1/_mapping?filter_path=*.mappings._meta"
  local successor
  successor=$(value /hostpulse_rolls_to)
  [[ -n $successor ]] || return 0
  read_hidden "$successor"
  if [[ $hidden == true ]]; then call DELETE "$successor"; fi
  call PUT "$1/_mapping" '{"_meta":{}}'
  call PUT "$1/_settings" '{"index.blocks.write":null}'
}
