#!/bin/sh
# Kanidm 1.11: client of RomM.
kanidm system oauth2 warning-insecure-client-disable-pkce romm
