#!/bin/sh
# Kanidm 1.11: client of RomM.
kanidm system oauth2 add-redirect-url romm https://romm.example.com/api/oauth/openid
