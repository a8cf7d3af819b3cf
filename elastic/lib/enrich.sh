# Enrich policies over the index of hosts. Sourced by install.sh.

install_enrich_policies() {
  local file name
  if [[ -z ${lacks[enrich]:-} ]]; then create_hosts_index; fi
  for file in "$@"; do
    name=$(basename "$file" .json)
    if [[ -n ${lacks[enrich]:-} ]]; then
      say 'left out' "_enrich/policy/$name" "${lacks[enrich]}"
    else
      install_enrich_policy "$file" "$name"
    fi
  done
}

# A policy cannot be changed, and has no place for a note: what differs is deleted and made anew.
install_enrich_policy() {
  local word=new
  if [[ $server == yes ]]; then
    call GET "_enrich/policy/$2"
    local present wanted
    present=$(flatten < "$answer" | sed -nE '/config\/match\/name\t/d; s|^.*/match/||p' | sort)
    wanted=$(flatten < "$1" | sed 's|^/match/||' | sort)
    if [[ $present == "$wanted" ]]; then
      word=same
    elif [[ -n $present ]]; then
      word=updated
      if [[ $dry_run == no ]]; then
        call DELETE "_enrich/policy/$2"
        [[ $status == 200 ]] || { failed "_enrich/policy/$2"; return 0; }
      fi
    fi
  fi
  if [[ $word == same ]]; then
    say same "_enrich/policy/$2"
  else
    put enrich "$word" "_enrich/policy/$2" "$(< "$1")" || return 0
  fi
  [[ $dry_run == no ]] || return 0
  call POST "_enrich/policy/$2/_execute"
  if [[ $status == 200 ]]; then
    say executed "_enrich/policy/$2"
  else
    failed "_enrich/policy/$2/_execute"
  fi
}

# Enrich policies are refused without their index; the job would make the same one.
create_hosts_index() {
  [[ $server == yes && $dry_run == no ]] || return 0
  call GET 'hostpulse-hosts?filter_path=*.aliases'
  [[ $status == 404 ]] || return 0
  put enrich new hostpulse-hosts '{}' 'empty, for the enrich policies' || true
}
