#!/bin/sh
# Kanidm 1.11: client of RomM.
kanidm system oauth2 create romm RomM https://romm.example.com
