/**
 * The probe's script, for `sh -s -- URL HOST PORT TOOLS SECRET_NAMES OPEN_NAMES`. Plain POSIX: runs under
 * dash, busybox and bash. Reads only the named environment variables and writes only its output.
 */
export const SCRIPT = String.raw`u=$1 h=$2 p=$3 tools=$4 secret=$5 open=$6
has() { command -v "$1" >/dev/null 2>&1; }
limit() { if has timeout; then timeout 15 "$@"; else "$@"; fi; }
one() { printf '%s' "$1" | tr '\r\n\t' '   ' | cut -c1-300; }
say() { printf '%s: %s\n' "$1" "$(one "$2")"; }
printf 'latchkey-probe 1 %s\n' begin
say url "$u"
say clock "$(date -u +%s 2>/dev/null)"
name=unknown addresses=
if has getent; then
  addresses=$( (getent ahosts "$h" || getent hosts "$h") 2>/dev/null </dev/null | while read -r a rest; do echo "$a"; done | sort -u | tr '\n' ' ')
  if [ -n "$addresses" ]; then name=ok; else name=fail; fi
elif has nslookup; then
  addresses=$(limit nslookup "$h" 2>/dev/null </dev/null | sed -n '/^Name:/,$s/^Address[^:]*: *\([^ ]*\).*/\1/p' | sort -u | tr '\n' ' ')
  if [ -n "$addresses" ]; then name=ok; fi
fi
say name "$name $addresses"
with=none code= out= checked=yes
for t in $tools; do
  has "$t" || continue
  case $t in
  curl)
    out=$(limit curl -sS -i -m 12 --connect-timeout 6 --max-filesize 1000000 "$u" 2>&1 </dev/null); code=$? ;;
  wget)
    case $(wget --version 2>&1 </dev/null) in
    *GNU*) out=$(limit wget -S -nv -O - -T 10 -t 1 --max-redirect=0 --content-on-error "$u" 2>&1 </dev/null); code=$? ;;
    *)
      # Some builds of busybox crash on -T.
      checked=no
      if has timeout; then out=$(limit wget -S -O - "$u" 2>&1 </dev/null); code=$?
      else out=$(wget -S -O - -T 10 "$u" 2>&1 </dev/null); code=$?; fi ;;
    esac ;;
  python3)
    out=$(limit python3 -c '
import os, ssl, sys, urllib.error, urllib.request
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *a):
        return None
ca = os.environ.get("OIDC_TLS_CACERTFILE") or os.environ.get("SSL_CERT_FILE")
if not ca:
    try:
        import certifi
        ca = certifi.where()
    except ImportError:
        ca = None
try:
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca))
    try:
        answer = urllib.request.build_opener(Stay, secure).open(sys.argv[1], timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    print("HTTP/1.1", answer.code)
    print(answer.headers)
    print(answer.read(65536).decode("utf-8", "replace"))
except Exception as error:
    print("python3:", error)
    sys.exit(1)
' "$u" 2>&1 </dev/null); code=$? ;;
  node)
    out=$(limit node -e '
const url = process.argv[1];
const get = require(url.startsWith("https:") ? "https" : "http").get;
const end = (error) => { console.log("node: " + (error.code || "") + " " + error.message); process.exit(1); };
get(url, { timeout: 10000 }, (answer) => {
  console.log("HTTP/1.1 " + answer.statusCode);
  for (const name in answer.headers) console.log(name + ": " + answer.headers[name]);
  console.log("");
  let size = 0;
  answer.on("data", (part) => { size += part.length; if (size < 65536) process.stdout.write(part); else answer.destroy(); });
}).on("timeout", () => end({ code: "ETIMEDOUT", message: "timed out" })).on("error", end);
' "$u" 2>&1 </dev/null); code=$? ;;
  *) continue ;;
  esac
  with=$t
  break
done
say with "$with"
say checked "$checked"
say exit "$code"
if [ "$with" = none ]; then
  if has nc; then
    if limit nc -w 5 "$h" "$p" >/dev/null 2>&1 </dev/null; then say route ok; else say route fail; fi
  fi
else
  line() { printf '%s\n' "$out" | tr -d '\r' | sed -n "$1" | head -n 1; }
  status=$(line 's/^.*HTTP\/[0-9.]* *\([0-9][0-9][0-9]\).*/\1/p')
  if [ -z "$status" ] && [ "$code" = 0 ]; then status=200; fi
  say status "$status"
  say server-date "$(line 's/^ *[Dd]ate: *//p')"
  say location "$(line 's/^ *[Ll]ocation: *\([^?#]*\).*/\1/p')"
  say issuer "$(printf '%s' "$out" | tr -d '\r\n' | sed -n 's/.*"issuer" *: *"\([^"]*\)".*/\1/p' | sed 's/\\//g')"
  case $out in *'<html'* | *'<HTML'* | *'<!doctype'* | *'<!DOCTYPE'*) say body html ;; esac
  say error "$(line '/^ *curl: (/p;/^ *[Ww]get: /p;/^ *python3: /p;/^ *node: /p;/^ *ERROR: /p;/[Uu]nable to /p;/failed: /p')"
fi
for v in $secret $open; do
  eval "x=\${$v-latchkey-unset}"
  if [ "$x" = latchkey-unset ]; then say env "$v unset"; continue; fi
  q=no d=no b=no g=no
  case $x in \"* | \'*) q=yes ;; esac
  case $x in *\$*) d=yes ;; esac
  case $x in *[[:space:]]*) b=yes ;; esac
  case $x in \$pbkdf2* | \$argon2* | \$2[aby]\$*) g=yes ;; esac
  n=$(printf '%s' "$x" | wc -c)
  say env "$v length=$((n)) quotes=$q dollar=$d blank=$b digest=$g"
done
for v in $open; do
  eval "x=\${$v-}"
  [ -n "$x" ] && say value "$v $x"
done
printf 'latchkey-probe 1 %s\n' end
`;
