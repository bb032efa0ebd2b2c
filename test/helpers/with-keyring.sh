# Runs one command with an unlocked login keyring, inside `dbus-run-session`: sh with-keyring.sh COMMAND …
# Needs a HOME and an XDG_RUNTIME_DIR of its own. If gnome-keyring ends by itself while the command runs (42
# does so now and then), a line on standard error says so.
mkdir -p "$XDG_RUNTIME_DIR"
owned() { dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; }
unlocked() { dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false'; }
start() {
  rm -f "$HOME/pw"; mkfifo "$HOME/pw"
  gnome-keyring-daemon --unlock --foreground --components=secrets <"$HOME/pw" >/dev/null 2>&1 & KEYRING_PID=$!
  printf pw > "$HOME/pw"
  # Asking for the service before it has its name would make the bus start a second one.
  for i in $(seq 100); do
    kill -0 $KEYRING_PID 2>/dev/null || return 1
    owned && unlocked && return 0
    sleep 0.05
  done
  kill $KEYRING_PID; wait $KEYRING_PID
  return 1
}
start || start || start || { echo 'gnome-keyring did not start: no unlocked keyring after three attempts' >&2; exit 98; }
export KEYRING_PID
"$@" & SERVED=$!
(
  while kill -0 $SERVED 2>/dev/null; do
    kill -0 $KEYRING_PID 2>/dev/null || { echo 'gnome-keyring ended by itself' >&2; exit; }
    sleep 0.2
  done
) & WATCH=$!
trap 'kill $WATCH 2>/dev/null; kill -INT $SERVED' INT TERM
wait $SERVED; wait $SERVED 2>/dev/null; code=$?
kill $WATCH $KEYRING_PID 2>/dev/null
exit $code
