# A mailbox for the account, then Roundcube on the server of PHP.
python3 "$1/imap.py" "$LAB_DATA/imap.port" $$ &
while [ ! -s "$LAB_DATA/imap.port" ]; do sleep 0.05; done
exec php -d error_log=/dev/stderr -d log_errors=1 -d display_errors=0 ${LAB_CA:+-d curl.cainfo="$LAB_CA"} \
  -d session.save_path="$LAB_DATA" -S "127.0.0.1:$LAB_PORT" -t /var/lib/roundcube
