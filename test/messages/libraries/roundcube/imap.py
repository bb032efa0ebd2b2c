"""An IMAP server with one empty mailbox that takes every account. It ends with the process that it is told of."""

import os
import re
import socket
import sys
import threading

GREETING = "CAPABILITY IMAP4rev1 SASL-IR NAMESPACE AUTH=XOAUTH2 AUTH=PLAIN"
ANSWERS = {
    "CAPABILITY": ["* " + GREETING],
    "NAMESPACE": ['* NAMESPACE (("" "/")) NIL NIL'],
    "SELECT": ["* FLAGS ()", "* 0 EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 1] .", "* OK [UIDNEXT 1] ."],
    "STATUS": ['* STATUS "INBOX" (MESSAGES 0 UNSEEN 0)'],
    "LOGOUT": ["* BYE"],
}


def talk(connection):
    with connection, connection.makefile("rw", newline="\r\n") as lines:

        def say(text):
            lines.write(text + "\n")
            lines.flush()

        say("* OK [" + GREETING + "] ready")
        for line in lines:
            tag, command, *rest = line.strip().split(" ", 2)
            command = command.upper()
            if command in ("LIST", "LSUB"):
                root = re.search(r'""\s+""', " ".join(rest))
                say(f'* {command} (\\Noselect) "/" ""' if root else f'* {command} () "/" "INBOX"')
            for answer in ANSWERS.get(command, []):
                say(answer)
            say(f"{tag} OK done")
            if command == "LOGOUT":
                return


server = socket.create_server(("127.0.0.1", 0))
server.settimeout(1)
with open(sys.argv[1], "w") as file:
    file.write(str(server.getsockname()[1]))
while os.path.exists(f"/proc/{sys.argv[2]}"):
    try:
        connection, _ = server.accept()
    except TimeoutError:
        continue
    connection.settimeout(None)
    threading.Thread(target=talk, args=(connection,), daemon=True).start()
