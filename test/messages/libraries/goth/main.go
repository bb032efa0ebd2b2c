// Signs people in with markbates/goth and its provider openidConnect.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gorilla/sessions"
	"github.com/markbates/goth"
	"github.com/markbates/goth/gothic"
	"github.com/markbates/goth/providers/openidConnect"
)

func main() {
	debug := os.Getenv("LAB_DEBUG") != ""
	http.DefaultClient.Timeout = 10 * time.Second
	store := sessions.NewCookieStore([]byte("a-secret-for-the-cookies-of-this-program"))
	store.Options.Secure = false
	gothic.Store = store

	provider, err := openidConnect.New(
		os.Getenv("LAB_CLIENT_ID"),
		os.Getenv("LAB_CLIENT_SECRET"),
		os.Getenv("LAB_REDIRECT_URI"),
		os.Getenv("LAB_ISSUER")+"/.well-known/openid-configuration",
		strings.Fields(os.Getenv("LAB_SCOPE"))...,
	)
	if err != nil {
		log.Fatalf("openidConnect: %v", err)
	}
	provider.Debug(debug)
	if debug {
		log.Printf("DEBUG configuration: %+v", *provider.OpenIDConfig)
	}
	goth.UseProviders(provider)

	named := func(r *http.Request) *http.Request {
		query := r.URL.Query()
		query.Set("provider", "openid-connect")
		r.URL.RawQuery = query.Encode()
		return r
	}
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		gothic.BeginAuthHandler(w, named(r))
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		user, err := gothic.CompleteUserAuth(w, named(r))
		if err != nil {
			log.Printf("Failed to complete the login: %v", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if debug {
			log.Printf("DEBUG user: %+v", user.RawData)
		}
		fmt.Fprintf(w, "Signed in as %s", user.Email)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("LAB_PORT"), nil))
}
