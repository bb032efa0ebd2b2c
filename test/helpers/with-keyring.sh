# Runs one command with an unlocked login keyring, inside `dbus-run-session`: sh with-keyring.sh COMMAND …
# Needs a HOME and an XDG_RUNTIME_DIR of its own.
mkdir -p "$XDG_RUNTIME_DIR"; rm -f "$HOME/pw"; mkfifo "$HOME/pw"
gnome-keyring-daemon --unlock --foreground --components=secrets <"$HOME/pw" >/dev/null 2>&1 & KEYRING_PID=$!
export KEYRING_PID
printf pw > "$HOME/pw"
for i in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' &&
  dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false' && break
  sleep 0.05
done
"$@" & SERVED=$!
trap 'kill -INT $SERVED' INT TERM
wait $SERVED; wait $SERVED 2>/dev/null; code=$?
kill $KEYRING_PID 2>/dev/null
exit $code
