#!/bin/sh
# Kanidm 1.11: client of RomM.
kanidm system oauth2 update-scope-map romm family openid profile email
