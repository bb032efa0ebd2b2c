/** RFC 7591 §2 `token_endpoint_auth_method`, as far as the products use it. */
export const TOKEN_ENDPOINT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;
