// Command reader does what Memos does after the browser came back: it reads the provider's settings and the
// code, exchanges the code and requests userinfo, with Memos' own package. It is built in a copy of Memos.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/usememos/memos/IDP_PACKAGE"
	"github.com/usememos/memos/IDP_PACKAGE/oauth2"
	store "github.com/usememos/memos/proto/gen/store"
)

type input struct {
	// Provider is exactly the file memos-idp-*.json; a key that Memos doesn't know is an error.
	Provider     json.RawMessage `json:"provider"`
	Code         string          `json:"code"`
	RedirectURI  string          `json:"redirectUri"`
	CodeVerifier string          `json:"codeVerifier"`
}

// The signatures differ between versions.
type (
	exchangePlain interface {
		ExchangeToken(ctx context.Context, redirectURL, code string) (string, error)
	}
	exchangePKCE interface {
		ExchangeToken(ctx context.Context, redirectURL, code, codeVerifier string) (string, error)
	}
	infoPlain interface {
		UserInfo(token string) (*idp.IdentityProviderUserInfo, error)
	}
	infoContext interface {
		UserInfo(ctx context.Context, token string) (*idp.IdentityProviderUserInfo, error)
	}
)

func run() (map[string]any, error) {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		return nil, err
	}
	provider := &store.IdentityProvider{}
	if err := protojson.Unmarshal(in.Provider, provider); err != nil {
		return nil, err
	}
	settings := provider.GetConfig().GetOauth2Config()
	if provider.GetType() != store.IdentityProvider_OAUTH2 || settings == nil {
		return nil, errors.New("not an OAUTH2 provider")
	}
	client, err := oauth2.NewIdentityProvider(settings)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	var token string
	switch exchange := any(client).(type) {
	case exchangePKCE:
		token, err = exchange.ExchangeToken(ctx, in.RedirectURI, in.Code, in.CodeVerifier)
	case exchangePlain:
		if in.CodeVerifier != "" {
			return nil, errors.New("this version knows no code verifier")
		}
		token, err = exchange.ExchangeToken(ctx, in.RedirectURI, in.Code)
	default:
		err = errors.New("ExchangeToken has another shape")
	}
	if err != nil {
		return nil, err
	}
	var user *idp.IdentityProviderUserInfo
	switch info := any(client).(type) {
	case infoContext:
		user, err = info.UserInfo(ctx, token)
	case infoPlain:
		user, err = info.UserInfo(token)
	default:
		err = errors.New("UserInfo has another shape")
	}
	if err != nil {
		return nil, err
	}
	if filter := provider.GetIdentifierFilter(); filter != "" {
		pattern, err := regexp.Compile(filter)
		if err != nil {
			return nil, err
		}
		if !pattern.MatchString(user.Identifier) {
			return nil, fmt.Errorf("identifier %s is not allowed", user.Identifier)
		}
	}
	return map[string]any{
		"identifier":  user.Identifier,
		"displayName": user.DisplayName,
		"email":       user.Email,
	}, nil
}

func main() {
	answer, err := run()
	if err != nil {
		answer = map[string]any{"error": err.Error()}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		os.Exit(1)
	}
}
