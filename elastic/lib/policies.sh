# Lifecycle policies. What an operator has changed of one is kept. Sourced by install.sh.

declare -A keep # kind of index: age at which it is deleted, as --keep gives it

# phases < JSON: what a policy does, in lines that can be compared.
phases() {
  flatten | sed -nE 's|^.*/policy(/phases/.*)|\1|p' | sort
}

# with_age AGE < policy: deletes at that age.
with_age() {
  sed -E "s/(\"min_age\" *: *\")[0-9]+d\"/\1$1\"/"
}

install_policies() {
  local file name body age wanted present installed
  for file in "$@"; do
    name=$(basename "$file" .json)
    if [[ -n ${lacks[lifecycle]:-} ]]; then
      say 'left out' "_ilm/policy/$name" "${lacks[lifecycle]}"
      continue
    fi
    read_installed "_ilm/policy/$name"
    present='' installed=''
    if [[ $exists == yes ]]; then
      present=$(hash "$(phases < "$answer")")
      installed=$(member phases "$installed_note")
    fi
    age=${keep[${name#hostpulse-}]:-$(member keep "$installed_note")}
    body=$(< "$file")
    if [[ -n $age ]]; then body=$(with_age "$age" <<< "$body"); fi
    wanted=$(hash "$(phases <<< "$body")")
    if [[ $exists == yes && $present != "$wanted" && $present != "$installed" \
      && $replace_policies == no && -z ${keep[${name#hostpulse-}]:-} ]]; then
      say kept "_ilm/policy/$name" 'changed since it was installed; --replace-policies replaces it'
      continue
    fi
    compare "$wanted"
    if [[ $word == same && $present != "$wanted" ]]; then word=updated more='was changed'; fi
    if [[ $word == same ]]; then
      say same "_ilm/policy/$name"
    else
      put lifecycle "$word" "_ilm/policy/$name" "$(policy_body)" "$more" || true
    fi
  done
}

# Of $body, with what we remember about it.
policy_body() {
  local rest=${body#*\{}
  local more_notes=",\"phases\":\"$wanted\""
  if [[ -n $age ]]; then more_notes+=",\"keep\":\"$age\""; fi
  printf '{"policy":{"_meta":%s,%s' "$(note "$wanted" "$more_notes")" "${rest#*\{}"
}

# Each FAMILY=AGE of --keep.
read_keep() {
  local family=${1%%=*} age=${1#*=}
  [[ -e lifecycle-policies/hostpulse-$family.json ]] \
    || fail 2 "--keep: there is no policy for $family, only for: $(
      basename -as .json lifecycle-policies/*.json | sed s/hostpulse-// | tr '\n' ' ')"
  [[ $age =~ ^[1-9][0-9]*[dh]$ ]] || fail 2 "--keep needs FAMILY=AGE such as $family=14d, not: $1"
  keep[$family]=$age
}
