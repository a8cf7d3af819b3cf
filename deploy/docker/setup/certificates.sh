#!/usr/bin/env bash
# Makes an authority and a certificate for each service, in a directory of its own that only its user
# can read. Names of files are those that Strimzi gives: ca.crt, user.crt, user.key; beside them the
# same as keystore.pem for Kafka's broker, and as PKCS #12 for Flink. What is there stays until it has
# few days left; a new authority makes all certificates anew.
#
#   certificates.sh DIRECTORY NAME:UID[:HOST]...
set -euo pipefail

directory=$1
shift
days=825
least_days=${CERTIFICATES_LEAST_DAYS:-60}
# the directory's permissions protect these files: a password that lies beside them would not
password=changeit

authority=$directory/authority
mkdir -p "$authority"
chmod 700 "$authority"
# lasts FILE: whether there is a certificate that is valid for some time
lasts() {
  [[ -e $1 ]] && openssl x509 -noout -checkend $((least_days * 86400)) -in "$1" > /dev/null
}

if ! lasts "$authority/ca.crt"; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/O=Hostpulse/CN=Hostpulse authority' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$authority/ca.key" -out "$authority/ca.crt" 2> /dev/null
  echo "made        authority"
fi

make_certificate() {
  local name=$1 uid=$2 host=$3 own=$directory/$1 word=made
  mkdir -p "$own"
  chmod 700 "$own"
  if [[ ! -e $own/keystore.p12 ]] || ! lasts "$own/user.crt" \
      || ! openssl verify -CAfile "$authority/ca.crt" "$own/user.crt" > /dev/null 2>&1; then
    if [[ -e $own/keystore.p12 ]]; then word=renewed; fi
    # the last step makes it anew: one that was interrupted is repeated
    rm -f "$own"/*
    openssl req -newkey rsa:3072 -nodes -subj "/O=Hostpulse/CN=$name" \
      -keyout "$own/user.key" -out "$own/request" 2> /dev/null
    openssl x509 -req -in "$own/request" -days $days -CAcreateserial \
      -CA "$authority/ca.crt" -CAkey "$authority/ca.key" -out "$own/user.crt" \
      -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1%s\nextendedKeyUsage=serverAuth,clientAuth\n' \
        "$name" "${host:+,DNS:$host}") 2> /dev/null
    rm "$own/request"
    cp "$authority/ca.crt" "$own/ca.crt"
    cat "$own/user.key" "$own/user.crt" > "$own/keystore.pem"
    keytool -importcert -noprompt -alias authority -file "$own/ca.crt" \
      -keystore "$own/truststore.p12" -storetype PKCS12 -storepass $password 2> /dev/null
    openssl pkcs12 -export -name "$name" -inkey "$own/user.key" -in "$own/user.crt" -certfile "$own/ca.crt" \
      -passout pass:$password -out "$own/keystore.p12"
    if [[ $word == renewed ]]; then renewed+=("$name"); fi
    printf '%-11s %s\n' "$word" "$name"
  fi
  chmod 500 "$own"
  chmod 400 "$own"/*
  chown -R "$uid" "$own"
}

renewed=()
for service in "$@"; do
  IFS=: read -r name uid host <<< "$service"
  make_certificate "$name" "$uid" "$host"
done
if ((${#renewed[@]})); then
  echo "restart those that are renewed, they have read the old ones: ${renewed[*]}"
fi
