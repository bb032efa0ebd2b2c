// Signs people in with hashicorp/cap.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/cap/oidc"
	"github.com/hashicorp/cap/oidc/callback"
)

// logins holds each login by its state until it ends.
type logins struct{ begun sync.Map }

func (l *logins) Read(_ context.Context, state string) (oidc.Request, error) {
	if one, ok := l.begun.Load(state); ok {
		return one.(oidc.Request), nil
	}
	return nil, fmt.Errorf("no login with this state: %w", oidc.ErrNotFound)
}

func main() {
	debug := os.Getenv("LAB_DEBUG") != ""
	ctx := context.Background()
	redirect := os.Getenv("LAB_REDIRECT_URI")
	var options []oidc.Option
	if file := os.Getenv("LAB_CA"); file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		options = append(options, oidc.WithProviderCA(string(pem)))
	}
	config, err := oidc.NewConfig(os.Getenv("LAB_ISSUER"), os.Getenv("LAB_CLIENT_ID"), oidc.ClientSecret(os.Getenv("LAB_CLIENT_SECRET")), []oidc.Alg{oidc.RS256}, []string{redirect}, options...)
	if err != nil {
		log.Fatalf("error creating provider config: %v", err)
	}
	provider, err := oidc.NewProvider(config)
	if err != nil {
		log.Fatalf("error creating provider: %v", err)
	}
	defer provider.Done()

	var open logins
	succeeded := func(state string, token oidc.Token, w http.ResponseWriter, r *http.Request) {
		var idClaims struct {
			Subject string `json:"sub"`
		}
		if err := token.IDToken().Claims(&idClaims); err != nil {
			log.Printf("error getting ID token claims: %v", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		var person map[string]any
		source, _ := token.(oidc.StaticTokenSource)
		if err := provider.UserInfo(r.Context(), source.StaticTokenSource(), idClaims.Subject, &person); err != nil {
			log.Printf("error getting userinfo: %v", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if debug {
			text, _ := json.Marshal(person)
			log.Printf("DEBUG userinfo: %s", text)
		}
		fmt.Fprintf(w, "Signed in as %s", person["email"])
	}
	failed := func(state string, answer *callback.AuthenErrorResponse, err error, w http.ResponseWriter, _ *http.Request) {
		status := http.StatusInternalServerError
		if answer != nil {
			status = http.StatusUnauthorized
			err = fmt.Errorf("callback error from oidc provider: %s: %s", answer.Error, answer.Description)
		} else if err == nil {
			err = errors.New("unknown error from callback")
		}
		log.Printf("callback error: %v", err)
		http.Error(w, err.Error(), status)
	}
	finish, err := callback.AuthCode(ctx, provider, &open, succeeded, failed)
	if err != nil {
		log.Fatalf("error creating callback handler: %v", err)
	}
	http.HandleFunc("/callback", finish)
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		scopes := strings.Fields(os.Getenv("LAB_SCOPE"))
		request, err := oidc.NewRequest(2*time.Minute, redirect, oidc.WithScopes(scopes...))
		if err != nil {
			log.Printf("error creating request: %v", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		open.begun.Store(request.State(), request)
		to, err := provider.AuthURL(r.Context(), request)
		if err != nil {
			log.Printf("error getting auth url: %v", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if debug {
			log.Printf("DEBUG redirecting to %s", to)
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("LAB_PORT"), nil))
}
