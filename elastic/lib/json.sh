# JSON without a JSON program. Sourced by install.sh.

# flatten < JSON: a line for each value, its path, a tab, and it as it is written but without the
# quotes: {"a": {"b": [1, "x"]}} gives /a/b/0 1 and /a/b/1 x.
flatten() {
  { grep -oE '"([^"\\]|\\.)*"|[][{}:,]|[^][{}:," 	]+' || true; } | awk '
    function unquoted(token) {
      return token ~ /^"/ ? substr(token, 2, length(token) - 2) : token
    }
    function next_element() {
      if (kind[depth] == "[") key[depth] = count[depth]++
    }
    $0 == "{" || $0 == "[" {
      next_element()
      kind[++depth] = $0
      count[depth] = 0
      names = $0 == "{"
      next
    }
    $0 == "}" || $0 == "]" { depth--; names = 0; next }
    $0 == "," { names = kind[depth] == "{"; next }
    $0 == ":" { names = 0; next }
    names { key[depth] = unquoted($0); next }
    {
      next_element()
      path = ""
      for (level = 1; level <= depth; level++) path = path "/" key[level]
      print path "\t" unquoted($0)
    }'
}

# value PATH-PATTERN: of the answer, the first value whose path ends so.
value() {
  flatten < "$answer" | awk -F '\t' -v ending="$1" '
    substr($1, length($1) - length(ending) + 1) == ending { print $2; exit }'
}

# escaped TEXT: as the inside of a JSON string.
escaped() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  printf '%s' "${text//$'\t'/\\t}"
}

# hash TEXT: 12 hexadecimal digits.
hash() {
  printf '%s' "$1" | sha256sum | cut -c 1-12
}
