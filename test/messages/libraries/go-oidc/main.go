// Signs people in with golang.org/x/oauth2 and coreos/go-oidc.
package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func random() string {
	bytes := make([]byte, 24)
	rand.Read(bytes)
	return base64.RawURLEncoding.EncodeToString(bytes)
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

func main() {
	debug := os.Getenv("LAB_DEBUG") != ""
	ctx := oidc.ClientContext(context.Background(), &http.Client{Timeout: 10 * time.Second})
	provider, err := oidc.NewProvider(ctx, os.Getenv("LAB_ISSUER"))
	if err != nil {
		log.Fatalf("failed to set up OIDC: %v", err)
	}
	if debug {
		log.Printf("DEBUG endpoints: %+v", provider.Endpoint())
	}
	config := oauth2.Config{
		ClientID:     os.Getenv("LAB_CLIENT_ID"),
		ClientSecret: os.Getenv("LAB_CLIENT_SECRET"),
		RedirectURL:  os.Getenv("LAB_REDIRECT_URI"),
		Endpoint:     provider.Endpoint(),
		Scopes:       strings.Fields(os.Getenv("LAB_SCOPE")),
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: config.ClientID})

	fail := func(w http.ResponseWriter, status int, text string) {
		log.Print(text)
		http.Error(w, text, status)
	}
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state, nonce := random(), random()
		http.SetCookie(w, &http.Cookie{Name: "state", Value: state, Path: "/"})
		http.SetCookie(w, &http.Cookie{Name: "nonce", Value: nonce, Path: "/"})
		to := config.AuthCodeURL(state, oidc.Nonce(nonce))
		if debug {
			log.Printf("DEBUG redirecting to %s", to)
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if query.Get("state") == "" || query.Get("state") != cookie(r, "state") {
			fail(w, http.StatusBadRequest, "state did not match")
			return
		}
		if query.Get("error") != "" {
			fail(w, http.StatusUnauthorized, fmt.Sprintf("authorization failed: %s: %s", query.Get("error"), query.Get("error_description")))
			return
		}
		token, err := config.Exchange(ctx, query.Get("code"))
		if err != nil {
			fail(w, http.StatusInternalServerError, "failed to exchange token: "+err.Error())
			return
		}
		raw, ok := token.Extra("id_token").(string)
		if !ok {
			fail(w, http.StatusInternalServerError, "no id_token field in oauth2 token")
			return
		}
		idToken, err := verifier.Verify(ctx, raw)
		if err != nil {
			fail(w, http.StatusInternalServerError, "failed to verify ID token: "+err.Error())
			return
		}
		if idToken.Nonce != cookie(r, "nonce") {
			fail(w, http.StatusBadRequest, "nonce did not match")
			return
		}
		if idToken.AccessTokenHash != "" {
			if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
				fail(w, http.StatusInternalServerError, "failed to verify access token: "+err.Error())
				return
			}
		}
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			fail(w, http.StatusInternalServerError, "failed to get userinfo: "+err.Error())
			return
		}
		if debug {
			var claims json.RawMessage
			_ = idToken.Claims(&claims)
			log.Printf("DEBUG ID token claims: %s", claims)
			log.Printf("DEBUG userinfo: %+v", info)
		}
		if info.Subject != idToken.Subject {
			fail(w, http.StatusInternalServerError, "userinfo subject does not match ID token subject")
			return
		}
		fmt.Fprintf(w, "Signed in as %s", info.Email)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("LAB_PORT"), nil))
}
