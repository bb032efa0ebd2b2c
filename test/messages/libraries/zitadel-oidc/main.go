// Signs people in with zitadel/oidc.
package main

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

func main() {
	level := slog.LevelInfo
	if os.Getenv("LAB_DEBUG") != "" {
		level = slog.LevelDebug
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	cookies := httphelper.NewCookieHandler([]byte("0123456789abcdef"), []byte("0123456789abcdef"), httphelper.WithUnsecure())
	party, err := rp.NewRelyingPartyOIDC(
		context.Background(),
		os.Getenv("LAB_ISSUER"),
		os.Getenv("LAB_CLIENT_ID"),
		os.Getenv("LAB_CLIENT_SECRET"),
		os.Getenv("LAB_REDIRECT_URI"),
		strings.Fields(os.Getenv("LAB_SCOPE")),
		rp.WithCookieHandler(cookies),
		rp.WithHTTPClient(&http.Client{Timeout: 10 * time.Second}),
		rp.WithVerifierOpts(rp.WithIssuedAtOffset(5*time.Second)),
		rp.WithLogger(logger),
	)
	if err != nil {
		log.Fatalf("error creating provider: %v", err)
	}
	states := 0
	state := func() string {
		states++
		return fmt.Sprintf("login-%d-%d", time.Now().UnixNano(), states)
	}
	http.Handle("/login", rp.AuthURLHandler(state, party))
	http.Handle("/callback", rp.CodeExchangeHandler(
		rp.UserinfoCallback(func(w http.ResponseWriter, _ *http.Request, _ *oidc.Tokens[*oidc.IDTokenClaims], _ string, _ rp.RelyingParty, info *oidc.UserInfo) {
			logger.Debug("userinfo", "claims", info.Claims, "email", info.Email)
			fmt.Fprintf(w, "Signed in as %s", info.Email)
		}), party))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("LAB_PORT"), nil))
}
