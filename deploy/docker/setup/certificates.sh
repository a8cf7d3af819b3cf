#!/usr/bin/env bash
# Makes an authority and a certificate for each service, in a directory of its own that only its user
# can read. Names of files are those that Strimzi gives: ca.crt, user.crt, user.key; beside them the
# same as keystore.pem for Kafka's broker, and as PKCS #12 for Flink. What is there stays.
#
#   certificates.sh DIRECTORY NAME:UID[:HOST]...
set -euo pipefail

directory=$1
shift
days=825
# the directory's permissions protect these files: a password that lies beside them would not
password=changeit

authority=$directory/authority
mkdir -p "$authority"
chmod 700 "$authority"
if [[ ! -e $authority/ca.key ]]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/O=Hostpulse/CN=Hostpulse authority' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$authority/ca.key" -out "$authority/ca.crt" 2> /dev/null
  echo "made        authority"
fi

make_certificate() {
  local name=$1 uid=$2 host=$3 own=$directory/$1
  mkdir -p "$own"
  if [[ ! -e $own/keystore.p12 ]]; then
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
    echo "made        $name"
  fi
  chmod 500 "$own"
  chmod 400 "$own"/*
  chown -R "$uid" "$own"
}

for service in "$@"; do
  IFS=: read -r name uid host <<< "$service"
  make_certificate "$name" "$uid" "$host"
done
