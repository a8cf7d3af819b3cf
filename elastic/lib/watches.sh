# Watches: definitions, their scripts, and whom they tell. Sourced by install.sh.

declare -A recipients # placeholder: name, as options give it

install_watches() {
  local file name body hash setting notes
  for file in "$@"; do
    name=$(basename "$file" .json)
    if [[ -n ${lacks[watcher]:-} ]]; then
      say 'left out' "_watcher/watch/$name" "${lacks[watcher]}"
      continue
    fi
    read_installed "_watcher/watch/$name"
    notes=''
    for setting in slack-account slack-to email-account email-to; do
      recipient[$setting]=${recipients[$setting]-$(member "$setting" "$installed_note")}
      if [[ -n ${recipient[$setting]} ]]; then
        notes+=",\"$setting\":\"$(escaped "${recipient[$setting]}")\""
      fi
    done
    body=$(watch_body "$file" "$name")
    hash=$(hash "$body")
    compare "$hash"
    if [[ $word == same ]]; then
      say same "_watcher/watch/$name"
    else
      put watcher "$word" "_watcher/watch/$name" \
        "{\"metadata\":$(note "$hash" "$notes"),${body#*\{}" "$more" || true
    fi
  done
}

declare -A recipient # the same, with what was given at an earlier installation

watch_body() {
  local body script
  body=$(< "$1")
  script=$(< "watches/scripts/$2.painless")
  body=$(substitute "$body" @told@ "$(escaped "$(< watches/scripts/told.painless)")\\n")
  body=$(substitute "$body" @script@ "$(escaped "$script")")
  if [[ -n ${recipient[email-to]} ]]; then body=$(add_action "$body" email); fi
  if [[ -n ${recipient[slack-account]}${recipient[slack-to]} ]]; then
    body=$(add_action "$body" slack)
  fi
  printf '%s' "$body"
}

# add_action WATCH NAME: lines about what is not given are left out; a list becomes several texts.
add_action() {
  local action setting value
  action=$(< "watches/actions/$2.json")
  for setting in slack-account slack-to email-account email-to; do
    value=$(escaped "${recipient[$setting]}")
    if [[ -z $value ]]; then
      action=$(grep -v "@$setting@" <<< "$action")
    else
      action=$(substitute "$action" "@$setting@" "${value//,/\", \"}")
    fi
  done
  printf '%s"actions": {"%s": %s,%s' "${1%%\"actions\": \{*}" "$2" "$action" "${1#*\"actions\": \{}"
}

# substitute TEXT PLACEHOLDER VALUE: the first of them.
substitute() {
  if [[ $1 == *"$2"* ]]; then
    printf '%s' "${1%%"$2"*}$3${1#*"$2"}"
  else
    printf '%s' "$1"
  fi
}
