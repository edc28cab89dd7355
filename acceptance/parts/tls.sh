# TLS: certificates by name, resumption, reloads, clients' certificates, redirects.

need_tools() { command -v openssl >/dev/null; }
check "openssl is installed" need_tools

pki=$work/pki
mkdir "$pki"

# authority NAME
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$pki/$1.key" \
    -out "$pki/$1.pem" -subj "/CN=$1" -days 30 2>"$work/openssl.log"
}

# certificate NAME SAN [OPTION OF openssl x509…]: writes NAME.pem with the chain, and NAME.key.
certificate() {
  local name=$1 san=$2
  shift 2
  openssl req -newkey "${newkey:-ec}" -pkeyopt "${keyopt:-ec_paramgen_curve:P-256}" -nodes \
    -keyout "$pki/$name.key.new" -out "$pki/$name.csr" -subj "/CN=$name" 2>"$work/openssl.log"
  openssl x509 -req -in "$pki/$name.csr" -CA "$pki/ca.pem" -CAkey "$pki/ca.key" -CAcreateserial \
    -days 30 -extfile <(echo -e "subjectAltName=$san") -out "$pki/$name.leaf" "$@" 2>"$work/openssl.log"
  cat "$pki/$name.leaf" "$pki/ca.pem" >"$pki/$name.pem.new"
  mv "$pki/$name.key.new" "$pki/$name.key"
  mv "$pki/$name.pem.new" "$pki/$name.pem"
}

authority ca
authority other
certificate a DNS:a.test,DNS:localhost,IP:127.0.0.1
certificate b 'DNS:*.b.test'
newkey=rsa keyopt=rsa_keygen_bits:2048 certificate rsa DNS:a.test
certificate client DNS:ann
openssl pkcs8 -topk8 -in "$pki/a.key" -passout pass:secret -out "$pki/a.encrypted"
printf 'wrong\nsecret\n' >"$pki/passwords"

# client [OPTION OF s_client…]: prints the log of a handshake, after which it asks for /.
client() {
  printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' |
    timeout 10 openssl s_client -ign_eof -connect "127.0.0.1:$tls" -CAfile "$pki/ca.pem" "$@" \
      >"$work/client.log" 2>&1 || true
  cat "$work/client.log"
}

# says REGEX [OPTION…]: a line of the log matches.
says() { client "${@:2}" | grep -E "$1"; }

# says_not REGEX [OPTION…]
says_not() { ! says "$@"; }

subject() { says "^subject=CN ?= ?$1\$" "${@:2}"; }

# secure WANTED URL [CURL OPTION…]
secure() {
  local got
  got=$(curl -sS --max-time 20 --cacert "$pki/ca.pem" -D "$work/head" -o "$work/body" \
    -w '%{http_code}' "${@:3}" "https://127.0.0.1:$tls$2")
  echo "$got"
  [[ $got == "$1" ]]
}

logged() { grep -E "$1" "$work/err"; }

tls=$(free_port)
socket=$work/admin.sock
serve --tls-port "$tls" --tls-cert "$pki/a.pem" --tls-key "$pki/a.encrypted" \
  --tls-password-file "$pki/passwords" --tls-cert "$pki/b.pem" --tls-key "$pki/b.key" \
  --tls-cert "$pki/rsa.pem" --tls-key "$pki/rsa.key" \
  --https-redirect --hsts 1d,subdomains --admin "unix:$socket"

check "the banner names the URL" grep -F "https://127.0.0.1:$tls/" "$work/out"
check "a file over TLS has its bytes" secure 200 /offsets.txt
check "they are the same" cmp "$site/offsets.txt" "$work/body"
check "HSTS over HTTPS" header strict-transport-security "max-age=86400; includeSubDomains"
check "HTTP redirects to HTTPS" status 308 '/a%20b?c=d'
check "with the port and the path" header location "https://127.0.0.1:$tls/a%20b\?c=d"
check "no HSTS over HTTP" lacks_header strict-transport-security
check "challenges are not redirected" status 404 /.well-known/acme-challenge/x

check "an exact name" subject a -servername a.test
check "a wildcard" subject b -servername x.b.test
check "no wildcard for two labels" subject a -servername x.y.b.test
check "an unknown name gets the first certificate" subject a -servername nope.test
check "no name gets the first certificate" subject a -noservername
check "a client without ECDSA gets the RSA key" \
  subject rsa -servername a.test -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
check "the chain is verified" says "Verify return code: 0" -servername a.test
check "ALPN http/1.1" says "^ALPN protocol: http/1.1" -alpn http/1.1
check "no ALPN is served, too" says "^HTTP/1.1 200" -servername a.test
check "TLS 1.3 with X25519" says "^Server Temp Key: X25519" -groups X25519:P-256
check "TLS 1.2" says "Protocol *: TLSv1.2" -tls1_2
check "TLS 1.1 is refused" says_not "^HTTP/1.1" -tls1_1
check "no CBC" says_not "^HTTP/1.1" -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256
check "no static RSA" says_not "^HTTP/1.1" -tls1_2 -cipher AES128-GCM-SHA256
check "no ffdhe groups" says_not "^HTTP/1.1" -tls1_3 -groups ffdhe2048

# resumes NAME VERSION: with the session of the same name.
resumes() { says "^Reused" -servername "$1" "-$2" -sess_in "$work/$1.$2"; }
for version in tls1_3 tls1_2; do
  for name in a.test x.b.test; do
    client -servername "$name" "-$version" -sess_out "$work/$name.$version" >"$work/body"
    check "resumption of $version at $name" resumes "$name" "$version"
    client -servername "$name" "-$version" -sess_out "$work/$name.$version" >"$work/body"
  done
done

# niceness THREAD: how much later than others the threads with this name get a processor.
niceness() { grep -lx "$1" /proc/"$server"/task/*/comm | sed 's|comm$|stat|' | xargs sed 's/.*) //' | cut -d ' ' -f 17; }
lower() { [[ $(niceness "$1" | sort -u) == "$2" ]]; }
check "handshakes have a low priority" lower 'otus-tls-.*' 4
check "loops do not" lower 'otus-loop-.*' 0
check "compilers do" lower 'C[12] CompilerThre' 10

# --- new certificates ---

serial() { client -servername a.test | openssl x509 -noout -serial 2>/dev/null; }
reload() { "$launcher" reload --admin "unix:$socket"; }
before=$(serial)
certificate a DNS:a.test,DNS:localhost,IP:127.0.0.1
refuses() {
  local code=0
  reload 2>"$work/refused" || code=$?
  cat "$work/refused"
  [[ $code == 1 && $(wc -l <"$work/refused") == 1 ]] && grep -qF "$1" "$work/refused"
}
check "a key that does not fit: the reload is refused" \
  refuses "the key does not belong to the certificate"
check "the former certificate stays" [ "$(serial)" = "$before" ]
openssl pkcs8 -topk8 -in "$pki/a.key" -passout pass:secret -out "$pki/a.encrypted"
check "a reload uses the new certificate" [ "$(reload)" = "the new settings are used" ]
check "it is another one" [ "$(serial)" != "$before" ]
check "the log says so" logged "event=certificates-replaced"
for version in tls1_3 tls1_2; do
  check "resumption of $version with the new certificate" resumes a.test "$version"
done
before=$(serial)
certificate a DNS:a.test,DNS:localhost,IP:127.0.0.1
openssl pkcs8 -topk8 -in "$pki/a.key" -passout pass:secret -out "$pki/a.encrypted"
changed() { [[ $(serial) != "$before" ]]; }
check "changed files are noticed without a reload" idle_until changed
metrics() { curl -s --unix-socket "$socket" http://localhost/metrics | grep -F "$1"; }
check "the end of a certificate is a metric" \
  metrics 'otus_tls_certificate_expiry_timestamp_seconds{name="a.test",key="EC"}'
check "handshakes are counted" metrics 'otus_tls_handshakes_total{version="1.3"}'
check "replacements are counted" metrics 'otus_tls_certificate_reloads_total{result="replaced"} 2'
stop

# --- strict names, and certificates of clients ---

serve --tls-port "$tls" --tls-cert "$pki/a.pem" --tls-key "$pki/a.key" --tls-strict-sni \
  --tls-client-ca "$pki/ca.pem" --tls-min 1.3
check "strict: an unknown name is refused" says "unrecognized name" -servername nope.test
certified=(-cert "$pki/client.leaf" -key "$pki/client.key")
check "a client with a certificate is served" says "^HTTP/1.1 200" -servername a.test "${certified[@]}"
check "a client without one is refused" says_not "^HTTP/1.1" -servername a.test
check "one of another issuer is refused" \
  says_not "^HTTP/1.1" -servername a.test -cert "$pki/other.pem" -key "$pki/other.key"
check "TLS 1.2 is refused" says_not "^HTTP/1.1" -servername a.test -tls1_2 "${certified[@]}"
stop

serve --tls-port "$tls" --tls-cert "$pki/a.pem" --tls-key "$pki/a.key" \
  --tls-client-ca "$pki/ca.pem" --tls-client optional
check "optional: a client without a certificate is served" says "^HTTP/1.1 200"
check "optional: one of another issuer is refused" \
  says_not "^HTTP/1.1" -cert "$pki/other.pem" -key "$pki/other.key"
stop

# --- OCSP stapling ---

# stapled NAME PORT: a certificate whose responder has a port of 127.0.0.1.
stapled() {
  certificate "$1" "DNS:$1\nauthorityInfoAccess=OCSP;URI:http://127.0.0.1:$2"
  printf 'V\t%s\t\t%s\tunknown\t/CN=%s\n' "$(date -u -d '30 days' +%y%m%d%H%M%SZ)" \
    "$(openssl x509 -in "$pki/$1.leaf" -noout -serial | cut -d= -f2)" "$1" >"$pki/$1.index"
}
responder=$(free_port)
hanging=$(free_port)
stapled good.test "$responder"
stapled slow.test "$hanging"
openssl ocsp -port "$responder" -index "$pki/good.test.index" -CA "$pki/ca.pem" -ndays 1 \
  -rsigner "$pki/ca.pem" -rkey "$pki/ca.key" >"$work/ocsp.log" 2>&1 &
helpers+=($!)
# Accepts connections, and answers nothing.
python3 -B -c "import socket, time; s = socket.create_server(('127.0.0.1', $hanging)); time.sleep(60)" &
helpers+=($!)
check "the responder listens" idle_until grep -F "aiting for OCSP client" "$work/ocsp.log"
serve_by "with stapling" env OTUS_JAVA_OPTS=-Djdk.tls.server.enableStatusRequestExtension=true \
  "$launcher" --tls-port "$tls" --tls-cert "$pki/good.test.pem" --tls-key "$pki/good.test.key" \
  --tls-cert "$pki/slow.test.pem" --tls-key "$pki/slow.test.key"
for version in tls1_3 tls1_2; do
  check "stapling, $version: the status is good" \
    idle_until says "Cert Status: good" -servername good.test -status "-$version"
done
check "stapling: a client that wants no status gets none" \
  says "OCSP response: no response sent|^HTTP/1.1 200" -servername good.test
in_time() {
  local start=${EPOCHREALTIME/./}
  says "^HTTP/1.1 200" -servername slow.test -status
  local took=$(((${EPOCHREALTIME/./} - start) / 1000))
  echo "$took ms"
  ((took < 1000))
}
check "stapling: a responder that hangs delays no handshake" in_time
stop

# --- a certificate for development ---

serve --tls-port "$tls" --tls-self-signed
fingerprint=$(sed -n 's/.*SHA-256 //p' "$work/out")
is_fingerprint() {
  client | openssl x509 -noout -fingerprint -sha256 | grep -F "=$fingerprint"
}
check "self-signed: the banner has the fingerprint" is_fingerprint
client | openssl x509 >"$work/self.pem" 2>"$work/openssl.log"
check "self-signed: curl accepts it for localhost" \
  curl -sS --cacert "$work/self.pem" -o "$work/body" "https://localhost:$tls/"
check "self-signed: curl accepts it for the address" \
  curl -sS --cacert "$work/self.pem" -o "$work/body" "https://127.0.0.1:$tls/"
stop

# --- usage errors ---

usage_error "a key without a certificate" --tls-key "$pki/a.key"
usage_error "a key of another certificate" --tls-cert "$pki/a.pem" --tls-key "$pki/b.key"
usage_error "a missing file" --tls-cert "$pki/no.pem" --tls-key "$pki/a.key"
usage_error "an encrypted key without a password" --tls-cert "$pki/a.pem" --tls-key "$pki/a.encrypted"
usage_error "an unknown cipher suite" --tls-self-signed --tls-ciphers NULL
checked() {
  "$launcher" check --port 0 --root "$site" "$@" >"$work/out" 2>"$work/err"
  cat "$work/out" "$work/err"
}
# warns TEXT FLAG…
warns() { checked "${@:2}" | grep -F "$1"; }
check "check reads the certificates" checked --tls-cert "$pki/a.pem" --tls-key "$pki/a.key"
check "a missing issuer is a warning" \
  warns "the certificate of its issuer is missing" --tls-cert "$pki/a.leaf" --tls-key "$pki/a.key"
certificate short DNS:a.test -days 3
check "an early end is a warning" \
  warns "the certificate expires at" --tls-cert "$pki/short.pem" --tls-key "$pki/short.key"
